"""A chat hour begins and ends on the page of a room that is open."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.barriers import barriers_on
from tests.browser.chatting import plan_chat_hour
from tests.browser.conftest import Windows
from tests.browser.people import ADMIN, MEMBER

pytestmark = pytest.mark.browser

CHANNEL = "beteiligung"
TITLE = "Räume für alle"
LOOKED_AT_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


def answered_as_running(page: Page) -> None:
    """Let the hub's next answer be what it is when the hour has begun."""

    def change(route: Route) -> None:
        answer = route.fetch()
        running = answer.text().replace("data-hour=", 'data-running data-hour="now" data-was=')
        route.fulfill(response=answer, body=running)

    page.route("**/chat/hours/_now", change, times=1)


def test_an_open_page_says_once_that_an_hour_begins_and_that_it_is_over(windows: Windows) -> None:
    host, reader = windows.open(ADMIN), windows.open(MEMBER)
    hour = plan_chat_hour(host, CHANNEL, TITLE)
    reader.goto(f"/channels/{CHANNEL}/chat")
    shown, told = reader.locator("[data-hour-part]"), reader.locator("[data-hour-told]")
    expect(shown.get_by_role("link", name=TITLE)).to_be_visible()
    expect(told).to_have_attribute("role", "status")
    expect(told).to_be_empty()
    reader.locator("#body").fill("Ein halber Satz")
    answered_as_running(reader)
    reader.evaluate(LOOKED_AT_AGAIN)
    expect(told).to_have_text(f"Die Chatstunde „{TITLE}“ hat begonnen.")
    expect(reader.locator("#body")).to_be_focused()
    expect(reader.locator("#body")).to_have_value("Ein halber Satz")
    assert barriers_on(reader) == []
    host.goto(f"/chat-hours/{hour}")
    host.locator("form[action$='/call-off'] button").click()
    expect(host.locator("form[action$='/call-off']")).to_have_count(0)
    reader.evaluate(LOOKED_AT_AGAIN)
    expect(told).to_have_text(f"Die Chatstunde „{TITLE}“ ist vorbei.")
    expect(shown.get_by_role("link", name=TITLE)).to_have_count(0)
