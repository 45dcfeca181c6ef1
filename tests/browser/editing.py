"""What editors of letters do in the browser: a date, and a newsletter tried and not sent yet."""

from playwright.sync_api import Page

from forum.digests.weeks import Week
from forum.kernel import clock


def edit_letters(editor: Page) -> dict[str, str]:
    """Write a newsletter and send it to oneself; return what names it, and what else there is."""
    editor.goto("/occasions")
    occasion = editor.locator("#main .quick-tool").first.get_attribute("href") or ""
    editor.goto("/newsletters")
    sent = editor.locator("#main .desk-row a").first.get_attribute("href") or ""
    editor.goto("/newsletters/new")
    editor.locator("#subject").fill("Fachtag im Frühjahr")
    editor.locator("#body").fill("Guten Tag,\n\nder **Fachtag** ist im März.")
    editor.locator("[data-publish]").click()
    editor.wait_for_url("**/newsletters/*")
    draft = editor.url.rsplit("/", 1)[-1]
    editor.locator("#main form[action$='/try'] button").click()
    editor.locator(".notice--success").wait_for()
    editor.goto("/delivery/people?q=thilo")
    reader = editor.locator("#main .desk-row a").first.get_attribute("href") or ""
    return {
        "reader": reader.rsplit("/", 1)[-1],
        "week": Week.of(clock.now().date()).later(1).key,
        "occasion": occasion.split("/")[2],
        "newsletter": sent.rsplit("/", 1)[-1],
        "newsletter_draft": draft,
    }
