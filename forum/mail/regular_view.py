"""A regular letter as its templates see it: every word and address, in the reader's language."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from markupsafe import Markup, escape
from werkzeug.routing import MapAdapter

from forum.digests.contents import Contents, ContentSection, Entry
from forum.digests.mail_settings import PURPOSE as MAIL_SETTINGS
from forum.digests.mail_settings import text_for
from forum.digests.models import LetterKind, Newsletter, Section
from forum.kernel.mime.pages import markdown_of
from forum.mail.context import settings, signer
from forum.mail.letters import hub_addresses
from forum.notifications.ending import PURPOSE as ENDING
from forum.notifications.ending import Ending
from forum.wording.letters import SECTIONS, byline_of, day_of, facts_of, hidden_entries, reason_of

# Of what `forum.kernel.markup` writes; a quoted value may hold ">".
_PICTURE = re.compile(r"""(?P<link><a [^<>]*>)?(?P<tag><img (?:[^>"]|"[^"]*")*>)""")
_SOURCE = re.compile(r'\bsrc="([^"]*)"')
_WORDS = re.compile(r'\balt="([^"]*)"')
# Where there is more of what a part holds.
_MORE = {
    Section.FOR_YOU: "notifications.overview",
    Section.UNANSWERED: "threads.unanswered",
    Section.REPORTS: "showcase.overview",
    Section.BUSY: "overviews.show",
    Section.DECISIONS: "overviews.show",
    Section.ELSEWHERE: "overviews.show",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What is said in every letter of a language."""

    end: str
    change: str
    web: str
    funding: str
    flag: str
    imprint: str
    privacy: str


@dataclass(frozen=True, slots=True, eq=False)
class EntryView:
    """One thing told; made once for all who are told it, so that it is quickly found again."""

    title: str
    url: str
    """Where it leads; "" where it leads nowhere."""
    kicker: str
    """The channel, and why it stands here."""
    byline: str
    lines: tuple[str, ...]
    note: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """One part of the letter."""

    name: str
    entries: tuple[EntryView, ...]
    more: str
    more_url: str


@dataclass(frozen=True, slots=True)
class RegularView:
    """Everything a regular letter is made of."""

    locale: str
    said: Said
    subject: str
    day: str
    """The day on which it was to come."""
    teaser: str
    """What lists of mails show beside the subject."""
    name: str
    text_html: Markup
    """The introduction of the editors, or the newsletter, its links whole."""
    text: str
    sections: tuple[SectionView, ...]
    hidden: str
    why: str
    web_url: str
    """The same letter in the browser; "" for a trial."""
    end_url: str
    settings_url: str
    imprint_url: str
    privacy_url: str
    has_funding: bool

    def shortened(self, sentences: int) -> "RegularView":
        """Return the letter with no more than so many sentences an entry.

        Without any, also without notes and without names: what is left are titles that lead on.
        """
        if sentences and all(
            len(entry.lines) <= sentences for part in self.sections for entry in part.entries
        ):
            return self
        return replace(
            self,
            sections=tuple(
                replace(
                    part,
                    entries=tuple(_shortened(entry, sentences) for entry in part.entries),
                )
                for part in self.sections
            ),
        )


@lru_cache(maxsize=4096)
def _shortened(entry: EntryView, sentences: int) -> EntryView:
    return replace(
        entry,
        lines=entry.lines[:sentences],
        note=entry.note if sentences else "",
        byline=entry.byline if sentences else "",
    )


def regular_view(contents: Contents) -> RegularView:
    """Return the letter; a context of its reader's language is pushed."""
    reader, issue, hub = contents.reader, contents.issue, hub_addresses()
    language = str(get_locale())
    newsletter = contents.newsletter
    html = contents.introduction_html if newsletter is None else newsletter.html
    parts = tuple(_section(hub, one, reader.timezone, language) for one in contents.sections)
    end = Ending(reader.account_id, lists=(contents.order_key,))
    own = text_for(reader.account_id, reader.email)
    return RegularView(
        locale=reader.locale,
        said=_said(language),
        subject=_subject(contents),
        day=_day(contents.due_at, reader.timezone, language),
        teaser=_teaser(parts),
        name=reader.name,
        text_html=Markup(_for_mail(html, settings().public_url)),  # noqa: S704 - of `kernel.markup`
        text=_plain(html, settings().public_url) if newsletter is None else _source(newsletter),
        sections=parts,
        hidden=hidden_entries(contents.hidden),
        why=_why(settings().hub_name, _ordered_on(contents), language),
        web_url="" if issue is None else _to(hub, "letters.show", public_id=issue.public_id),
        end_url=_to(hub, "unsubscriptions.ask", token=signer().sign(ENDING, end.text())),
        settings_url=_to(hub, "mail_settings.overview", token=signer().sign(MAIL_SETTINGS, own)),
        imprint_url=_to(hub, "pages.show", name="imprint"),
        privacy_url=_to(hub, "pages.show", name="privacy"),
        has_funding=settings().show_funding,
    )


@lru_cache(maxsize=8)
def _said(_language: str) -> Said:
    return Said(
        end=_("End this letter"),
        change=_("Change day, content and pauses, without signing in"),
        web=_("Read this letter in the browser"),
        funding=_("Co-funded by the European Union"),
        flag=_("Flag of the European Union"),
        imprint=_("Imprint"),
        privacy=_("Privacy"),
    )


def _subject(contents: Contents) -> str:
    if contents.newsletter is not None:
        return contents.newsletter.subject
    week = contents.period.rpartition("W")[2].lstrip("0")
    if contents.kind is LetterKind.WEEKLY:
        return str(_("Weekly letter, week %(week)s", week=week))
    if contents.channel is None:
        return str(_("Channel letter, week %(week)s", week=week))
    name = contents.channel.name
    return str(_("%(channel)s: letter of week %(week)s", channel=name, week=week))


def _teaser(parts: tuple[SectionView, ...]) -> str:
    return " · ".join(entry.title for part in parts for entry in part.entries[:2])[:150]


def _ordered_on(contents: Contents) -> dt.date | None:
    at = contents.ordered_at
    return None if at is None else at.astimezone(ZoneInfo(contents.reader.timezone)).date()


@lru_cache(maxsize=1024)
def _why(hub: str, ordered_on: dt.date | None, _language: str) -> str:
    if ordered_on is None:
        return str(_("You get this letter because you have ordered it at %(hub)s.", hub=hub))
    day = format_date(ordered_on, locale=get_locale())
    return str(
        _(
            "You get this letter because you have ordered it at %(hub)s, on %(day)s.",
            hub=hub,
            day=day,
        )
    )


def _section(hub: MapAdapter, part: ContentSection, timezone: str, language: str) -> SectionView:
    endpoint = _MORE.get(part.section)
    return SectionView(
        name=_name(part.section, language),
        entries=tuple(_entry(entry, timezone, hub.server_name, language) for entry in part.entries),
        more=_more(part.more, language) if part.more else "",
        more_url=_to(hub, endpoint) if part.more and endpoint else "",
    )


@lru_cache(maxsize=64)
def _name(section: Section, _language: str) -> str:
    return str(SECTIONS[section])


@lru_cache(maxsize=1024)
def _more(count: int, _language: str) -> str:
    return str(ngettext("%(num)d more", "%(num)d more", count))


@lru_cache(maxsize=4096)
def _entry(entry: Entry, timezone: str, _host: str, _language: str) -> EntryView:
    """Return it as all see it who live by the same clock and read the same language."""
    hub = hub_addresses()
    kicker = (entry.channel.name if entry.channel else "", reason_of(entry))
    return EntryView(
        title=entry.title,
        url=_url(hub, entry),
        kicker=" · ".join(filter(None, kicker)),
        byline=byline_of(entry.author),
        lines=tuple(entry.lines),
        note=entry.note,
        facts=tuple(facts_of(entry, timezone)),
    )


def _url(hub: MapAdapter, entry: Entry) -> str:
    if entry.post_public_id is not None:
        return _to(hub, "posts.show", public_id=entry.post_public_id)
    if entry.thread_public_id is not None:
        return _to(hub, "threads.show", public_id=entry.thread_public_id)
    if entry.hour_public_id is not None:
        return _to(hub, "chat_hours.show", public_id=entry.hour_public_id)
    return entry.appointment.url if entry.appointment else ""


@lru_cache(maxsize=1024)
def _day(at: dt.datetime, timezone: str, _language: str) -> str:
    return day_of(at, timezone)


def _source(newsletter: Newsletter) -> str:
    """Return what the editors wrote, its links whole."""
    return newsletter.source.replace("](/", f"]({settings().public_url}/")


def _to(hub: MapAdapter, endpoint: str, **values: str) -> str:
    return hub.build(endpoint, values, force_external=True)


@lru_cache(maxsize=64)
def _for_mail(html: str, public_url: str) -> str:
    """Let links name the hub, as no page is there to start from, and pictures be links.

    A picture from the hub would tell it who opens the letter, and is not shown to guests anyway.
    """
    return _PICTURE.sub(_link_to_picture, html).replace('href="/', f'href="{public_url}/')


def _link_to_picture(found: re.Match[str]) -> str:
    address, words = _SOURCE.search(found["tag"]), _WORDS.search(found["tag"])
    label = escape(unescape(words[1])) if words else ""
    if found["link"] or address is None:
        return f"{found['link'] or ''}{label}"
    return f'<a href="{address[1]}">{label or address[1]}</a>'


@lru_cache(maxsize=64)
def _plain(html: str, public_url: str) -> str:
    return markdown_of(_for_mail(html, public_url)) if html else ""
