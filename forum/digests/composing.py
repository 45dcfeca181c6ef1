"""Telling one thing: which sentences, by whom, where it leads. Pure; the texts are loaded."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from forum.digests import sections
from forum.digests.contents import Entry
from forum.digests.happenings import ReaderFacts
from forum.digests.models import Section
from forum.digests.selection import Chosen
from forum.digests.sentences import sentences, shortened, telling
from forum.digests.texts import OccasionText, PostText, Texts, ThreadText

# Of a report, a summary or an announcement.
_LONG = 300
_RESULTS = 3
_LINES = 2
# Without which of the texts there is nothing to tell.
_NEEDED = {
    sections.UNANSWERED: "openings",
    sections.ANNOUNCEMENT: "openings",
    sections.NEW_REPORT: "reports",
    sections.RECOMMENDED: "reports",
    sections.SUMMARY: "summaries",
    sections.POLL_CLOSED: "polls",
    sections.POLL_ENDS: "polls",
}


@dataclass(frozen=True, slots=True)
class Telling:
    """A letter that is being told, and to whom."""

    period: str
    channel_id: int | None
    is_weekly: bool
    is_on_its_way: bool
    """Not sent yet: what was muted or left out by the editors meanwhile stays out."""
    window_from: dt.datetime | None
    window_to: dt.datetime | None
    reader: ReaderFacts
    texts: Texts


def is_shown(letter: Telling, item: Chosen) -> bool:
    """Tell whether the thing still stands and its reader may read it now."""
    texts, reader = letter.texts, letter.reader
    if item.occasion_id is not None or item.hour_id is not None:
        return _is_open_date(letter, item)
    thread = texts.threads.get(item.thread_id or 0)
    if thread is None or thread.channel_id not in reader.readable:
        return False
    if letter.is_on_its_way and _is_unwanted(letter, thread):
        return False
    return _still_holds(letter, item, thread)


def _is_open_date(letter: Telling, item: Chosen) -> bool:
    """Tell whether the date stands and is for the reader; a chat hour, unless muted meanwhile."""
    occasion, reader = _date_of(letter.texts, item), letter.reader
    if occasion is None:
        return False
    if item.hour_id is not None and letter.is_on_its_way and letter.is_weekly:
        return occasion.channel_id in reader.readable - reader.muted_channels
    return occasion.channel_id is None or occasion.channel_id in reader.readable


def _date_of(texts: Texts, item: Chosen) -> OccasionText | None:
    if item.hour_id is not None:
        return texts.hours.get(item.hour_id)
    return texts.occasions.get(item.occasion_id or 0)


def _is_unwanted(letter: Telling, thread: ThreadText) -> bool:
    if letter.is_weekly and (letter.period, thread.id) in letter.texts.left_out:
        return True
    is_muted = thread.channel_id in letter.reader.muted_channels
    if is_muted and thread.channel_id != letter.channel_id:
        return True
    return thread.id in letter.reader.muted_threads


def _still_holds(letter: Telling, item: Chosen, thread: ThreadText) -> bool:
    """Tell whether what is said of the thread is still so."""
    texts = letter.texts
    if item.post_id is not None:
        post = texts.posts.get(item.post_id)
        if post is None or post.thread_id != thread.id:
            return False
    if item.because == sections.SOLVED:
        return texts.answers.get(thread.id) == item.post_id
    needed = _NEEDED.get(item.because)
    if needed is not None:
        return thread.id in getattr(texts, needed)
    is_kept = item.section is not Section.PICKS or not letter.is_on_its_way
    return is_kept or (letter.period, thread.id) in texts.notes


def compose(letter: Telling, group: Sequence[Chosen]) -> Entry:
    """Return the entry for one occasion, or for what is told of one thread.

    Whoever is told the same gets the same entry: nothing in it depends on who reads.
    """
    first = group[0]
    new_posts = 0 if first.thread_id is None else _new_posts(letter, first.thread_id)
    week = letter.period if _is_pick(first) else ""
    posts = tuple(item.post_id for item in group)
    about = (first.thread_id, first.occasion_id, first.hour_id)
    told = (first.section, first.because, *about, posts, week)
    entries = letter.texts.entries
    entry = entries.get((*told, new_posts))
    if entry is None:
        entry = entries[*told, new_posts] = _composed(letter, group, new_posts)
    return entry


def _composed(letter: Telling, group: Sequence[Chosen], new_posts: int) -> Entry:
    first = group[0]
    date = _date_of(letter.texts, first)
    if date is not None:
        return _occasion(letter, first, date)
    texts = letter.texts
    thread = texts.threads[first.thread_id or 0]
    named = [texts.posts[item.post_id] for item in group if item.post_id is not None]
    shown = named[0] if named else texts.openings.get(thread.id)
    poll = texts.polls.get(thread.id)
    ends = first.because == sections.POLL_ENDS and poll is not None
    return Entry(
        section=first.section,
        because=first.because,
        title=thread.title,
        lines=_lines(letter, first, thread, named),
        note=texts.notes.get((letter.period, thread.id), "") if _is_pick(first) else "",
        kind=thread.kind,
        thread_public_id=thread.public_id,
        post_public_id=named[0].public_id if named else None,
        number=named[0].number if named else None,
        channel=texts.channels.get(thread.channel_id),
        author=None if shown is None else shown.author,
        at=thread.visible_at if shown is None else shown.visible_at,
        new_posts=new_posts,
        closes_at=poll.closes_at if ends and poll is not None else None,
    )


def _is_pick(item: Chosen) -> bool:
    return item.section is Section.PICKS


def _lines(
    letter: Telling, item: Chosen, thread: ThreadText, named: Sequence[PostText]
) -> Sequence[str]:
    texts = letter.texts
    if item.section is Section.REPORTS and texts.reports[thread.id]:
        return (shortened(texts.reports[thread.id], _LONG),)
    if item.because == sections.SUMMARY:
        return (_beginning(texts.summaries[thread.id][0]),)
    if item.because == sections.POLL_CLOSED:
        results = texts.polls[thread.id].results[:_RESULTS]
        return tuple(f"{text}: {votes}" for text, votes in results)
    return _said_in(letter, item, thread, named)


def _said_in(
    letter: Telling, item: Chosen, thread: ThreadText, named: Sequence[PostText]
) -> Sequence[str]:
    """Return what the posts named say; with none named, how the thread begins."""
    opening = letter.texts.openings.get(thread.id)
    if opening is not None and item.because == sections.ANNOUNCEMENT:
        return (_beginning(opening.excerpt),)
    shown = named[:_LINES] or ([opening] if opening is not None else [])
    said = (_said(post, asks=post.number == 1) for post in shown)
    return tuple(line for line in said if line)


def _beginning(text: str) -> str:
    return shortened(" ".join(sentences(text)[:2]), _LONG)


def _said(post: PostText, *, asks: bool) -> str:
    """Return the sentence of the post that matters."""
    return telling(post.excerpt, asks=asks)


def _new_posts(letter: Telling, thread_id: int) -> int:
    """Count what others wrote in the window of the letter."""
    since, until = letter.window_from, letter.window_to
    if since is None or until is None:
        return 0
    own = letter.reader.actor_id
    arrivals = letter.texts.arrivals.get(thread_id, ())
    return sum(since < at <= until and author != own for at, author in arrivals)


def _occasion(letter: Telling, item: Chosen, occasion: OccasionText) -> Entry:
    channel = occasion.channel_id
    return Entry(
        section=item.section,
        because=item.because,
        title=occasion.title,
        channel=None if channel is None else letter.texts.channels.get(channel),
        at=occasion.appointment.begins_at,
        appointment=occasion.appointment,
        hour_public_id=occasion.public_id,
    )
