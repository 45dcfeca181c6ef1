"""What happens on an open page while others write: it arrives, and nothing that is read moves."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers_on
from tests.browser.conftest import Windows
from tests.browser.people import BEARER, MEMBER, MODERATOR
from tests.browser.stage import answer, begin_thread

pytestmark = pytest.mark.browser

LONG = "\n\n".join(f"Absatz {number}: Was uns im Quartier begegnet ist." for number in range(40))


def connected(page: Page, thread: str) -> None:
    """Open a thread, and wait until the hub knows that it is read."""
    page.goto(f"/threads/{thread}")
    page.locator("[data-joined]").wait_for(state="attached")


def top_of(page: Page, selector: str) -> float:
    return float(page.locator(selector).first.evaluate("one => one.getBoundingClientRect().top"))


def test_a_reply_arrives_and_nothing_that_is_read_moves(windows: Windows) -> None:
    reader, writer = windows.open(MEMBER), windows.open(MODERATOR)
    thread = begin_thread(reader, "plattform-hilfe", "Kommen Antworten von selbst?")
    answer(reader, thread, LONG)
    connected(reader, thread)
    reader.evaluate("window.scrollTo(0, 300)")
    before = top_of(reader, "article.post:nth-of-type(2)")
    answer(writer, thread, "Ja, ohne dass man neu lädt.")
    new = reader.get_by_role("article").filter(has_text="ohne dass man neu lädt")
    expect(new).to_have_count(1)
    bar = reader.get_by_role("button", name="Eine neue Antwort")
    expect(bar).to_be_visible()
    expect(reader.locator("[data-live-news]")).to_have_text("Eine neue Antwort")
    assert top_of(reader, "article.post:nth-of-type(2)") == pytest.approx(before, abs=1)
    assert barriers_on(reader) == []
    with reader.expect_response("**/read") as noted:
        bar.click()
    assert noted.value.status == 204
    assert "number=3" in (noted.value.request.post_data or "")
    expect(new).to_be_focused()
    expect(bar).to_be_hidden()


def test_who_writes_a_reply_keeps_place_words_and_focus(windows: Windows) -> None:
    reader, writer = windows.open(MEMBER), windows.open(MODERATOR)
    thread = begin_thread(reader, "plattform-hilfe", "Darf man in Ruhe schreiben?")
    answer(reader, thread, LONG)
    connected(reader, thread)
    # As in a browser that does not keep the place by itself.
    reader.evaluate("document.body.style.overflowAnchor = 'none'")
    reader.locator("#body").fill("Ein halber Satz")
    reader.locator("#body").scroll_into_view_if_needed()
    before = top_of(reader, "#body")
    post = answer(writer, thread, LONG)
    expect(reader.locator(f"#post-{post}")).to_have_count(1)
    assert top_of(reader, "#body") == pytest.approx(before, abs=1)
    expect(reader.locator("#body")).to_be_focused()
    expect(reader.locator("#body")).to_have_value("Ein halber Satz")
    # A post that is taken away becomes a tombstone where it stands.
    writer.goto(f"/posts/{post}/remove")
    writer.locator("#main form button[type=submit]").first.click()
    expect(reader.locator(f"#post-{post}")).to_have_class(re.compile("post--removed"))
    assert top_of(reader, "#body") == pytest.approx(before, abs=1)


def test_what_came_while_one_was_offline_is_there_afterwards(windows: Windows) -> None:
    reader, writer = windows.open(BEARER), windows.open(MEMBER)
    thread = begin_thread(writer, "beteiligung", "Und wenn die Verbindung abreißt?")
    connected(reader, thread)
    watch = windows.watches[0]
    reader.context.set_offline(True)
    first = answer(writer, thread, "Geschrieben, während niemand hören konnte.")
    second = answer(writer, thread, "Und noch eine.")
    reader.context.set_offline(False)
    expect(reader.locator(f"#post-{first}")).to_have_count(1)
    expect(reader.locator(f"#post-{second}")).to_have_count(1)
    expect(reader.locator("article.post")).to_have_count(3)
    # The console of a browser that is offline says so.
    watch.faults = [one for one in watch.faults if "ERR_INTERNET_DISCONNECTED" not in one]
