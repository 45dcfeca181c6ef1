"""Letters as they are read on the web: the list of those one has had, and one of them."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from forum.accounts.models import Account
from forum.digests.models import Issue, LetterKind
from forum.kernel.paging import Page
from forum.web.presenters.letter_orders import moment_in_words
from forum.web.texts.letters import KINDS


@dataclass(frozen=True, slots=True)
class IssueRow:
    """A letter in the archive."""

    title: str
    at: str
    note: str
    """What is to be said about how it went; "" where all went well."""
    url: str


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """Letters of an account."""

    rows: tuple[IssueRow, ...]
    older_url: str | None
    is_first: bool
    orders_url: str


def archive_page(page: Page[Issue], account: Account) -> ArchivePage:
    """Return the list of letters."""
    return ArchivePage(
        rows=tuple(
            IssueRow(
                title=title_of(issue),
                at=moment_in_words(issue.sent_at or issue.due_at, account.timezone),
                note="",
                url=url_for("letters.overview"),
            )
            for issue in page.items
        ),
        older_url=url_for("letters.overview", before=page.before) if page.before else None,
        is_first=page.after is None,
        orders_url=url_for("letter_orders.overview"),
    )


def title_of(issue: Issue) -> str:
    """Return what a letter is called; newsletter and channel are loaded."""
    if issue.newsletter is not None:
        return issue.newsletter.subject
    if issue.kind is LetterKind.CHANNEL:
        return str(KINDS[issue.kind].name)
    week = issue.period.rpartition("W")[2].lstrip("0")
    return _("Weekly letter, week %(week)s", week=week)
