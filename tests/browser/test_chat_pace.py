"""Who writes too fast sees how long it takes, and does nothing about it."""

import pytest
from playwright.sync_api import expect

from tests.browser.barriers import barriers_on
from tests.browser.chatting import message_with
from tests.browser.conftest import Windows
from tests.browser.people import MEMBER

pytestmark = pytest.mark.browser

ROOM = "/channels/beteiligung/chat"
TOO_EARLY = {
    "error": "Hier geht es zurzeit langsamer zu.",
    "reason": "slow_mode",
    "until": "2001-01-01T00:00:00+00:00",  # by a clock that is not this browser's
    "retry_after": 3,
}


def test_what_was_too_early_is_kept_and_sent_by_itself_in_its_order(windows: Windows) -> None:
    page = windows.open(MEMBER)
    page.goto(ROOM)
    page.locator("[data-entered]").wait_for(state="attached")
    page.route("**/messages", lambda route: route.fulfill(status=429, json=TOO_EARLY), times=1)
    for text in ("Zu früh gesagt", "Und gleich danach"):
        page.locator("#body").fill(text)
        page.locator("#body").press("Enter")
    first = page.locator("[data-outbox] .message").first
    expect(first.get_by_role("status")).to_contain_text("Hier geht es zurzeit langsamer zu.")
    expect(first.locator("[data-part=left]")).to_contain_text("von selbst gesendet")
    expect(first.locator("[data-take-back]")).to_be_visible()
    expect(first.locator("[data-again]")).to_be_hidden()
    assert barriers_on(page) == []
    expect(message_with(page, "Und gleich danach")).to_have_count(1)
    said = page.locator("[data-log] > [data-message] [data-part=body]").all_inner_texts()
    assert said[-2:] == ["Zu früh gesagt", "Und gleich danach"]
    expect(page.locator("[data-outbox] .message")).to_have_count(0)
    watch = windows.watches[0]
    watch.faults = [one for one in watch.faults if "429" not in one]


def test_who_takes_back_what_waits_writes_on_at_once(windows: Windows) -> None:
    page = windows.open(MEMBER)
    page.goto(ROOM)
    page.locator("[data-entered]").wait_for(state="attached")
    late = TOO_EARLY | {"retry_after": 300}
    page.route("**/messages", lambda route: route.fulfill(status=429, json=late), times=1)
    page.locator("#body").fill("Doch nicht so")
    page.locator("#body").press("Enter")
    page.locator("[data-outbox] [data-take-back]").click()
    expect(page.locator("#body")).to_have_value("Doch nicht so")
    page.locator("#body").fill("Sondern so")
    page.locator("#body").press("Enter")
    expect(message_with(page, "Sondern so")).to_have_count(1)
    watch = windows.watches[0]
    watch.faults = [one for one in watch.faults if "429" not in one]
