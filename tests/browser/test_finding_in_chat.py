"""Finding a message again, and choosing what of a conversation is kept: by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chatting import message_with, say
from tests.browser.conftest import Windows
from tests.browser.people import MEMBER

pytestmark = pytest.mark.browser


def test_a_message_is_found_in_its_room_and_leads_to_its_place(windows: Windows) -> None:
    page = windows.open(MEMBER)
    said = say(page, "begegnungsorte", "Die Zaunwinde blüht")
    field = page.locator(".chat__search input")
    expect(field).to_be_hidden()
    page.locator(".chat__search summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(field).to_be_focused()
    page.keyboard.type("zaunwinden")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=zaunwinden")
    found = page.locator(".search-results a", has_text="Zaunwinde")
    # The worker writes the index when it hears of the message.
    for _ in range(40):
        if found.count():
            break
        page.wait_for_timeout(250)
        page.reload()
    found.first.click()
    page.wait_for_url(re.compile(f"message={said['message']}"))
    expect(message_with(page, "Zaunwinde").last).to_be_focused()


def test_what_was_said_before_comes_without_moving_what_is_read(windows: Windows) -> None:
    page = windows.open(MEMBER)
    said = say(page, "verstetigung", "Hier fängt es an")
    token = page.locator("input[name=csrf_token]").first.input_value()
    for number in range(60):
        form: dict[str, str | float | bool] = {
            "csrf_token": token,
            "client_id": f"of-history-{number:04}",
            "body": f"Reihe {number}",
        }
        answer = page.request.post(f"/chat/{said['room']}/messages", form=form)
        assert answer.ok
    page.goto("/channels/verstetigung/chat")
    messages = page.locator("[data-log] > [data-message]")
    expect(messages).to_have_count(50)
    page.evaluate("scrollTo(0, 0)")
    # The day stands above the first message, and goes when there is more of the same day.
    first = page.locator(f"#{messages.first.get_attribute('id')} [data-part=body]")
    before = first.bounding_box()
    page.locator("[data-load-earlier]").click()
    expect(messages).not_to_have_count(50)
    after = first.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 2


def test_a_part_is_chosen_with_the_arrow_keys_and_counted(windows: Windows) -> None:
    page = windows.open(MEMBER)
    said = [say(page, "begegnungsorte", f"Das ist Satz {number} dazu") for number in range(4)][-1]
    page.goto(f"/chat/{said['room']}/keep")
    first = _row(page, "Satz 1 dazu").locator("[name=from]")
    first.check()
    expect(page.locator("[data-count]")).to_have_text("3 Nachrichten sind ausgewählt.")
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-count]")).to_have_text("2 Nachrichten sind ausgewählt.")
    expect(page.locator(".stretch__row.is-chosen")).to_have_count(2)
    # Named the other way round, it is the same part.
    _row(page, "Satz 1 dazu").locator("[name=to]").check()
    expect(page.locator("[data-count]")).to_have_text("2 Nachrichten sind ausgewählt.")
    page.keyboard.press("Enter")
    page.wait_for_url("**/keepings/*/edit")
    expect(page.locator("#main")).to_contain_text("Satz 2 dazu")
    expect(page.locator("#main")).not_to_contain_text("Satz 3 dazu")


def _row(page: Page, text: str) -> Locator:
    return page.locator(".stretch__row", has_text=text).last
