"""What the pages about experience reports need: the examples, an own one, an entry in a log."""

import re

from playwright.sync_api import Page


def try_reports(page: Page) -> dict[str, str]:
    """Find two reports, enter in the log of the first that one has tried it, and return all ids."""
    report, thread = report_about(page, "Nachbarschaftsküche")
    return {
        "report": report,
        "report_thread": thread,
        "other_report": report_about(page, "Bolzplatz")[0],
        "adoption": adopt(page, report),
        "own_report": begin_report(page, "begegnungsorte"),
        "waiting_report": own_report_called(page, "Spielstraße"),
    }


def report_about(page: Page, word: str) -> tuple[str, str]:
    """Return the public ids of a report and of its thread."""
    page.goto(f"/reports?q={word}")
    row = page.locator(".report-row").first
    report = row.locator("[name=report]").get_attribute("value") or ""
    return report, (row.locator("h3 a").get_attribute("href") or "").rsplit("/", 1)[-1]


def begin_report(page: Page, channel: str) -> str:
    """Begin a report and return its public id; what is missing shows on its pages."""
    page.goto(f"/channels/{channel}/reports/new")
    page.locator("#title").fill("Reparaturcafé in der alten Apotheke")
    page.locator("#main button[value=close]").click()
    page.wait_for_url(re.compile(r"/reports/(?!new)[^/]+$"))
    return page.url.rsplit("/", 1)[-1]


def own_report_called(page: Page, word: str) -> str:
    """Return the public id of a report that the person has written."""
    page.goto("/reports/mine")
    link = page.locator(".report-list a", has_text=word).first
    return (link.get_attribute("href") or "").rsplit("/", 1)[-1]


def adopt(page: Page, report: str) -> str:
    """Say that one has tried it, and return the public id of the entry."""
    page.goto(f"/reports/{report}/adoptions/new")
    page.locator("#city_id").select_option(index=1)
    page.locator("#outcome").fill("Es kamen vier Personen.")
    page.locator("#main form button[type=submit]").first.click()
    page.wait_for_url("**#adoption-*")
    return page.url.rsplit("#adoption-", 1)[-1]
