"""The question about personal data, answered by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.barriers import barriers_on
from tests.browser.conftest import Windows
from tests.browser.keyboard import Keyboard
from tests.browser.people import BEARER
from tests.browser.stage import begin_thread

pytestmark = pytest.mark.browser

TEXT = """Frau K. hat die 03581 / 123456.

- [x] Gefragt

@milena_krahl weiß[^1], was in #soziokultur steht.

[^1]: Seit gestern.

:::details Mehr
Dazu"""


def test_an_author_looks_again_at_what_is_personal_and_decides(windows: Windows) -> None:
    page = windows.open(BEARER)
    page.goto(f"/threads/{begin_thread(page, 'soziokultur', 'Wen rufen wir an?')}")
    keys = Keyboard(page)
    keys.walk_to("textarea#body")
    page.locator("#body").fill(TEXT)
    keys.press("Control+Enter")
    note = page.locator("#personal-data")
    expect(note).to_be_focused()
    expect(note).to_contain_text("Telefonnummer: 03581 / 123456")
    assert barriers_on(page) == []
    keys.walk_to("#personal-data a", text="Text ändern")
    keys.press("Enter")
    expect(page.locator("textarea#body")).to_be_focused()
    keys.press("Control+Home")
    keys.type("Mit ihrem Einverständnis: ")
    keys.press("Control+Enter")
    expect(note).to_be_focused()
    keys.walk_to("#personal-data button", text="Trotzdem veröffentlichen")
    keys.press("Enter")
    page.wait_for_url("**#post-*")
    expect(page.get_by_text("Mit ihrem Einverständnis: Frau K.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Gefragt")).to_be_checked()
    assert barriers_on(page) == []
