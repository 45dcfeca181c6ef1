"""Writing in the browser: by keyboard alone, without a connection, with files."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Windows
from tests.browser.keyboard import Keyboard, expect_focus_inside
from tests.browser.people import BEARER, MEMBER
from tests.browser.stage import answer, begin_thread, last_post

pytestmark = pytest.mark.browser

OFFLINE = "Object.defineProperty(navigator, 'onLine', { get: () => false })"
SELECT = """selector => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector(selector));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""
DROP = """async kind => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 30 });
    const picture = await new Promise(done => canvas.toBlob(done));
    const dropped = new DataTransfer();
    if (kind === "picture") dropped.items.add(new File([picture], "Hof.png"));
    else dropped.items.add(new File(["MZ\\0\\0 kein Bild"], "Hof.png"));
    const surface = document.querySelector(".editor__surface");
    for (const type of ["dragenter", "dragover", "drop"])
        surface.dispatchEvent(
            new DragEvent(type, { dataTransfer: dropped, bubbles: true, cancelable: true }));
}"""


def test_reading_quoting_and_answering_take_no_more_than_the_keyboard(windows: Windows) -> None:
    page = windows.open(MEMBER)
    thread = begin_thread(page, "beteiligung", "Wie laden Sie zum Stadtteilfest ein?")
    first = last_post(page)
    second = answer(page, thread, "Mit Zetteln an jeder Haustür.")
    page.goto(f"/threads/{thread}")
    keys = Keyboard(page)
    keys.press("j", "j")
    expect_focus_inside(page, f"#post-{second}")
    keys.press("k")
    expect_focus_inside(page, f"#post-{first}")
    page.evaluate(SELECT, f"#post-{second} .post__body p")
    keys.press("q")
    field = page.locator("#body")
    quotation = re.compile(r"^> \[Milena Krahl\]\(http://\S+/posts/\w+\):\n>\n> Mit Zetteln an ")
    expect(field).to_have_value(quotation)
    keys.type("Danke @thi")
    expect(page.get_by_role("option", name="Thilo Brandner")).to_be_visible()
    keys.press("Enter")
    keys.type(", und den ")
    keys.type("Akteur:innen@")
    _use_toolbar(keys)
    expect(field).to_have_value(
        re.compile(r"Danke @\w+ , und den Akteur:innen@\*\*fetter Text\*\*$")
    )
    keys.type("!")
    keys.press("Control+z", "Control+z")
    expect(field).to_have_value(re.compile(r"Akteur:innen@$"))
    keys.press("Control+Enter")
    page.wait_for_url("**#post-*")
    expect(page.locator(f"#post-{last_post(page)}")).to_contain_text("Mit Zetteln an jeder")
    _switch_off(keys)


def _use_toolbar(keys: Keyboard) -> None:
    """Go up into the buttons, which are one stop, and choose among them with the arrows."""
    keys.press("Shift+Tab")
    bold = keys.page.get_by_role("button", name="Fett")
    expect(bold).to_be_focused()
    keys.press("ArrowRight")
    expect(keys.page.get_by_role("button", name="Kursiv")).to_be_focused()
    keys.press("End", "ArrowRight")
    expect(bold).to_be_focused()
    keys.press("Enter")
    expect(keys.page.locator("#body")).to_be_focused()


def _switch_off(keys: Keyboard) -> None:
    """Turn the shortcuts off in their own help; the choice outlasts the page."""
    page = keys.page
    help_dialog = page.get_by_role("dialog", name="Tastenkürzel")
    keys.press("?")
    expect(help_dialog).to_be_visible()
    help_dialog.get_by_role("button", name="Ausschalten").press("Enter")
    expect(help_dialog.get_by_role("button", name="Einschalten")).to_be_focused()
    keys.press("Escape")
    expect(help_dialog).to_be_hidden()
    page.reload()
    keys.press("?", "j", "/")
    expect(help_dialog).to_be_hidden()
    expect(page.locator("body")).to_be_focused()
    page.goto("/help/keyboard")
    page.get_by_role("button", name="Einschalten").click()
    expect(page.get_by_role("button", name="Ausschalten")).to_be_visible()
    keys.press("/")
    expect(page.locator("#header-search")).to_be_focused()


def test_a_text_written_without_a_connection_is_there_after_a_reload(windows: Windows) -> None:
    page = windows.open(BEARER)
    thread = begin_thread(page, "plattform-hilfe", "Was geschieht im Funkloch?")
    page.goto(f"/threads/{thread}")
    page.evaluate(OFFLINE)
    page.locator("#body").fill("Geschrieben im Regionalzug.")
    state = page.locator("[data-state]")
    expect(state).to_have_text(re.compile(r"Offline – in diesem Browser gesichert \d\d:\d\d Uhr"))
    page.locator("[data-publish]").click()
    expect(state).to_have_text(re.compile("Sie sind offline"))
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#body")).to_have_value("Geschrieben im Regionalzug.")
    expect(state).to_have_text(re.compile(r"Gespeichert \d\d:\d\d Uhr"))
    assert _kept(page) == 0
    page.get_by_role("button", name="Entwurf verwerfen").click()
    expect(page.locator("#body")).to_have_value("")
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.locator("#body")).to_have_value("Geschrieben im Regionalzug.")
    page.evaluate(OFFLINE)
    page.locator("#body").fill("Ein anderer Satz.")
    expect(state).to_have_text(re.compile("Offline"))
    assert _kept(page) == 1
    # Signing out forgets it; the way to the server is closed, or other tests would be signed out.
    page.route("**/sign-out", lambda route: route.fulfill(status=204))
    page.evaluate("document.querySelector('.menu__leave').requestSubmit()")
    page.wait_for_function("!Object.keys(localStorage).some(name => name.startsWith('draft:'))")


def _kept(page: Page) -> int:
    """Return how many texts the browser keeps."""
    names = page.evaluate("Object.keys(localStorage)")
    return len([name for name in names if name.startswith("draft:")])


def test_a_dropped_picture_is_added_and_described(windows: Windows) -> None:
    page = windows.open(MEMBER)
    page.goto("/channels/begegnungsorte/threads/new")
    field = page.locator("#body")
    field.fill("So sieht der Hof aus:")
    page.evaluate(DROP, "picture")
    page.get_by_label("Was ist auf Hof.png zu sehen?").fill("Ein Hof mit Bänken")
    page.keyboard.press("Enter")
    expect(field).to_have_value(
        re.compile(r"^So sieht der Hof aus:\n!\[Ein Hof mit Bänken\]\(/attachments/\w+\)\n$")
    )
    page.get_by_role("tab", name="Vorschau").click()
    expect(page.get_by_role("img", name="Ein Hof mit Bänken")).to_be_visible()
    page.get_by_role("tab", name="Schreiben").click()
    page.evaluate(DROP, "program")
    expect(page.locator(".uploads__row--error")).to_be_visible()
    expect(field).not_to_have_value(re.compile("hochgeladen"))
    # Chromium tells its console that the server has refused the file; nothing else went wrong.
    faults = windows.watches[0].faults
    assert [fault for fault in faults if "attachments" not in fault] == []
    faults.clear()
