"""The picture in the README: `make screenshot` takes it again, from a hub with example content."""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from forum.settings import ROOT
from tests.browser.conftest import Windows, chromium_here, launch
from tests.browser.hub import running_hub
from tests.browser.people import MEMBER, Doors
from tests.browser.stage import first_thread

FILE = ROOT / "docs" / "screenshot.png"
_COLOURS = 256  # type and quiet areas: more would only make the file larger


def take() -> None:
    """Show a member a thread, and keep what the window shows."""
    program = chromium_here()
    assert program, "Chromium is missing: sudo apt-get install chromium"
    with (
        tempfile.TemporaryDirectory() as folder,
        running_hub(Path(folder)) as hub,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright, program)
        windows = Windows(hub, browser, Doors(hub, browser))
        page = windows.open(MEMBER, scale=2)
        page.goto(f"/threads/{first_thread(page, 'begegnungsorte')}")
        page.wait_for_load_state("networkidle")
        taken = page.screenshot()
        windows.close()
        browser.close()
    with Image.open(io.BytesIO(taken)) as picture:
        # Median cut would give all the shades to the type, and none to the faces and the emblem.
        few = picture.convert("RGB").quantize(
            _COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
        few.save(FILE, optimize=True)
    print(f"{FILE.relative_to(ROOT)}: {FILE.stat().st_size // 1024} KiB")  # noqa: T201


if __name__ == "__main__":
    take()
