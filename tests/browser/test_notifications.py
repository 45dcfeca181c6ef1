"""Being told of an answer, reading it, and being left alone, by keyboard and without scripts."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Windows
from tests.browser.people import BEARER, MEMBER
from tests.browser.stage import answer, begin_thread

pytestmark = pytest.mark.browser

TITLE = "Wer hat eine Vorlage für den Nutzungsvertrag?"
_SECONDS_TO_ARRIVE = 30


def test_an_answer_is_told_read_and_the_thread_muted(windows: Windows) -> None:
    page = windows.open(MEMBER, javascript=False)
    thread = begin_thread(page, "begegnungsorte", TITLE)
    other = windows.open(BEARER, javascript=False)
    answer(other, thread, "Ja, ich schicke sie Ihnen gern.")
    answer(other, thread, "Und noch die Hausordnung dazu.")
    wait_for(page, f"2 Antworten in Ihrem Gespräch „{TITLE}“")
    number = unread(page)
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_url(re.compile(rf"/threads/{thread}#post-"))
    assert unread(page) == number - 1
    page.goto("/following")
    expect(page.locator("#main").get_by_role("link", name=TITLE)).to_be_visible()
    page.goto(f"/threads/{thread}")
    handle = page.locator(".wish > summary")
    expect(handle).to_contain_text("Sie folgen")
    handle.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Stummschalten").press("Enter")
    expect(page.locator(".wish > summary")).to_contain_text("Stumm")
    answer(other, thread, "Haben Sie sie bekommen?")
    answer(page, begin_thread(other, "begegnungsorte", "Und eine zweite Frage?"), "Ja, sicher.")
    wait_for(other, "hat in Ihrem Gespräch „Und eine zweite Frage?“ geantwortet")
    page.goto("/notifications?show=unread")
    expect(page.locator("#main").get_by_role("link", name=TITLE)).to_have_count(0)


def wait_for(page: Page, sentence: str) -> None:
    """Wait until the worker has told it, looking again and again."""
    deadline = time.monotonic() + _SECONDS_TO_ARRIVE
    while time.monotonic() < deadline:
        page.goto("/notifications")
        if page.locator("#main .told__sentence", has_text=sentence).count():
            return
        time.sleep(0.5)
    raise AssertionError(f"nothing told: {sentence}")


def unread(page: Page) -> int:
    """Return the number in the header."""
    return int(page.locator(".header [data-notification-count]").text_content() or 0)
