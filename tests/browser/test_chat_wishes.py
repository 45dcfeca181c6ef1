"""What people wish of chat, in their browsers: commands, presence, levels, and notices."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers_on
from tests.browser.conftest import Windows
from tests.browser.people import BEARER, MEMBER, MODERATOR

pytestmark = pytest.mark.browser

ROOM = "/channels/beteiligung/chat"
# Notices are kept in a list, and the page believes that nobody looks at it.
LISTEN = """
  window.notices = [];
  window.Notification = class {
    static permission = "granted";
    static requestPermission = async () => "granted";
    constructor(title) { window.notices.push(title); }
    addEventListener() {}
  };
  Object.defineProperty(document, "hidden", { get: () => window.isAway === true });
"""


def entered(page: Page, path: str = ROOM) -> None:
    page.goto(path)
    page.locator("[data-entered]").wait_for(state="attached")


def test_commands_are_offered_while_one_types_the_slash(windows: Windows) -> None:
    page = windows.open(MEMBER)
    entered(page)
    body = page.locator("#body")
    body.press_sequentially("/f")
    options = page.get_by_role("option")
    expect(options).to_have_count(1)
    expect(options).to_contain_text("Im Kanal eine Frage stellen")
    assert barriers_on(page) == []
    body.press("Enter")
    expect(body).to_have_value("/frage ")
    body.press_sequentially("Wer hat Stühle?")
    body.press("Enter")
    page.wait_for_url("**/threads/new?kind=question")
    expect(page.locator("[name=title]")).to_have_value("Wer hat Stühle?")
    page.goto(ROOM)
    expect(page.locator("[data-log]")).not_to_contain_text("Wer hat Stühle?")


def test_a_slash_within_a_message_offers_nothing(windows: Windows) -> None:
    page = windows.open(MEMBER)
    entered(page)
    page.locator("#body").press_sequentially("und/oder /f")
    page.wait_for_timeout(500)
    expect(page.get_by_role("option")).to_have_count(0)


def test_who_wishes_it_is_shown_to_those_in_the_room(windows: Windows) -> None:
    seen, reader = windows.open(MEMBER), windows.open(MODERATOR)
    seen.goto("/settings/chat")
    seen.get_by_label("Anderen zeigen, dass ich da bin").check()
    seen.get_by_role("button", name="Speichern").click()
    expect(seen.locator("#main")).to_contain_text("Gespeichert.")
    assert barriers_on(seen) == []
    entered(seen)
    entered(reader)
    expect(reader.locator("[data-present]")).to_contain_text("Milena Krahl")
    expect(seen.locator("[data-present]")).to_be_hidden()
    seen.goto("/")
    expect(reader.locator("[data-present]")).to_be_hidden()


def test_a_level_is_chosen_by_keyboard_and_holds(windows: Windows) -> None:
    page = windows.open(BEARER)
    entered(page)
    menu = page.locator(".chat__notices summary")
    menu.focus()
    menu.press("Enter")
    assert barriers_on(page) == []
    page.get_by_role("button", name="Gar nicht").press("Enter")
    expect(page.locator("#main")).to_contain_text("Sie erhalten hier keine Hinweise")
    expect(page.locator("[data-chat]")).to_have_attribute("data-level", "nothing")
    page.locator(".chat__notices summary").click()
    page.get_by_role("button", name="Nur, wenn ich erwähnt werde").click()
    expect(page.locator("[data-chat]")).to_have_attribute("data-level", "mentions")


def test_a_notice_is_shown_on_the_screen_unless_it_is_quiet(windows: Windows) -> None:
    writer, page = windows.open(MODERATOR), windows.open(BEARER)
    page.add_init_script(LISTEN)
    entered(writer)
    entered(page)
    page.locator(".chat__notices summary").click()
    page.get_by_role("button", name="Hinweise auf diesem Bildschirm").click()
    page.evaluate("window.isAway = true")
    _mention(writer, page, "eins")
    page.wait_for_function("window.notices.length === 1")
    # Quiet for five minutes before and after now.
    page.evaluate(
        "const now = new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: 'numeric',"
        " hourCycle: 'h23', timeZone: document.querySelector('[data-chat]').dataset.zone })"
        ".format().split(':').map(Number); const at = now[0] * 60 + now[1];"
        "document.querySelector('[data-chat]').dataset.quiet ="
        " `${(at + 1435) % 1440}-${(at + 5) % 1440}`"
    )
    _mention(writer, page, "zwei")
    assert page.evaluate("window.notices.length") == 1


def _mention(writer: Page, page: Page, word: str) -> None:
    writer.locator("#body").fill(f"@thilo_brandner Kuchen {word}")
    writer.locator("#body").press("Enter")
    expect(page.locator("[data-log]")).to_contain_text(f"Kuchen {word}")


def test_the_bell_counts_a_message_as_it_comes_and_not_once_it_was_read(windows: Windows) -> None:
    page, writer = windows.open(MEMBER), windows.open(MODERATOR)
    writer.goto("/people/milena_krahl")
    writer.locator("form[action$='/write'] button").click()
    writer.locator("[data-entered]").wait_for(state="attached")
    page.goto("/keyboard")
    bell = page.locator("[data-notification-count]").first
    before = int(bell.text_content() or 0)
    for word in ("eins", "zwei"):
        writer.locator("#body").fill(f"Nachricht {word}")
        writer.locator("#body").press("Enter")
        expect(writer.locator("[data-log]")).to_contain_text(f"Nachricht {word}")
    expect(bell).to_have_text(str(before + 1))
    page.goto("/notifications")
    line = page.get_by_role("link", name="Jonas Hartung hat Ihnen 2 Nachrichten")
    assert barriers_on(page) == []
    line.click()
    page.locator("[data-entered]").wait_for(state="attached")
    expect(page.locator("[data-log]")).to_contain_text("Nachricht zwei")
    expect(bell).to_have_text(str(before))
    writer.locator("#body").fill("Nachricht drei")
    writer.locator("#body").press("Enter")
    expect(page.locator("[data-log]")).to_contain_text("Nachricht drei")
    page.wait_for_timeout(4000)
    expect(bell).to_have_text(str(before))
