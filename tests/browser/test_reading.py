"""Saying thanks, keeping a post and finding it again: by keyboard, and without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers_on
from tests.browser.conftest import Windows
from tests.browser.keyboard import Keyboard
from tests.browser.people import ADMIN, MEMBER
from tests.browser.stage import first_thread

pytestmark = pytest.mark.browser


def test_a_member_thanks_and_keeps_a_post_by_keyboard(windows: Windows) -> None:
    page = windows.open(ADMIN)
    thread = first_thread(page, "begegnungsorte")
    page.goto(f"/threads/{thread}")
    keys = Keyboard(page)
    page.locator("article.post").first.focus()
    keys.walk_to(".reaction[value=thanks]")
    where = page.evaluate("scrollY")
    keys.press("Enter")
    thanks = page.locator(".reaction[value=thanks]").first
    expect(thanks).to_have_attribute("aria-pressed", "true")
    expect(thanks).to_be_focused()
    assert page.evaluate("scrollY") == where
    assert barriers_on(page) == []
    keys.press("Enter")
    expect(page.locator(".reaction[value=thanks]").first).to_have_attribute("aria-pressed", "false")
    _keep(keys)
    _find_and_remove(page)


def test_a_member_thanks_and_narrows_a_list_without_scripts(windows: Windows) -> None:
    page = windows.open(MEMBER, javascript=False)
    page.goto(f"/threads/{first_thread(page, 'ankuendigungen')}")
    page.locator("button.reaction[value=helpful]").first.click()
    mine = page.locator("button.reaction[value=helpful]").first
    expect(mine).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile("#post-"))
    page.get_by_text("Von wem?").first.click()
    expect(page.locator(".reactions__who dd").first).to_contain_text(re.compile(r"\w+"))
    mine.click()
    page.goto("/threads")
    page.get_by_label("Stadt", exact=True).select_option("stadt-loebau")
    page.get_by_label("Reihenfolge").select_option("newest")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page).to_have_url(re.compile(r"/threads\?city=stadt-loebau&sort=newest$"))
    expect(page.locator(".thread-row").first).to_contain_text("Löbau")


def _keep(keys: Keyboard) -> None:
    page = keys.page
    page.locator("article.post").first.focus()
    keys.walk_to("article.post .menu--tools > summary")
    keys.press("Enter")
    keys.walk_to("a.menu__item", text="Merken")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Diesen Beitrag merken")
    keys.walk_to("#note")
    keys.type("Für den Jahresbericht")
    keys.walk_to("input[name=reminder]")
    keys.press("ArrowDown")
    keys.walk_to("button[type=submit]", text="Merken")
    keys.press("Enter")
    expect(page.locator(".flashes .notice--success")).to_contain_text("Merkliste")
    # Back at the post, which has no outline but a bar beside it: from there on Tab goes on.
    page.locator("main a, main button").first.focus()
    keys.walk_to(".navigation__link", text="Merkliste")
    keys.press("Enter")


def _find_and_remove(page: Page) -> None:
    row = page.locator(".bookmark", has_text="Für den Jahresbericht")
    expect(row).to_contain_text("Erinnerung")
    page.get_by_role("link", name="Mit Erinnerung").click()
    expect(row).to_be_visible()
    row.get_by_role("button", name="Entfernen").click()
    expect(row).to_have_count(0)
