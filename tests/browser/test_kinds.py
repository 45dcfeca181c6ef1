"""A question is asked and solved by keyboard; a poll is voted in without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Windows
from tests.browser.keyboard import Keyboard
from tests.browser.people import BEARER, MEMBER
from tests.browser.stage import BEGUN, answer, begin_poll

pytestmark = pytest.mark.browser

TITLE = "Wer hat Vorlagen für Aushänge?"


def test_a_question_is_asked_and_solved_by_keyboard(windows: Windows) -> None:
    page = windows.open(MEMBER)
    keys = Keyboard(page)
    page.goto("/channels/oeffentlichkeitsarbeit")
    keys.walk_to("main a.button", text="Frage stellen")
    keys.press("Enter")
    page.wait_for_url("**/threads/new?kind=question")
    _look_at_kinds(keys)
    thread = _ask(keys)
    post = answer(windows.open(BEARER), thread, "Wir haben drei Vorlagen.")
    page.goto(f"/threads/{thread}")
    keys.walk_to(f"#post-{post} .quick-tool", text="Als Antwort annehmen")
    keys.press("Enter")
    page.wait_for_url(f"**#post-{post}")
    expect(page.locator(f"#post-{post}")).to_contain_text("Angenommene Antwort")
    expect(page.locator(".thread-head")).to_contain_text("Gelöst")
    page.goto(f"/threads/{thread}")
    keys.walk_to(".solved a", text="zur Antwort von")
    keys.press("Enter")
    page.wait_for_url(f"**#post-{post}")


def _look_at_kinds(keys: Keyboard) -> None:
    """See that the fields of a poll come with it and go with it."""
    page = keys.page
    keys.walk_to("input[name=kind]:checked")
    expect(page.locator("input[name=kind]:checked")).to_have_value("question")
    keys.press("ArrowDown")
    expect(page.locator("#options")).to_be_visible()
    keys.press("ArrowUp")
    expect(page.locator("#options")).to_be_hidden()


def _ask(keys: Keyboard) -> str:
    """Ask with a tag that is none, then with one; return the public id of the thread."""
    page = keys.page
    keys.walk_to("#title")
    keys.type(TITLE)
    keys.walk_to("#tags")
    keys.type("Pressearbeit")
    keys.walk_to("textarea#body")
    keys.type("Am liebsten zum Selbstausfüllen.")
    keys.walk_to("button[data-publish]")
    keys.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Meinten Sie „Öffentlichkeitsarbeit“?")
    expect(page.locator("#title")).to_have_value(TITLE)
    keys.walk_to("#tags")
    keys.press("Control+A")
    keys.type("Presse")
    keys.walk_to("button[data-publish]")
    keys.press("Enter")
    page.wait_for_url(BEGUN)
    expect(page.locator(".thread-head")).to_contain_text("Frage offen")
    expect(page.locator(".thread-head .tag")).to_have_text("Öffentlichkeitsarbeit")
    return page.url.rsplit("/", 1)[-1]


def test_a_poll_is_voted_in_changed_and_closed_without_scripts(windows: Windows) -> None:
    author = windows.open(MEMBER, javascript=False)
    thread = begin_poll(author, "plattform-hilfe", "Wann ist die Sprechstunde?")
    voter = windows.open(BEARER, javascript=False)
    voter.goto(f"/threads/{thread}")
    poll = voter.locator("#poll")
    expect(poll).to_contain_text("Niemand sieht, wer was gewählt hat")
    expect(poll.locator("meter")).to_have_count(0)
    poll.get_by_role("radio", name="An die Elbe").check()
    poll.get_by_role("button", name="Abstimmen").click()
    expect(poll).to_contain_text("1 Stimme, 100 %")
    expect(poll.get_by_role("meter", name=re.compile("An die Elbe"))).to_have_attribute(
        "value", "100"
    )
    poll.locator("summary").click()
    poll.get_by_role("radio", name="In die Berge").check()
    poll.get_by_role("button", name="Stimme ändern").click()
    expect(poll.locator(".poll__result").nth(1)).to_contain_text("Ihre Wahl")
    author.goto(f"/threads/{thread}")
    expect(author.locator("#poll meter")).to_have_count(0)
    author.get_by_role("link", name="Umfrage schließen").click()
    author.get_by_role("button", name="Umfrage schließen").click()
    expect(author.locator("#poll")).to_contain_text("Geschlossen:")
    expect(author.locator("#poll")).to_contain_text("1 Person hat abgestimmt.")
    voter.reload()
    expect(poll.get_by_role("button")).to_have_count(0)
