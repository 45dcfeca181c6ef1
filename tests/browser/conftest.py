"""Chromium in front of a running hub. Both start with the first test that asks for them."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)

from forum.kernel.signing import Signer
from tests.browser.hub import Hub, running_hub
from tests.browser.people import MEMBER, Doors
from tests.browser.stage import Stage, set_stage
from tests.browser.watch import Watch

PHONE: ViewportSize = {"width": 390, "height": 844}
TABLET: ViewportSize = {"width": 820, "height": 1180}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
# The shell first: the same engine without a browser around it opens a window four times as fast.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# The hub, Chromium and the other tests share two cores: an answer may take its time.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="package")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """Return a running hub, one per worker of the test run.

    On SQLite, and therefore once: the database does not show in the pages.
    """
    with running_hub(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


@pytest.fixture(scope="package")
def chromium(hub: Hub) -> Iterator[Browser]:
    """Return this machine's Chromium."""
    program = chromium_here()
    if program is None:
        missing = f"none of {', '.join(NAMES)} is installed (sudo apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = launch(playwright, program)
        yield browser
        browser.close()


def chromium_here() -> str | None:
    """Return where this machine's Chromium is, if it has one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright, program: str) -> Browser:
    """Start Chromium."""
    arguments = ["--disable-dev-shm-usage", "--font-render-hinting=none"]
    if os.geteuid() == 0:  # Chromium's sandbox refuses to work for root
        arguments.append("--no-sandbox")
    return playwright.chromium.launch(executable_path=program, args=arguments)


@pytest.fixture(scope="package")
def doors(hub: Hub, chromium: Browser) -> Doors:
    """Return what signs people in."""
    return Doors(hub, chromium)


class Windows:
    """Opens browser windows, and knows afterwards what went wrong in them."""

    def __init__(self, hub: Hub, chromium: Browser, doors: Doors) -> None:
        self._hub = hub
        self._chromium = chromium
        self._doors = doors
        self._contexts: list[BrowserContext] = []
        self.watches: list[Watch] = []

    def open(
        self,
        person: str = MEMBER,
        *,
        width: int = 1280,
        javascript: bool = True,
        locale: str = "de-DE",
        dark: bool = False,
        scale: float = 1,
    ) -> Page:
        """Open a window of its own: no cookies but those of the person."""
        size = {one["width"]: one for one in (PHONE, TABLET, DESKTOP)}[width]
        context = self._chromium.new_context(
            base_url=self._hub.address,
            storage_state=self._doors.cookies_of(person),
            viewport=size,
            device_scale_factor=scale,
            locale=locale,
            timezone_id="Europe/Berlin",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=javascript,
            has_touch=width == PHONE["width"],
        )
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        page = context.new_page()
        self.watches.append(Watch(page, self._hub.address))
        return page

    def close(self) -> None:
        """Close all of them."""
        for context in self._contexts:
            context.close()


@pytest.fixture
def windows(hub: Hub, chromium: Browser, doors: Doors) -> Iterator[Windows]:
    """Return what opens windows; whatever goes wrong in one of them fails the test."""
    windows = Windows(hub, chromium, doors)
    yield windows
    windows.close()
    faults = [fault for watch in windows.watches for fault in watch.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture(scope="package")
def stage(hub: Hub, chromium: Browser, doors: Doors) -> Stage:
    """Return the hub after everything has happened that pages can be about."""
    windows = Windows(hub, chromium, doors)
    try:
        signer = Signer((hub.folder / "secret-key").read_text(encoding="ascii"))
        return set_stage(lambda person: windows.open(person, javascript=False), signer.sign)
    finally:
        windows.close()
