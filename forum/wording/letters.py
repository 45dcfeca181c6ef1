"""Regular letters: what their parts are called; of an entry why, by whom, when, how much."""

import datetime as dt
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.digests import sections
from forum.digests.contents import Author, Entry
from forum.digests.models import Section
from forum.notifications.kinds import Kind

SECTIONS = {
    Section.PICKS: _l("Picked by the editors"),
    Section.FOR_YOU: _l("For you"),
    Section.UNANSWERED: _l("Waiting for an answer"),
    Section.REPORTS: _l("Experience reports"),
    Section.BUSY: _l("Much talked about"),
    Section.DECISIONS: _l("Decisions and summaries"),
    Section.OCCASIONS: _l("Dates"),
    Section.ELSEWHERE: _l("From other cities and fields"),
}
# Where the name of the part says it all, nothing more is said.
REASONS: dict[str, object] = {
    sections.NEW_REPORT: _l("New experience report"),
    sections.RECOMMENDED: _l("Recommended by the moderation"),
    sections.NEW_THREAD: _l("New thread"),
    sections.CONTINUED: _l("Goes on"),
    sections.SOLVED: _l("Solved"),
    sections.SUMMARY: _l("Summed up"),
    sections.ANNOUNCEMENT: _l("Announcement"),
    sections.POLL_CLOSED: _l("Poll closed"),
    sections.POLL_ENDS: _l("Poll ends soon"),
    sections.CHAT_HOUR: _l("Chat hour"),
    Kind.MENTION: _l("mentions you"),
    Kind.REPLY: _l("answers you"),
    Kind.OWN_THREAD: _l("replies in your thread"),
    Kind.FOLLOWED: _l("New post in a thread that you follow"),
    Kind.QUOTED: _l("quotes what you said in chat"),
    Kind.ANNOUNCEMENT: _l("Announcement"),
    Kind.NEW_THREAD: _l("New thread"),
    Kind.ANSWER_ACCEPTED: _l("Your answer has solved it"),
    Kind.POLL_CLOSED: _l("Poll closed"),
    Kind.BOOKMARK_DUE: _l("You wanted to be reminded"),
    Kind.REPORT_ADOPTED: _l("Your report was tried out elsewhere"),
    Kind.REPORT_ANSWERED: _l("About your report"),
    Kind.REPORT_CONFIRMED: _l("Your report was confirmed"),
    Kind.REPORT_DUE: _l("Something is due about a report"),
    Kind.EDIT_SUGGESTED: _l("Another wording is suggested to you"),
    Kind.SUGGESTION_SETTLED: _l("Your suggestion is decided"),
    Kind.POST_RELEASED: _l("Your post is released"),
}


def reason_of(entry: Entry) -> str:
    """Return why it stands in the letter; "" where the name of its part says the same."""
    return str(REASONS.get(entry.because, ""))


def byline_of(author: Author | None) -> str:
    """Return who wrote it, from where; "" where nobody in particular did."""
    if author is None:
        return ""
    parts = (author.name or _("A former member"), author.organisation, author.city)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def facts_of(entry: Entry, timezone: str) -> list[str]:
    """Return when and where something is to be, and how much is new."""
    facts = []
    if entry.appointment is not None:
        begins = entry.appointment.begins_at
        is_whole = entry.appointment.is_whole_day
        facts.append(day_of(begins, timezone) if is_whole else moment_of(begins, timezone))
        if entry.appointment.place:
            facts.append(entry.appointment.place)
    if entry.closes_at is not None:
        facts.append(_("Vote until %(moment)s", moment=moment_of(entry.closes_at, timezone)))
    if entry.new_posts > 1:
        facts.append(ngettext("%(num)d new post", "%(num)d new posts", entry.new_posts))
    return facts


def hidden_entries(count: int) -> str:
    """Return how much of a letter is not shown any more; "" where all is."""
    if not count:
        return ""
    return str(
        ngettext(
            "%(num)d entry is not shown: it was removed, or is not open to you any more.",
            "%(num)d entries are not shown: they were removed, or are not open to you any more.",
            count,
        )
    )


def moment_of(at: dt.datetime, timezone: str) -> str:
    """Return a moment by the clock of this zone."""
    words = _("EEEE, d MMMM y, HH:mm")
    return format_datetime(at, words, tzinfo=ZoneInfo(timezone), locale=get_locale())


def day_of(at: dt.datetime, timezone: str) -> str:
    """Return the day of a moment in this zone."""
    return day_in_words(at.astimezone(ZoneInfo(timezone)).date())


def day_in_words(day: dt.date) -> str:
    """Return a day with its weekday."""
    return format_date(day, _("EEEE, d MMMM y"), locale=get_locale())
