"""The weekly letter, from ordering it to ending it, as a member goes through it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Windows
from tests.browser.hub import Hub
from tests.browser.letters import link_in_letter
from tests.browser.people import BEARER, GUEST
from tests.browser.stage import begin_thread

pytestmark = pytest.mark.browser

NEIGHBOUR = "gerd"
WEEKLY = "/settings/letters/weekly"
CHANNEL = "#channel-begegnungsorte"
TITLE = "Wer leiht uns einen Beamer für den Hoftag?"


def test_the_weekly_letter_is_ordered_confirmed_read_and_ended(hub: Hub, windows: Windows) -> None:
    reader, mailbox = windows.open(NEIGHBOUR), windows.open(GUEST)
    reader.goto(WEEKLY)
    reader.locator("[name=condition][value=always]").check()
    reader.locator("details", has=reader.locator(CHANNEL)).locator("summary").click()
    reader.locator(CHANNEL).check()
    reader.locator("#main form .form__buttons button").first.click()
    expect(reader.locator(".letters__next")).to_have_count(0)
    # Whoever has the mail confirms, signed in or not; opening the link alone orders nothing.
    mailbox.goto(link_in_letter(mailbox, "gerd@example.org", path="/confirm-letters/"))
    reader.reload()
    expect(reader.locator(".letters__next")).to_have_count(0)
    mailbox.locator("#main form button").click()
    expect(mailbox.locator(".notice--success")).to_be_visible()
    reader.reload()
    expect(reader.locator(".letters__next")).to_contain_text("Montag")
    bearer = windows.open(BEARER)
    begin_thread(bearer, "begegnungsorte", TITLE)
    hub.let_letters_be_due()
    begin_thread(bearer, "begegnungsorte", "Noch etwas: damit der Worker nachsieht")
    letter = link_in_letter(mailbox, "gerd@example.org", path="/unsubscribe/", subject="KW")
    reader.goto("/letters")
    reader.locator("#main").get_by_role("link").filter(has_text="KW").first.click()
    expect(reader.locator("#main")).to_contain_text(TITLE)
    # The link ends this letter, after a question, without signing in.
    mailbox.goto(letter)
    reader.goto(WEEKLY)
    expect(reader.locator(".letters__next")).to_be_visible()
    mailbox.locator("#main form button").click()
    expect(mailbox.get_by_role("heading", level=1)).to_be_visible()
    reader.reload()
    expect(reader.locator(".letters__next")).to_have_count(0)
