"""The flag of the European Union as a picture that letters bring along.

Drawn by its rules (Annex IX of Regulation (EU) 2021/1060, and the style guide of the institutions):
twelve stars on a circle of a third of the height, each with a radius of an eighteenth of it, one
point upwards.
"""

import math
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

CONTENT_ID = "eu-emblem"
_HEIGHT = 108
_FINER = 8
_BLUE, _YELLOW = (0, 51, 153), (255, 204, 0)
_INNER = math.sin(math.radians(18)) / math.sin(math.radians(54))
"""Where the points of a star part, as a part of its radius."""


@lru_cache(maxsize=1)
def emblem() -> bytes:
    """Return the flag as PNG, 162 × 108 pixels."""
    height = _HEIGHT * _FINER
    flag = Image.new("RGB", (height * 3 // 2, height), _BLUE)
    pen = ImageDraw.Draw(flag)
    for number in range(12):
        angle = math.radians(30 * number)
        x = flag.width / 2 + height / 3 * math.sin(angle)
        y = flag.height / 2 - height / 3 * math.cos(angle)
        pen.polygon(_star(x, y, height / 18), fill=_YELLOW)
    small = flag.resize((_HEIGHT * 3 // 2, _HEIGHT), Image.Resampling.LANCZOS)
    content = BytesIO()
    small.quantize(32).save(content, "PNG", optimize=True)
    return content.getvalue()


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    corners = []
    for number in range(10):
        reach = radius * (_INNER if number % 2 else 1)
        angle = math.radians(36 * number)
        corners.append((x + reach * math.sin(angle), y - reach * math.cos(angle)))
    return corners
