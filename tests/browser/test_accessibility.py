"""Nobody is kept out: every page in both languages, light and dark, wide and narrow, enlarged."""

from urllib.parse import quote

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.barriers import COLOURS, barriers_on, overhang_on, shape_of
from tests.browser.conftest import PHONE, Windows
from tests.browser.pages import ERRORS, NO_PAGE, PAGES, Visit
from tests.browser.people import GUEST
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser

VISITS = [visit for visits in PAGES.values() for visit in visits]
# One of each layout is looked at by axe on the phone too; the others must only fit.
ON_A_PHONE = {
    PAGES[endpoint][-1]
    for endpoint in (
        "start.show",
        "channels.show",
        "threads.show",
        "threads.start",
        "notifications.overview",
        "search.show",
        "settings.display",
        "sign_in.show",
    )
}


def test_every_page_is_visited(app: Flask) -> None:
    answering = {
        rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())
    }
    assert answering == PAGES.keys() | NO_PAGE.keys()
    assert not PAGES.keys() & NO_PAGE.keys()


@pytest.mark.parametrize("visit", [*VISITS, *ERRORS], ids=lambda visit: visit.name)
def test_a_page_keeps_nobody_out(windows: Windows, stage: Stage, visit: Visit) -> None:
    page, path = windows.open(visit.person), visit.path_on(stage)
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == visit.status
    assert shape_of(page) == {"lang": "de", "title": True, "headings": 1}
    found = {"light": barriers_on(page)}
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found["dark"] = barriers_on(page, COLOURS)
    found["twice the text size"] = _enlarged(page)
    found["phone"] = _on_a_phone_in_english(page, visit, path)
    assert {view: faults for view, faults in found.items() if faults} == {}


def _enlarged(page: Page) -> list[str]:
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    return overhang_on(page)


def _on_a_phone_in_english(page: Page, visit: Visit, path: str) -> list[str]:
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(f"/languages/en?next={quote(path, safe='')}")
    try:
        assert shape_of(page) == {"lang": "en", "title": True, "headings": 1}
        overhang = overhang_on(page)
        if visit not in ON_A_PHONE:
            return overhang
        # As tall as the page, so that the bar at the bottom covers nothing: axe does not scroll.
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": PHONE["width"], "height": height})
        return overhang + barriers_on(page)
    finally:
        if visit.person != GUEST:  # members take their language along
            page.request.get("/languages/de", max_redirects=0)
