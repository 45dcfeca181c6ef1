"""The whole way from the door to one's own words, without a mouse."""

import pytest
from playwright.sync_api import expect

from forum.cli.examples import PASSWORD
from tests.browser.conftest import Windows
from tests.browser.keyboard import Keyboard, expect_focus_inside
from tests.browser.people import BEARER, GUEST, MEMBER
from tests.browser.stage import begin_thread

pytestmark = pytest.mark.browser


def test_a_member_writes_changes_and_removes_a_reply_by_keyboard(windows: Windows) -> None:
    page = windows.open(GUEST)
    keys = Keyboard(page)
    _enter(keys)
    _go_to_thread(keys)
    keys.walk_to("textarea#body")
    keys.type("Wir haben den Vertrag auf drei Jahre geschlossen.")
    keys.walk_to("button[data-publish]")
    post = _follow_to_post(keys)
    expect(page.locator(post)).to_contain_text("drei Jahre")
    _choose(keys, post, "Bearbeiten")
    keys.walk_to("textarea#body")
    keys.press("Control+End")
    keys.type(" Mit Option auf zwei weitere.")
    keys.walk_to("button[data-publish]")
    assert _follow_to_post(keys) == post
    expect(page.locator(post)).to_contain_text("Option auf zwei weitere")
    _choose(keys, post, "Entfernen")
    keys.walk_to("button", text="Beitrag entfernen")
    assert _follow_to_post(keys) == post
    expect(page.locator(f"{post}.post--removed")).to_be_visible()
    expect(page.get_by_text("drei Jahre")).to_have_count(0)


def _enter(keys: Keyboard) -> None:
    page = keys.page
    page.goto("/")
    keys.walk_to(".skip")
    keys.press("Enter")
    expect_focus_inside(page, "#main")
    page.goto("/")
    keys.walk_to("header a", text="Anmelden")
    keys.press("Enter")
    page.wait_for_url("**/sign-in*")
    keys.walk_to("#email")
    keys.type(f"{BEARER}@example.org")
    keys.walk_to("#password")
    keys.type(PASSWORD)
    keys.press("Enter")
    page.wait_for_url("**/")


def _go_to_thread(keys: Keyboard) -> None:
    keys.walk_to("nav a", text="Begegnungsorte")
    keys.press("Enter")
    keys.page.wait_for_url("**/channels/begegnungsorte")
    keys.walk_to(".thread-row__title a", text="Ladenlokal")
    keys.press("Enter")
    keys.page.wait_for_url("**/threads/*")


def _follow_to_post(keys: Keyboard) -> str:
    """Press the button in focus; return the selector of the post that has the focus then."""
    keys.press("Enter")
    keys.page.wait_for_url("**#post-*")
    post = "#" + keys.page.url.rsplit("#", 1)[-1]
    expect_focus_inside(keys.page, post)
    return post


def _choose(keys: Keyboard, post: str, words: str) -> None:
    """Open the menu of a post and follow an entry."""
    keys.walk_to(f"{post} summary")
    keys.press("Enter")
    keys.walk_to(f"{post} .menu__sheet a", text=words)
    keys.press("Enter")
    keys.page.wait_for_url("**/posts/**")


def test_control_and_enter_publish(windows: Windows) -> None:
    page = windows.open(BEARER)
    page.goto(f"/threads/{begin_thread(page, 'soziokultur', 'Geht es ohne Maus?')}")
    page.locator("#body").fill("Es geht.")
    page.locator("#body").press("Control+Enter")
    page.wait_for_url("**#post-*")
    expect(page.get_by_text("Es geht.")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/channels", "/settings/profile", "/sign-up"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_focus_is_seen_on_every_stop(windows: Windows, path: str, width: int) -> None:
    page = windows.open(GUEST if path == "/sign-up" else MEMBER, width=width)
    page.goto(path)
    Keyboard(page).walk_to("footer li:last-child a", text="English")


def test_a_menu_closes_with_escape_and_gives_the_focus_back(windows: Windows) -> None:
    page = windows.open(MEMBER)
    page.goto("/")
    keys = Keyboard(page)
    keys.walk_to("header summary")
    keys.press("Enter")
    keys.walk_to("header .menu__item", text="Einstellungen")
    keys.press("Escape")
    expect(page.locator("header details[open]")).to_have_count(0)
    expect(page.locator("header summary")).to_be_focused()


def test_the_drawer_of_a_phone_opens_leads_and_closes(windows: Windows) -> None:
    page = windows.open(MEMBER, width=390)
    page.goto("/")
    opener = page.locator(".bar [data-drawer]")
    opener.click()
    drawer = page.get_by_role("dialog", name="Kanäle")
    expect(drawer).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    drawer.get_by_role("button", name="Schließen").click()
    expect(drawer).to_be_hidden()
    opener.click()
    drawer.get_by_role("link", name="Begegnungsorte").click()
    expect(page).to_have_url(f"{page.url.split('/channels')[0]}/channels/begegnungsorte")


def test_the_tabs_of_the_editor_obey_the_arrow_keys(windows: Windows) -> None:
    page = windows.open(MEMBER)
    page.goto("/channels/beteiligung/threads/new")
    keys = Keyboard(page)
    keys.walk_to("[role=tab][aria-selected=true]")
    keys.press("ArrowRight")
    expect(page.get_by_role("tab", name="Vorschau")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Vorschau")).to_be_visible()
    keys.press("ArrowLeft")
    expect(page.get_by_role("tabpanel", name="Schreiben")).to_be_visible()
