"""Who looks at the pages: a guest, or one of the example people."""

from playwright.sync_api import Browser, Page, StorageState

from forum.cli.examples import PASSWORD
from tests.browser.hub import Hub

GUEST = "guest"
MEMBER = "mitglied"
MODERATOR = "moderation"
ADMIN = "admin"
BEARER = "thilo"
AUTHORITY = "behoerde"


class Doors:
    """Signs people in, each once per hub; a page opened later takes the cookies over."""

    def __init__(self, hub: Hub, browser: Browser) -> None:
        self._hub = hub
        self._browser = browser
        self._cookies: dict[str, StorageState] = {}

    def cookies_of(self, person: str) -> StorageState | None:
        """Return the cookies of somebody who is signed in; a guest has none."""
        if person == GUEST:
            return None
        if person not in self._cookies:
            context = self._browser.new_context(base_url=self._hub.address, locale="de-DE")
            page = context.new_page()
            sign_in(page, person)
            self._cookies[person] = context.storage_state()
            context.close()
        return self._cookies[person]


def sign_in(page: Page, person: str, *, password: str = PASSWORD) -> None:
    """Fill in the form at the door."""
    page.goto("/sign-in")
    page.locator("#email").fill(person if "@" in person else f"{person}@example.org")
    page.locator("#password").fill(password)
    page.locator("#main form button[type=submit]").click()
    page.wait_for_url("**/")
