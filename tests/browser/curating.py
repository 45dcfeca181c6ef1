"""A summary, a suggested edit and a collection, made in the browser."""

from playwright.sync_api import Page


def curate(admin: Page, member: Page, thread: str, other: str) -> tuple[str, str]:
    """Sum the thread up twice, suggest an edit, put both threads into a collection.

    Return the public ids of the suggestion and of the collection.
    """
    for text in ("Es geht um den Schlüssel.", "Offen ist, wer abschließt (#1).\n\nGeklärt: wann."):
        admin.goto(f"/threads/{thread}/summary")
        admin.locator("#body").fill(text)
        admin.locator("[data-publish]").click()
        admin.locator("#summary").wait_for()
    member.goto(f"/threads/{thread}/suggestions/new")
    member.locator("#body").fill("Offen ist, wer haftet (#1).\n\nGeklärt: wann und wo.")
    member.locator("[data-publish]").click()
    member.wait_for_url("**/edit-suggestions/*")
    admin.goto("/channels/kinder-jugend/collections/new")
    admin.locator("#title").fill("Offene Türen")
    admin.locator("#body").fill("Wer einen Treff *öffnet*, beginnt hier.")
    admin.locator("[data-publish]").click()
    admin.wait_for_url("**/collections/*/entries")
    for number, public_id in enumerate((thread, other), start=1):
        admin.locator("#address").fill(f"/threads/{public_id}")
        admin.locator("button[value=add]").click()
        admin.locator(".dossier > li").nth(number - 1).wait_for()
    suggestion = member.url.rsplit("/", 1)[-1]
    return suggestion, admin.url.split("/collections/")[1].split("/")[0]
