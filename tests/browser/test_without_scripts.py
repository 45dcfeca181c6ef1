"""Everything a member needs works in a browser that runs no JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Windows
from tests.browser.letters import link_in_letter
from tests.browser.people import ADMIN, GUEST, MEMBER, sign_in
from tests.browser.stage import BEGUN, NEW_PASSWORD, confirm_address, last_post, press, sign_up

pytestmark = pytest.mark.browser

ADDRESS = "ohne-skript@example.org"
TITLE = "Offene Werkstatt: Wer leiht Werkzeug aus?"


def test_a_stranger_becomes_a_member_and_is_answered(windows: Windows) -> None:
    page = windows.open(GUEST, javascript=False)
    sign_up(page, ADDRESS, name="Selma Arnold")
    confirm_address(page, ADDRESS)
    _let_in(windows.open(ADMIN, javascript=False), "Selma Arnold")
    link_in_letter(page, ADDRESS, path="/sign-in")
    sign_in(page, ADDRESS, password=NEW_PASSWORD)
    thread = _begin_with_preview_and_draft(page)
    other = windows.open(MEMBER, javascript=False)
    other.goto(thread)
    _answer_with_quote(other)
    permalink = other.locator(".byline__time a").last.get_attribute("href") or ""
    page.goto(permalink)
    assert page.url.endswith(f"{thread}#post-{permalink.rsplit('/', 1)[-1]}")
    expect(page.locator("article.post").last).to_contain_text("Wir haben eine Liste")
    expect(page.locator("article.post").last.locator("blockquote")).to_contain_text("Bohrmaschine")


def _let_in(page: Page, name: str) -> None:
    page.goto("/approvals")
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name="Aufnehmen").click()
    page.goto("/approvals")
    expect(page.get_by_role("link", name=name)).to_have_count(0)


def _begin_with_preview_and_draft(page: Page) -> str:
    """Begin a thread; return its path."""
    page.goto("/channels/plattform-hilfe/threads/new")
    page.locator("#title").fill(TITLE)
    page.locator("#body").fill("Wir suchen eine **Bohrmaschine** für den Mai.")
    page.locator("button[value=preview]").click()
    expect(page.locator("[data-preview] strong")).to_have_text("Bohrmaschine")
    expect(page.locator("#title")).to_have_value(TITLE)
    page.locator("button[value=draft]").click()
    expect(page.locator(".notice--success")).to_be_visible()
    page.goto("/drafts")
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("#body")).to_have_value("Wir suchen eine **Bohrmaschine** für den Mai.")
    page.locator("[data-publish]").click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    page.goto("/drafts")
    expect(page.get_by_role("link", name=TITLE)).to_have_count(0)
    page.go_back()
    return "/threads/" + page.url.split("#")[0].rsplit("/", 1)[-1]


def _answer_with_quote(page: Page) -> None:
    page.locator("article.post").first.locator(".menu--tools summary").click()
    page.locator("article.post").first.locator(".menu__sheet a", has_text="Zitieren").click()
    body = page.locator("#body")
    expect(body).to_have_value(re.compile("^> .*Bohrmaschine", re.DOTALL | re.MULTILINE))
    body.fill(body.input_value() + "\n\nWir haben eine Liste mit 40 Geräten.")
    page.locator("[data-publish]").click()
    page.wait_for_url("**#post-*")
    assert page.url.endswith(last_post(page))


def test_a_double_click_without_scripts_makes_one_post(windows: Windows) -> None:
    page = windows.open(MEMBER, javascript=False)
    page.goto("/channels/plattform-hilfe")
    page.get_by_role("link", name="Gespräch beginnen").first.click()
    page.locator("#title").fill("Zweimal gedrückt")
    page.locator("#body").fill("Einmal gemeint.")
    page.locator("[data-publish]").dblclick()
    page.wait_for_url(BEGUN)
    page.goto("/channels/plattform-hilfe")
    expect(page.get_by_role("link", name="Zweimal gedrückt", exact=True)).to_have_count(1)


def test_a_city_is_found_by_the_form_of_the_overview(windows: Windows) -> None:
    page = windows.open(MEMBER, javascript=False)
    page.goto("/channels")
    page.locator("#city").fill("loebau")
    press(page)
    expect(page.locator("#cities")).to_contain_text("Löbau")
    expect(page.locator("#cities .city")).to_have_count(1)
