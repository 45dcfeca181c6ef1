"""Letters as they are read on the web: the list of those one has had, and one of them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from forum.accounts.models import Account
from forum.digests.contents import Author, Contents, Entry
from forum.digests.models import Issue, IssueState, LetterKind, Section
from forum.digests.sections import OCCASION, UNANSWERED
from forum.kernel.paging import Page
from forum.notifications.kinds import Kind
from forum.web.presenters.letter_orders import day_in_words, moment_in_words
from forum.web.presenters.parts import ChannelLink
from forum.web.texts.letters import REASONS, SECTIONS
from forum.web.texts.notifications import KINDS as TOLD

_SAID_ABOVE = {(Section.UNANSWERED, UNANSWERED), (Section.OCCASIONS, OCCASION)}


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
    hidden = contents.hidden
    return LetterView(
        title=_title(contents),
        at=moment_in_words(contents.due_at, timezone),
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
        hidden=ngettext(
            "%(num)d entry is not shown: it was removed, or is not open to you any more.",
            "%(num)d entries are not shown: they were removed, or are not open to you any more.",
            hidden,
        )
        if hidden
        else "",
        is_empty=contents.is_empty,
    )


def _entry(entry: Entry, timezone: str) -> EntryView:
    channel = entry.channel
    return EntryView(
        title=entry.title,
        url=_url(entry),
        because=_because(entry),
        channel=None
        if channel is None
        else ChannelLink(channel.name, url_for("channels.show", slug=channel.slug)),
        byline=_byline(entry.author),
        lines=tuple(entry.lines),
        note=entry.note,
        facts=tuple(_facts(entry, timezone)),
    )


def _url(entry: Entry) -> str | None:
    if entry.post_public_id is not None:
        return url_for("posts.show", public_id=entry.post_public_id)
    if entry.thread_public_id is not None:
        return url_for("threads.show", public_id=entry.thread_public_id)
    return None if entry.appointment is None else entry.appointment.url or None


def _because(entry: Entry) -> str:
    """Return why it stands here; "" where the name of the part says the same."""
    if (entry.section, entry.because) in _SAID_ABOVE:
        return ""
    if entry.because in set(Kind):
        return str(TOLD[Kind(entry.because)])
    return str(REASONS.get(entry.because, ""))


def _byline(author: Author | None) -> str:
    if author is None:
        return ""
    parts = (author.name or _("A former member"), author.organisation, author.city)
    return ", ".join(part for part in parts if part)


def _facts(entry: Entry, timezone: str) -> list[str]:
    facts = []
    if entry.appointment is not None:
        begins = entry.appointment.begins_at
        day = begins.astimezone(ZoneInfo(timezone)).date()
        is_whole = entry.appointment.is_whole_day
        facts.append(day_in_words(day) if is_whole else moment_in_words(begins, timezone))
        if entry.appointment.place:
            facts.append(entry.appointment.place)
    if entry.closes_at is not None:
        facts.append(_("Vote until %(moment)s", moment=moment_in_words(entry.closes_at, timezone)))
    if entry.new_posts > 1:
        facts.append(ngettext("%(num)d new post", "%(num)d new posts", entry.new_posts))
    return facts


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
