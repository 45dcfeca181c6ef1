"""A picture in a post, from the form to the reader and out again, in a browser without scripts."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Windows
from tests.browser.people import BEARER, GUEST, MEMBER
from tests.browser.stage import PICTURE, attach, begin_thread

pytestmark = pytest.mark.browser

LOADED = "picture => picture.complete && picture.naturalWidth"


def width_of(picture: Locator) -> int:
    """Return how many pixels the browser has loaded."""
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    return int(picture.evaluate(LOADED))


def test_a_picture_is_attached_read_by_others_and_taken_out_again(windows: Windows) -> None:
    page = windows.open(MEMBER, javascript=False)
    thread = begin_thread(page, "plattform-hilfe", "Wie zeige ich Ihnen unseren Hof?")
    attach(page, thread, ("IMG_4711.JPG.png", "image/jpeg", PICTURE), "Der Hof im Mai")
    reader = windows.open(BEARER, javascript=False)
    reader.goto(f"/threads/{thread}")
    picture = reader.get_by_role("img", name="Der Hof im Mai")
    assert width_of(picture) == 960
    expect(reader.locator(".attachments__facts")).to_contain_text("Nur für dieses Forum")
    address = reader.locator("a.picture").get_attribute("href") or ""
    assert windows.open(GUEST).request.get(address).status == 403
    page.goto("/settings/files")
    own = page.locator(".own-file", has_text="Wie zeige ich Ihnen unseren Hof?")
    own.locator("summary").click()
    expect(own.get_by_role("button", name="Datei löschen")).to_have_count(0)
    page.goto(f"/threads/{thread}")
    page.locator("article.post").last.locator(".menu--tools summary").click()
    page.locator("article.post").last.locator(".menu__sheet a", has_text="Bearbeiten").click()
    page.locator("#body").fill("Doch ohne Bild.")
    page.locator("[data-publish]").click()
    page.wait_for_url("**#post-*")
    page.goto("/settings/files")
    own = page.locator(".own-file", has_text="IMG_4711").first
    own.locator("summary").click()
    own.get_by_role("button", name="Datei löschen").click()
    expect(page.get_by_text("Die Datei ist gelöscht.")).to_be_visible()
    assert reader.request.get(address).status == 404
