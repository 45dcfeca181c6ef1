"""What everybody must find without looking for it."""

import pytest

from tests.browser.conftest import Windows
from tests.browser.people import GUEST, MEMBER

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("person", [GUEST, MEMBER])
@pytest.mark.parametrize("width", [390, 820, 1280])
def test_the_funding_is_named_without_scrolling(windows: Windows, width: int, person: str) -> None:
    page = windows.open(person, width=width)
    page.goto("/")
    block = page.locator(".funding")
    box, shown = block.bounding_box(), page.viewport_size
    assert box is not None
    assert shown is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= shown["height"] / 4
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= shown["width"]
    assert block.get_by_text("Kofinanziert von der Europäischen Union").is_visible()
    emblem = page.locator(".funding__emblem").bounding_box()
    assert emblem is not None
    assert emblem["width"] / emblem["height"] == pytest.approx(3 / 2, abs=0.02)
