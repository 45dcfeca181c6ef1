"""The letters the hub has written, read as a person reads them: on the outbox page."""

import time
from urllib.parse import urlsplit

from playwright.sync_api import Page

_SECONDS_TO_ARRIVE = 60


def link_in_letter(page: Page, recipient: str, *, path: str, subject: str = "") -> str:
    """Wait for a letter to the recipient with a link that begins with this path; return its path.

    The worker writes letters, so one may take a moment. Several kinds of letter may hold such a
    link; part of the subject tells which is meant.
    """
    deadline = time.monotonic() + _SECONDS_TO_ARRIVE
    while time.monotonic() < deadline:
        page.goto("/outbox")
        rows = page.locator("#main .sign-in", has_text=recipient)
        titles = rows.locator("a", has_text=subject)
        for address in titles.evaluate_all("all => all.map(one => one.href)"):
            page.goto(address)
            for link in page.locator("#main pre a").evaluate_all("all => all.map(one => one.href)"):
                found = str(urlsplit(link).path)
                if found.startswith(path):
                    return found
        time.sleep(0.3)
    raise AssertionError(f"no letter to {recipient} with a link to {path}…")
