"""A room stays readable where there is little of it: on a phone, and with large text."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chatting import message_with
from tests.browser.conftest import PHONE, Windows
from tests.browser.people import ADMIN, MEMBER

pytestmark = pytest.mark.browser

ROOM = "/channels/wirtschaft-im-quartier/chat"
LARGE = "document.documentElement.style.fontSize = '200%'"
_CUT_OFF = """menu => {
    const sheet = menu.getBoundingClientRect(), edge = document.documentElement.clientWidth;
    const parts = [...menu.querySelectorAll("a, button, input")].filter(one => one.offsetWidth);
    return Number(sheet.left < 0 || sheet.right > edge) + parts.filter(part => {
        const box = part.getBoundingClientRect();
        return box.left < sheet.left || box.right > sheet.right;
    }).length;
}"""
_RUN_TOGETHER = """() => {
    const words = [...document.querySelectorAll(".bar__list > li > :is(a, details) span")].filter(
        one => one.textContent.trim() && !one.matches(".count, .avatar")
            && one.offsetWidth > 1 && !one.closest(".menu__sheet"));
    const boxes = words.map(one => one.getBoundingClientRect());
    return boxes.some((box, number) => number && box.left < boxes[number - 1].right);
}"""


def _open(windows: Windows, *, is_large: bool = False) -> Page:
    page = windows.open(MEMBER, width=PHONE["width"])
    page.goto(ROOM)
    page.locator("[data-entered]").wait_for(state="attached")
    if is_large:
        page.evaluate(LARGE)
    return page


def _pin(windows: Windows, text: str) -> None:
    page = windows.open(ADMIN)
    page.goto(ROOM)
    page.locator("[data-entered]").wait_for(state="attached")
    message = message_with(page, text).last
    message.hover()
    message.locator(".message__menu > summary").click()
    message.locator("[data-part=pin]").click()
    message.locator("[data-part=pinned]").wait_for()


def _top(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["y"]


def test_on_a_phone_with_large_text_the_place_to_write_leaves_the_room_to_the_log(
    windows: Windows,
) -> None:
    page = _open(windows, is_large=True)
    assert _top(page, ".chat__foot") > PHONE["height"] / 2
    expect(page.locator(".chat__send")).to_be_in_viewport(ratio=1)


def test_what_holds_for_writing_is_said_once_somebody_writes(windows: Windows) -> None:
    page = _open(windows)
    help_text = page.get_by_text("Bitte nennen Sie keine Namen")
    expect(help_text).to_be_hidden()
    page.locator("#body").fill("Wer kommt zum Stammtisch der Gewerbetreibenden?")
    expect(help_text).to_be_visible()
    page.locator("[data-send]").click()
    said = message_with(page, "Stammtisch der Gewerbetreibenden").last
    expect(said).to_be_in_viewport(ratio=1)
    page.evaluate("document.activeElement.blur()")
    expect(help_text).to_be_hidden()
    expect(said).to_be_in_viewport(ratio=1)


def test_without_scripts_it_is_always_said(windows: Windows) -> None:
    page = windows.open(MEMBER, width=PHONE["width"], javascript=False)
    page.goto(ROOM)
    expect(page.get_by_text("Bitte nennen Sie keine Namen")).to_be_visible()


def test_no_menu_of_a_room_reaches_beyond_a_phone(windows: Windows) -> None:
    page = _open(windows)
    page.locator("#body").fill("Das merken wir uns: Ladenlokale stehen länger leer als gedacht.")
    page.locator("[data-send]").click()
    message = message_with(page, "Das merken wir uns").last
    message.locator(".message__menu > summary").click()
    assert message.locator(".menu__sheet").evaluate(_CUT_OFF) == 0
    page.keyboard.press("Escape")
    _pin(windows, "Das merken wir uns")
    expect(page.locator("[data-pin-count]")).to_have_text("1")
    for menu in (".chat__search", ".chat__pins", ".chat__notices"):
        page.locator(f"{menu} > summary").click()
        assert page.locator(f"{menu} > .menu__sheet").evaluate(_CUT_OFF) == 0, menu
        page.keyboard.press("Escape")


def test_what_failed_shows_all_that_one_can_do_about_it(windows: Windows) -> None:
    page = _open(windows)
    refused = {"error": "Bitte kürzen Sie die Nachricht. Sie ist länger, als ein Raum es zulässt."}
    page.locator("#body").fill("Ein langer Bericht vom Wochenmarkt. " * 40)
    page.locator("[data-send]").click()
    message_with(page, "Ein langer Bericht").last.wait_for()
    page.route("**/messages", lambda route: route.fulfill(status=400, json=refused), times=1)
    page.locator("#body").fill("Und noch etwas.")
    page.locator("[data-send]").click()
    failed = page.locator("[data-outbox] .is-failed")
    expect(failed.locator("[data-drop]")).to_be_in_viewport(ratio=1)
    foot = page.locator(".chat__foot").bounding_box()
    choice = failed.locator("[data-drop]").bounding_box()
    assert foot is not None
    assert choice is not None
    assert choice["y"] + choice["height"] <= foot["y"]
    failed.locator("[data-drop]").click()
    watch = windows.watches[0]
    watch.faults = [one for one in watch.faults if "400" not in one]


def test_the_bar_of_a_phone_does_not_run_together_with_large_text(windows: Windows) -> None:
    page = _open(windows)
    assert not page.evaluate(_RUN_TOGETHER)
    page.evaluate(LARGE)
    assert not page.evaluate(_RUN_TOGETHER)
    expect(page.locator(".bar").get_by_role("link", name="Kanäle")).to_be_visible()
