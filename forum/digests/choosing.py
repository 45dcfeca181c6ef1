"""Choosing what stands in one letter, from facts alone: pure, and the same for the same facts.

A thread stands in a letter once. What editors picked comes before what is meant for the reader in
particular, that before what is decided, asked or going on.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from forum.digests import ranking, sections
from forum.digests.arranging import Candidate, arranged
from forum.digests.happenings import (
    NOTHING_PREPARED,
    Happening,
    NewPost,
    News,
    Notice,
    ReaderFacts,
    Window,
)
from forum.digests.models import LetterKind, Section
from forum.digests.selection import Selection
from forum.digests.wanted import WantedLetter
from forum.notifications.kinds import RANK
from forum.threads.models import ThreadKind

# What is committed a little after its moment is found by the next letter.
OVERLAP = dt.timedelta(minutes=10)

# Of one thread so many posts are named that are meant for the reader.
MOST_NOTICES = 12
# A thread elsewhere that is not new is worth a word when it has become lively.
LIVELY = 3


@dataclass(slots=True)
class _Letter:
    """A letter while it is being filled."""

    wanted: WantedLetter
    reader: ReaderFacts
    window: Window
    cities: frozenset[int]
    own: frozenset[int]
    found: dict[Section, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    taken: set[int] = field(default_factory=set)


def choose(
    wanted: WantedLetter, reader: ReaderFacts, window: Window, cities: frozenset[int]
) -> Selection:
    """Return what stands in the letter; `cities`: the channels of all cities."""
    own = ((wanted.chosen & reader.readable) or reader.own) - reader.muted_channels
    letter = _Letter(wanted, reader, window, cities, own)
    prepared = NOTHING_PREPARED
    if reader.is_here and wanted.kind is LetterKind.WEEKLY:
        prepared = window.prepared.get(wanted.period, NOTHING_PREPARED)
        letter.taken |= prepared.left_out
        _pick(letter, prepared.picks)
        _tell_notices(letter)
        _tell_all(letter, window.happenings.values())
        _tell_occasions(letter)
    elif reader.is_here and wanted.kind is LetterKind.CHANNEL:
        _tell_all(letter, _of_channel(letter))
        _tell_occasions(letter)
    items, more = arranged(letter.found, sections.caps_for(wanted.kind, wanted.length))
    return Selection(items, more, wanted.since, window.until, prepared.has_introduction)


def remember(reader: ReaderFacts, selection: Selection) -> None:
    """Let the reader have been told of it, so that a second letter does not tell it again."""
    for item in selection.items:
        reader.told.add(item.key)
        if item.thread_id is not None:
            reader.told_until[item.thread_id] = selection.window_to


def _of_channel(letter: _Letter) -> Iterator[Happening]:
    channel_id = letter.wanted.channel_id
    if channel_id is None or channel_id not in letter.reader.readable:
        return
    for one in letter.window.happenings.values():
        if channel_id in one.channels:
            yield one


def _may_stand(letter: _Letter, one: Happening | None) -> bool:
    """Tell whether the thread may be told at all: rights, mutes, the editors, told already."""
    if one is None or one.id in letter.taken or one.channel_id not in letter.reader.readable:
        return False
    if one.id in letter.reader.muted_threads:
        return False
    # Who orders the letter of a channel wishes to read it, muted or not.
    is_muted = one.channel_id in letter.reader.muted_channels
    return not is_muted or one.channel_id == letter.wanted.channel_id


def _pick(letter: _Letter, picks: Sequence[int]) -> None:
    reader = letter.reader
    for at, thread_id in enumerate(picks):
        one = letter.window.happenings.get(thread_id)
        if one is None or not _may_stand(letter, one) or one.author_id == reader.actor_id:
            continue
        mark, told = reader.marks.get(thread_id), reader.told_until.get(thread_id)
        is_read = mark is not None and mark.number >= one.last_number
        if is_read or (told is not None and told >= one.last_post_at):
            continue
        key = f"pick:{letter.wanted.period}:{thread_id}"
        if key not in reader.told:
            _add(letter, Section.PICKS, Candidate((at,), sections.PICKED, [(key, None)], thread_id))


def _tell_notices(letter: _Letter) -> None:
    reader = letter.reader
    by_thread: dict[int, list[Notice]] = defaultdict(list)
    for notice in reader.notices:
        one = letter.window.happenings.get(notice.thread_id)
        if not _may_stand(letter, one):
            continue
        mark = reader.marks.get(notice.thread_id)
        is_seen = mark is not None and mark.at >= notice.at
        if is_seen or notice.post_id in reader.mailed or f"post:{notice.post_id}" in reader.told:
            continue
        by_thread[notice.thread_id].append(notice)
    for thread_id, notices in by_thread.items():
        best = min(notices, key=lambda notice: RANK[notice.kind])
        newest = max(notice.at for notice in notices)
        posts = list(dict.fromkeys(notice.post_id for notice in notices))[:MOST_NOTICES]
        candidate = Candidate(
            (RANK[best.kind], *ranking.place(0, newest, thread_id)),
            best.kind.value,
            [(f"post:{post_id}", post_id) for post_id in posts],
            thread_id,
        )
        _add(letter, Section.FOR_YOU, candidate)


def _tell_all(letter: _Letter, happenings: Iterable[Happening]) -> None:
    """Give each thread its part."""
    for one in happenings:
        if _may_stand(letter, one):
            is_mine = (
                letter.wanted.kind is LetterKind.CHANNEL
                or not one.channels.isdisjoint(letter.own)
                or one.id in letter.reader.followed
            )
            if is_mine or letter.wanted.shows_elsewhere:
                _tell(letter, one, is_mine=is_mine)


def _tell(letter: _Letter, one: Happening, *, is_mine: bool) -> None:
    fresh = _fresh(letter, one)
    standing = ranking.Standing(
        near=_nearness(letter, one),
        is_followed=one.id in letter.reader.followed,
        is_needed=one.waits,
        posts=len(fresh),
        voices=len({post.author_id for post in fresh}) if len(fresh) > 1 else len(fresh),
    )
    if _tell_news(letter, one, standing, is_mine=is_mine):
        return
    is_new = bool(fresh) and fresh[0].number == 1
    if one.waits and _is_open_to(letter, one, is_new=is_new):
        section = Section.UNANSWERED if is_mine else Section.ELSEWHERE
        if is_mine or is_new:
            keys = [(f"thread:{one.id}", None)]
            _add_thread(letter, section, one, sections.UNANSWERED, standing, keys=keys)
    elif fresh and (is_mine or is_new or len(fresh) >= LIVELY):
        section = Section.BUSY if is_mine else Section.ELSEWHERE
        because = sections.NEW_THREAD if is_new else sections.CONTINUED
        _add_thread(letter, section, one, because, standing, posts=fresh)


def _tell_news(
    letter: _Letter, one: Happening, standing: ranking.Standing, *, is_mine: bool
) -> bool:
    """Tell what was decided, found, or ends soon; return whether there was anything."""
    reader = letter.reader
    announced = one.decision is not None and one.decision.because == sections.ANNOUNCEMENT
    if one.report is not None and _is_news(letter, one, one.report):
        news, section = one.report, Section.REPORTS
    elif (
        one.decision is not None
        and (not reader.no_announcements if announced else is_mine)
        and _is_news(letter, one, one.decision)
    ):
        news, section = one.decision, Section.DECISIONS
    elif (
        one.ending is not None
        and is_mine
        and one.poll_id not in reader.voted
        and one.ending.key not in reader.told
        and one.author_id != reader.actor_id
    ):
        key = one.ending.key
        order = (one.ending.at.timestamp(), 0.0, one.id)
        candidate = Candidate(order, sections.POLL_ENDS, [(key, None)], one.id)
        _add(letter, Section.OCCASIONS, candidate)
        return True
    else:
        return False
    is_needed = news.because in {sections.RECOMMENDED, sections.ANNOUNCEMENT}
    standing = replace(standing, is_needed=is_needed)
    keys = [(news.key, news.post_id)]
    _add_thread(letter, section, one, news.because, standing, keys=keys)
    return True


def _is_news(letter: _Letter, one: Happening, news: News) -> bool:
    """Tell whether the reader does not know it: neither did it, nor has read it since."""
    reader = letter.reader
    if news.key in reader.told or news.at <= letter.wanted.since - OVERLAP:
        return False
    if reader.actor_id in {news.by_id, one.author_id}:
        return False
    mark = reader.marks.get(one.id)
    return mark is None or mark.at < news.at


def _is_open_to(letter: _Letter, one: Happening, *, is_new: bool) -> bool:
    """Tell whether the reader might answer: never saw it, and it is a question or new."""
    reader = letter.reader
    if one.author_id == reader.actor_id or one.id in reader.told_until:
        return False
    if one.id in reader.marks and reader.marks[one.id].number > 0:
        return False
    return is_new or one.kind is ThreadKind.QUESTION


def _fresh(letter: _Letter, one: Happening) -> Sequence[NewPost]:
    """Return what others wrote that the reader has neither read nor been told of."""
    reader = letter.reader
    after = letter.wanted.since - OVERLAP
    told = reader.told_until.get(one.id)
    if told is not None and told > after:
        after = told
    mark = reader.marks.get(one.id)
    return [
        post
        for post in one.posts
        if post.visible_at > after
        and post.author_id != reader.actor_id
        and post.id not in reader.mailed
        # What was released late stands before what was read already.
        and (mark is None or post.number > mark.number or post.visible_at > mark.at)
    ]


def _nearness(letter: _Letter, one: Happening) -> int:
    if not one.channels.isdisjoint(letter.reader.own_cities):
        return ranking.OWN_CITY
    if one.channel_id in letter.own:
        return ranking.AT_HOME
    return ranking.FAR if one.channels.isdisjoint(letter.own) else ranking.PLACED


def _tell_occasions(letter: _Letter) -> None:
    reader, wanted = letter.reader, letter.wanted
    for one in letter.window.coming:
        key = f"occasion:{one.id}"
        if key in reader.told:
            continue
        if wanted.kind is LetterKind.CHANNEL:
            is_told = one.channel_id is not None and one.channel_id == wanted.channel_id
        else:
            is_told = one.channel_id is None or _is_told_of(letter, one.channel_id)
        if is_told and (one.channel_id is None or one.channel_id in reader.readable):
            order = (one.begins_at.timestamp(), 1.0, one.id)
            candidate = Candidate(order, sections.OCCASION, [(key, None)], occasion_id=one.id)
            _add(letter, Section.OCCASIONS, candidate)


def _is_told_of(letter: _Letter, channel_id: int) -> bool:
    if channel_id in letter.reader.muted_channels:
        return False
    return channel_id in letter.own or letter.wanted.shows_elsewhere


def _add_thread(
    letter: _Letter,
    section: Section,
    one: Happening,
    because: str,
    standing: ranking.Standing,
    *,
    keys: Sequence[tuple[str, int | None]] = (),
    posts: Sequence[NewPost] = (),
) -> None:
    at = posts[-1].visible_at if posts else one.visible_at
    value = ranking.worth(standing)
    if section is Section.ELSEWHERE and not one.channels.isdisjoint(letter.cities):
        value += ranking.FROM_A_CITY
    order = ranking.place(value, at, one.id)
    _add(letter, section, Candidate(order, because, keys, one.id, None, one.channel_id, posts))


def _add(letter: _Letter, section: Section, candidate: Candidate) -> None:
    letter.found[section].append(candidate)
    if candidate.thread_id is not None:
        letter.taken.add(candidate.thread_id)
