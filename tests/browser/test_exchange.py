"""A report on its way to being trusted, and moderation that can be answered."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Windows
from tests.browser.letters import link_in_letter
from tests.browser.people import ADMIN, BEARER, GUEST, MEMBER, MODERATOR
from tests.browser.stage import begin_thread, last_post

pytestmark = pytest.mark.browser

CONFIRMING = "gerd"
TITLE = "Leihladen im Treppenhaus: was neun Monate gezeigt haben"
PITFALLS = "Niemand hat aufgeschrieben, wer was ausgeliehen hat."
NEW_PITFALLS = f"{PITFALLS} Ein Heft am Haken hat das gelöst."
BEGIN = "form[action$='/review/begin'] button"
_SECONDS_TO_ARRIVE = 30


def test_a_report_goes_from_a_draft_to_being_confirmed_by_another_city(windows: Windows) -> None:
    author = windows.open(BEARER)
    report = _write_and_submit(author)
    _send_back(windows.open(MODERATOR), windows.open(ADMIN), report)
    _answer_and_submit_again(author, report)
    second = windows.open(ADMIN)
    _release(second, report)
    _vouch(second, report)
    other_city = windows.open(CONFIRMING)
    other_city.goto(report)
    thread = other_city.url
    other_city.locator("a[href$='/confirm']").click()
    other_city.locator("#reason").fill("Bei uns steht der Schrank im Waschhaus.")
    other_city.locator("#main form button[type=submit]").click()
    author.goto(thread)
    vouchers = author.locator(".report__vouchers")
    expect(vouchers).to_contain_text("Auenfeld (Beispiel)")
    expect(vouchers).to_contain_text("Gerd Pohlmann")
    expect(author.locator(".report__part--pitfalls")).to_contain_text("Ein Heft am Haken")


def test_a_notice_from_outside_ends_in_an_objection_that_is_upheld(windows: Windows) -> None:
    author, stranger = windows.open(MEMBER), windows.open(GUEST)
    begin_thread(author, "begegnungsorte", "Der Vermieter am Markt")
    path = f"/posts/{last_post(author)}"
    _give_notice(stranger, author.url)
    receipt = link_in_letter(stranger, "nachbarin@example.org", path="/notices/")
    _hide(windows.open(MODERATOR), "Der Vermieter am Markt")
    author.goto(path)
    expect(author.locator("#main")).to_contain_text("Das steht so nicht im Handelsregister.")
    statement = link_in_letter(author, "mitglied@example.org", path="/decisions/")
    # Without signing in: the link alone is enough for whom it concerns.
    outside = windows.open(GUEST)
    outside.goto(statement)
    expect(outside.locator("#main")).to_contain_text("Das steht so nicht im Handelsregister.")
    outside.locator("#text").fill("Der Eintrag ist öffentlich, ich habe ihn nachgereicht.")
    outside.locator("#main form button[type=submit]").click()
    _uphold(windows.open(ADMIN))
    outside.goto(statement)
    expect(outside.locator(".notice--success")).to_be_visible()
    author.goto(path)
    expect(author.get_by_role("heading", level=1)).to_have_text("Der Vermieter am Markt")
    expect(author.locator("article.post").first).to_contain_text("an zwei Abenden")
    stranger.goto(receipt)
    expect(stranger.get_by_role("heading", level=1)).to_be_visible()


def _write_and_submit(page: Page) -> str:
    """Fill in what is asked for, a step after the other; return the path of the report."""
    page.goto("/channels/begegnungsorte/reports/new")
    page.locator("#title").fill(TITLE)
    page.locator("#city").select_option(label="Lindenhain (Beispiel)")
    page.locator("#theme").select_option(index=1)
    _continue(page, "course")
    for field in ("situation", "goal", "approach"):
        page.locator(f"#{field}").fill("Im Treppenhaus steht ein Schrank mit Werkzeug für alle.")
    _continue(page, "outcome")
    page.locator("#outcome").fill("Vierzig Ausleihen im Monat, drei Dinge sind verschwunden.")
    page.locator("#pitfalls").fill(PITFALLS)
    _continue(page, "transfer")
    _continue(page, "summary")
    page.locator("#summary").fill("Ein Schrank, ein Schlüssel, ein Haus: leihen statt kaufen.")
    page.locator("button[name=intent][value=close]").click()
    page.wait_for_url(re.compile(r"/reports/\w+$"))
    page.locator("form[action$='/submit'] button").click()
    expect(page.locator(".flashes .notice--success")).to_be_visible()
    return "/reports/" + page.url.rsplit("/", 1)[-1]


def _continue(page: Page, section: str) -> None:
    page.locator("button[name=intent][value=next]").click()
    page.wait_for_url(f"**/edit/{section}")


def _open_review(page: Page, report: str) -> None:
    """Open the review once the case is there: the worker opens it."""
    deadline = time.monotonic() + _SECONDS_TO_ARRIVE
    begin = page.locator(BEGIN)
    while time.monotonic() < deadline:
        page.goto(f"{report}/review")
        if begin.count() and not page.locator(".icon use[href*=hourglass]").count():
            return
        time.sleep(0.3)
    raise AssertionError(f"no case about {report}")


def _send_back(first: Page, second: Page, report: str) -> None:
    _open_review(first, report)
    first.locator(BEGIN).click()
    second.goto(f"{report}/review")
    expect(second.locator("#main")).to_contain_text("Jonas Hartung")
    first.get_by_text("Anmerkung zu „Stolpersteine“").click()
    first.locator("#remark_pitfalls").fill("Wie haben Sie das gelöst?")
    first.locator("button[value=return]").click()
    expect(first.locator(".flashes .notice--success")).to_be_visible()


def _answer_and_submit_again(author: Page, report: str) -> None:
    author.goto(report)
    expect(author.locator("#pitfalls")).to_contain_text("Wie haben Sie das gelöst?")
    author.goto(f"{report}/edit/outcome")
    expect(author.locator("#main")).to_contain_text("Wie haben Sie das gelöst?")
    author.locator("#pitfalls").fill(NEW_PITFALLS)
    author.locator("button[name=intent][value=close]").click()
    author.wait_for_url(f"**{report}")
    author.locator("form[action$='/submit'] button").click()
    expect(author.locator(".flashes .notice--success")).to_be_visible()


def _release(page: Page, report: str) -> None:
    _open_review(page, report)
    expect(page.locator("#pitfalls ins").first).to_contain_text("Ein Heft am Haken")
    page.locator(BEGIN).click()
    page.locator("button[value=release]").click()
    expect(page.locator(".flashes .notice--success")).to_be_visible()


def _vouch(page: Page, report: str) -> None:
    """Say that the report is plausible."""
    page.goto(f"{report}/review")
    page.locator("form[action$='/verify'] button[value=plausible]").click()
    expect(page.locator(".flashes .notice--success")).to_be_visible()


def _give_notice(page: Page, address: str) -> None:
    page.goto("/notices/new")
    page.locator("#address").fill(address.split("#", maxsplit=1)[0])
    page.locator("[name=reason][value=untrue]").check()
    page.locator("#explanation").fill("Die Angaben über den Vermieter stimmen nicht.")
    page.locator("#name").fill("Ines Nachbarin")
    page.locator("#email").fill("nachbarin@example.org")
    page.locator("#good_faith").check()
    page.locator("#main form button[type=submit]").click()


def _open_case(page: Page, title: str, kind: str = "") -> None:
    deadline = time.monotonic() + _SECONDS_TO_ARRIVE
    while time.monotonic() < deadline:
        page.goto("/moderation/cases")
        case = page.get_by_role("link", name=title).filter(has_text=kind or title)
        if case.count():
            case.first.click()
            return
        time.sleep(0.3)
    raise AssertionError(f"no case about {title}")


def _hide(page: Page, title: str) -> None:
    _open_case(page, title)
    page.locator("[name=measure][value=hide]").check()
    page.locator("#ground").select_option(index=1)
    page.locator("#reason").fill("Das steht so nicht im Handelsregister.")
    page.locator("button[name=intent][value=decide]").click()
    expect(page.locator(".flashes .notice--success")).to_be_visible()


def _uphold(page: Page) -> None:
    _open_case(page, "Der Vermieter am Markt")
    page.locator("[name=measure][value=uphold]").check()
    page.locator("#reason").fill("Sie haben recht, der Eintrag ist öffentlich.")
    page.locator("button[name=intent][value=decide]").click()
    expect(page.locator(".flashes .notice--success")).to_be_visible()
