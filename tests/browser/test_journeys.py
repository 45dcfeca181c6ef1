"""What scripts add: nothing written is lost, and nothing happens twice."""

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import Windows
from tests.browser.hub import Hub
from tests.browser.people import BEARER, GUEST, MEMBER, MODERATOR
from tests.browser.stage import answer, begin_thread

pytestmark = pytest.mark.browser


def menu(page: Page) -> Page:
    """Open the reader's own menu."""
    page.locator("header .menu__handle").click()
    return page


def test_a_draft_is_saved_while_one_writes_and_survives_a_reload(windows: Windows) -> None:
    page = windows.open(MEMBER)
    thread = begin_thread(page, "plattform-hilfe", "Wie sichert die Seite meinen Text?")
    page.goto(f"/threads/{thread}")
    page.locator("#body").fill("Ein Gedanke, noch nicht zu Ende")
    expect(page.locator("[data-state]")).to_have_text(re.compile(r"Gespeichert \d\d:\d\d Uhr"))
    page.reload()
    expect(page.locator("#body")).to_have_value("Ein Gedanke, noch nicht zu Ende")
    page.locator("[data-publish]").click()
    page.wait_for_url("**#post-*")
    expect(page.locator("#body")).to_have_value("")


def test_the_preview_shows_what_will_be_published(windows: Windows) -> None:
    page = windows.open(MEMBER)
    page.goto("/channels/plattform-hilfe/threads/new")
    page.get_by_role("tab", name="Vorschau").click()
    expect(page.locator("[data-preview]")).to_have_text("Noch nichts geschrieben.")
    page.get_by_role("tab", name="Schreiben").click()
    page.locator("#body").fill("Eine **wichtige** Frage\n\n- eins\n- zwei")
    page.get_by_role("tab", name="Vorschau").click()
    expect(page.locator("[data-preview] strong")).to_have_text("wichtige")
    expect(page.locator("[data-preview] li")).to_have_count(2)
    expect(page.locator("#body")).to_be_hidden()


def test_a_double_click_makes_one_post(windows: Windows) -> None:
    page = windows.open(MEMBER)
    thread = begin_thread(page, "plattform-hilfe", "Zweimal gedrückt, einmal gemeint?")
    page.goto(f"/threads/{thread}")
    page.locator("#body").fill("Das steht hier einmal.")
    page.locator("[data-publish]").dblclick()
    page.wait_for_url("**#post-*")
    page.goto(f"/threads/{thread}")
    expect(page.get_by_text("Das steht hier einmal.")).to_have_count(1)


def test_two_who_edit_the_same_post_see_both_versions(windows: Windows) -> None:
    author, moderator = windows.open(MEMBER), windows.open(MODERATOR)
    thread = begin_thread(author, "beteiligung", "Wer ändert zuerst?")
    post = answer(author, thread, "Der Anfang.")
    author.goto(f"/posts/{post}/edit")
    moderator.goto(f"/posts/{post}/edit")
    author.locator("#body").fill("Der Anfang, von mir ergänzt.")
    author.locator("[data-publish]").click()
    author.wait_for_url("**#post-*")
    moderator.locator("#body").fill("Der Anfang, von der Moderation gekürzt.")
    moderator.locator("[data-publish]").click()
    expect(moderator.get_by_role("alert")).to_contain_text("Nichts ist verloren")
    expect(moderator.locator("#body")).to_have_value("Der Anfang, von der Moderation gekürzt.")
    expect(moderator.locator("textarea[readonly]")).to_have_value("Der Anfang, von mir ergänzt.")
    moderator.locator("#body").fill("Der Anfang, von beiden.")
    moderator.locator("[data-publish]").click()
    moderator.wait_for_url("**#post-*")
    expect(moderator.locator(f"#post-{post}")).to_contain_text("von beiden")


def test_a_reader_sees_what_is_new_and_reads_on_there(windows: Windows, hub: Hub) -> None:
    reader, writer = windows.open(BEARER), windows.open(MEMBER)
    thread = begin_thread(reader, "demokratie-konflikt", "Wie beginnt ein schwieriges Gespräch?")
    reader.goto("/channels")  # on the page of the thread, answers would arrive and be read
    for number in range(21):
        answer(writer, thread, f"Antwort {number + 2}")
    hub.let_an_hour_pass()
    reader.goto("/")
    row = reader.locator(".thread-row", has_text="schwieriges Gespräch").first
    expect(row.locator(".thread-row__new")).to_have_text("21 neu")
    expect(reader).to_have_title(re.compile(r"^\(\d+\) "))
    row.locator("h3 a").click()
    expect(reader.locator("#new")).to_have_text("Neu seit Ihrem letzten Besuch")
    hub.let_an_hour_pass()
    reader.goto(f"/threads/{thread}")
    reader.get_by_role("link", name="Bei Beitrag 21 weiterlesen").click()
    expect(reader.locator("article.post")).to_have_count(2)
    reader.goto("/")
    expect(reader.locator(".thread-row__new", has_text="21 neu")).to_have_count(0)


def test_colours_and_language_stay_as_chosen(windows: Windows) -> None:
    page = windows.open("yara")
    page.goto("/channels")
    menu(page).locator("header button[value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.wait_for_load_state("networkidle")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    menu(page).locator("header").get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/channels")
    expect(page.get_by_role("heading", level=1)).to_have_text("Channels")
    menu(page).locator("header").get_by_role("link", name="Deutsch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kanäle")


def test_a_guest_chooses_a_language_too(windows: Windows) -> None:
    page = windows.open(GUEST, locale="en-GB")
    page.goto("/sign-in")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("footer").get_by_role("link", name="Deutsch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    page.goto("/contact")
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_the_cities_are_narrowed_while_one_types(windows: Windows) -> None:
    page = windows.open(MEMBER)
    page.goto("/")
    fold = page.locator("nav [data-filter]")
    fold.locator("summary").click()
    field = fold.locator("input")
    field.fill("loeb")
    expect(fold.locator("li:visible")).to_have_count(1)
    field.fill("nirgendwo")
    expect(fold.get_by_role("status")).to_have_text("Keine Stadt mit diesem Namen.")
    field.fill("görl")
    field.press("Enter")
    expect(page).to_have_url(re.compile("/channels/stadt-goerlitz$"))


def test_unsaved_words_are_not_left_without_a_question(windows: Windows) -> None:
    page = windows.open(MEMBER)
    page.goto("/channels/plattform-hilfe/threads/new")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator("#body").press_sequentially("Halb geschrieben")
    page.locator("header .header__name").click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(page.locator("#body")).to_have_value("Halb geschrieben")


def test_a_refused_form_says_what_is_missing_and_moves_the_focus_there(windows: Windows) -> None:
    page = windows.open(GUEST)
    page.goto("/sign-up")
    page.evaluate("document.querySelector('#main form').noValidate = true")
    page.locator("#main form button[type=submit]").click()
    summary = page.locator(".summary")
    expect(summary).to_be_focused()
    summary.locator("a").first.click()
    expect(page.locator("#name")).to_be_focused()
    expect(page.locator("#name")).to_have_attribute("aria-invalid", "true")
