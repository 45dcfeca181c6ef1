"""Finding something again: by keyboard with suggestions, and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.barriers import barriers_on
from tests.browser.conftest import Windows
from tests.browser.keyboard import Keyboard
from tests.browser.people import MEMBER

pytestmark = pytest.mark.browser


def test_a_member_finds_a_thread_by_keyboard(windows: Windows) -> None:
    page = windows.open(MEMBER)
    page.goto("/")
    keys = Keyboard(page)
    keys.press("/")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    keys.type("ladenl")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Ladenlokal")
    assert barriers_on(page) == []
    keys.press("Escape")
    expect(options).to_have_count(0)
    keys.type("o")
    expect(options.first).to_be_visible()
    keys.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", re.compile("-0$"))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ladenlokal")


def test_a_slash_in_a_text_is_a_slash(windows: Windows) -> None:
    page = windows.open(MEMBER)
    page.goto("/search")
    field = page.get_by_role("combobox")
    field.focus()
    page.keyboard.type("und/oder")
    expect(field).to_have_value("und/oder")


def test_a_member_searches_and_filters_without_scripts(windows: Windows) -> None:
    page = windows.open(MEMBER, javascript=False)
    page.goto("/")
    page.get_by_role("searchbox").fill("foerderung ungelöst nach:2020")
    page.get_by_role("banner").get_by_role("button", name="Suche").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Suche")
    page.locator("#main").get_by_role("link", name="ungelöst").click()
    page.get_by_role("link", name="nach 2020").click()
    expect(page).to_have_url(re.compile(r"/search\?q=foerderung$"))
    expect(page.locator("mark").first).to_have_text(re.compile("Förderung"))
    page.get_by_role("link", name="Neueste zuerst").click()
    page.locator(".search-results a[href^='/posts/']").first.click()
    expect(page).to_have_url(re.compile(r"/threads/.+#post-"))


def test_the_bar_of_a_phone_leads_to_the_search(windows: Windows) -> None:
    page = windows.open(MEMBER, width=390)
    page.goto("/")
    page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Suche").click()
    expect(page.get_by_role("combobox")).to_be_visible()
