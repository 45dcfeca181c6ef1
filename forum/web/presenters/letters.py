"""Letters as they are read on the web: the list of those one has had, and one of them."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from forum.accounts.models import Account
from forum.digests.contents import Contents, Entry
from forum.digests.models import Issue, IssueState, LetterKind
from forum.kernel.paging import Page
from forum.web.presenters.parts import ChannelLink
from forum.wording.letters import (
    SECTIONS,
    byline_of,
    facts_of,
    hidden_entries,
    moment_of,
    reason_of,
)


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
                at=moment_of(issue.sent_at or issue.due_at, account.timezone),
                note=_("It is unclear whether it has arrived.")
                if issue.state is IssueState.UNKNOWN
                else "",
                url=url_for("letters.show", public_id=issue.public_id),
            )
            for issue in page.items
        ),
        older_url=url_for("letters.overview", before=page.before) if page.before else None,
        is_first=page.after is None,
        orders_url=url_for("letter_orders.overview"),
    )


@dataclass(frozen=True, slots=True)
class EntryView:
    """One thing told in a letter."""

    title: str
    url: str | None
    because: str
    channel: ChannelLink | None
    byline: str
    """Who wrote it, from where; "" where nobody in particular did."""
    lines: tuple[str, ...]
    note: str
    """What the editors say about it."""
    facts: tuple[str, ...]
    """When and where something is to be, how much is new."""


@dataclass(frozen=True, slots=True)
class LetterSection:
    """One part of a letter."""

    name: str
    entries: tuple[EntryView, ...]
    more: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter, read on the web."""

    title: str
    at: str
    text: Markup
    """The introduction of the editors, or a whole newsletter."""
    sections: tuple[LetterSection, ...]
    hidden: str
    is_empty: bool


def letter_view(contents: Contents) -> LetterView:
    """Return the letter as its reader may see it now."""
    newsletter, timezone = contents.newsletter, contents.reader.timezone
    return LetterView(
        title=_title(contents),
        at=moment_of(contents.due_at, timezone),
        # Both come out of `forum.kernel.markup`.
        text=Markup(contents.introduction_html if newsletter is None else newsletter.html),  # noqa: S704
        sections=tuple(
            LetterSection(
                name=str(SECTIONS[part.section]),
                entries=tuple(_entry(entry, timezone) for entry in part.entries),
                more=_more(part.more),
            )
            for part in contents.sections
        ),
        hidden=hidden_entries(contents.hidden),
        is_empty=contents.is_empty,
    )


def _entry(entry: Entry, timezone: str) -> EntryView:
    channel = entry.channel
    return EntryView(
        title=entry.title,
        url=_url(entry),
        because=reason_of(entry),
        channel=None
        if channel is None
        else ChannelLink(channel.name, url_for("channels.show", slug=channel.slug)),
        byline=byline_of(entry.author),
        lines=tuple(entry.lines),
        note=entry.note,
        facts=tuple(facts_of(entry, timezone)),
    )


def _url(entry: Entry) -> str | None:
    if entry.post_public_id is not None:
        return url_for("posts.show", public_id=entry.post_public_id)
    if entry.thread_public_id is not None:
        return url_for("threads.show", public_id=entry.thread_public_id)
    if entry.hour_public_id is not None:
        return url_for("chat_hours.show", public_id=entry.hour_public_id)
    return None if entry.appointment is None else entry.appointment.url or None


def _more(number: int) -> str:
    return ngettext("%(num)d more", "%(num)d more", number) if number else ""


def _title(contents: Contents) -> str:
    if contents.newsletter is not None:
        return contents.newsletter.subject
    if contents.kind is LetterKind.CHANNEL and contents.channel is not None:
        return str(_("Letter of the channel “%(name)s”", name=contents.channel.name))
    return _named(contents.kind, contents.period)


def title_of(issue: Issue) -> str:
    """Return what a letter is called in the list; its newsletter is loaded."""
    return (
        _named(issue.kind, issue.period) if issue.newsletter is None else issue.newsletter.subject
    )


def _named(kind: LetterKind, period: str) -> str:
    week = period.rpartition("W")[2].lstrip("0")
    if kind is LetterKind.CHANNEL:
        return str(_("Channel letter, week %(week)s", week=week))
    return str(_("Weekly letter, week %(week)s", week=week))
