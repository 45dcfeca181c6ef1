"""A peer consultation in two browsers: the phases go on for both, and nobody reloads."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers_on
from tests.browser.chatting import message_with
from tests.browser.conftest import Windows
from tests.browser.people import BEARER, MEMBER, MODERATOR

pytestmark = pytest.mark.browser


def begin(moderator: Page, name: str) -> str:
    """Begin one in which Thilo Brandner brings the case; return its address."""
    moderator.goto("/consultations/new")
    moderator.locator("#name").fill(name)
    moderator.locator("#find").fill("@milena_krahl @thilo_brandner")
    moderator.locator("#main form button:not([name])").last.click()
    moderator.wait_for_url(re.compile(r"/consultations/(?!new)[^/]+$"))
    role = moderator.locator("form[action$='/people/thilo_brandner']")
    role.locator("select").select_option("giver")
    role.get_by_role("button").click()
    expect(moderator.get_by_text("Bringt den Fall ein ·")).to_be_visible()
    return moderator.url


def promise(page: Page, address: str) -> None:
    page.goto(address)
    for rule in page.locator("[name=rule]").all():
        rule.check()
    page.locator("form[action$='/promise'] button").click()
    page.wait_for_url(re.compile(r"/chat/"))


def go_on(page: Page) -> None:
    page.locator("button[name=way][value=on]").click()


def test_the_bar_moves_for_everybody_and_says_who_has_the_floor(windows: Windows) -> None:
    moderator, giver, adviser = (windows.open(one) for one in (MODERATOR, BEARER, MEMBER))
    address = begin(moderator, "Ein Vorhaben, das stockt")
    promise(moderator, address)
    promise(giver, address)
    go_on(moderator)
    # One has not promised yet: it is said, and nothing moves.
    expect(moderator.get_by_text("Noch nicht alle haben", exact=False)).to_be_visible()
    expect(giver.locator(".phases__now")).to_contain_text("Phase 1 von 6")
    promise(adviser, address)
    adviser.locator("#body").fill("Ein halber Gedanke")
    go_on(moderator)
    for page in (giver, adviser):
        expect(page.locator(".phases__now")).to_contain_text("Phase 2 von 6")
        expect(message_with(page, "Spontanerzählung")).to_have_count(1)
        assert barriers_on(page) == []
    expect(giver.locator(".phases__floor")).to_contain_text("Sie haben das Wort")
    expect(adviser.locator(".phases__floor")).to_contain_text("Sie hören zu")
    expect(adviser.locator("[data-phase-told]")).to_contain_text("Spontanerzählung")
    # What was begun stays where it is, and the hub says why it cannot be sent now.
    adviser.locator("#body").press("Enter")
    expect(adviser.locator("[data-outbox] .message")).to_contain_text("haben andere das Wort")
    adviser.locator("[data-floor-changed]").click()
    expect(adviser.locator("#body")).to_have_count(0)
    watch = windows.watches[2]
    watch.faults = [one for one in watch.faults if "403" not in one]
