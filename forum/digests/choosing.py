"""Choosing what stands in one letter, from facts alone: pure, and the same for the same facts.

A thread stands in a letter once. What editors picked comes before what is meant for the reader in
particular, that before what is decided, asked or going on.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from forum.digests import ranking, sections
from forum.digests.arranging import arranged
from forum.digests.happenings import (
    NOTHING_PREPARED,
    Candidate,
    Coming,
    Fresh,
    Happening,
    News,
    Notice,
    ReaderFacts,
    Window,
)
from forum.digests.models import LetterKind, Section
from forum.digests.newness import summed, unseen
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
    own_cities: frozenset[int]
    known: frozenset[int]
    """Threads of which the reader has read something, or was told by letter."""
    after: dt.datetime
    """What became visible later is new."""
    shared: dict[int, Fresh]
    far: dict[int, Candidate | None]
    found: dict[Section, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    taken: set[int] = field(default_factory=set)


def choose(
    wanted: WantedLetter, reader: ReaderFacts, window: Window, cities: frozenset[int]
) -> Selection:
    """Return what stands in the letter; `cities`: the channels of all cities."""
    own = ((wanted.chosen & reader.readable) or reader.own) - reader.muted_channels
    after = wanted.since - OVERLAP
    letter = _Letter(
        wanted=wanted,
        reader=reader,
        window=window,
        cities=cities,
        own=own,
        own_cities=own & reader.own_cities,
        known=frozenset({*reader.marks, *reader.told_until, *reader.mailed_in}),
        after=after,
        shared=window.fresh.setdefault(after, {}),
        far=window.far.setdefault(after, {}),
    )
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
            (RANK[best.kind], *ranking.place(0, newest.timestamp(), thread_id)),
            best.kind.value,
            [(f"post:{post_id}", post_id) for post_id in posts],
            thread_id,
        )
        _add(letter, Section.FOR_YOU, candidate)


def _tell_all(letter: _Letter, happenings: Iterable[Happening]) -> None:
    """Give each thread its part.

    What is far away, and of which the reader knows nothing yet, is the same for everybody.
    """
    shows_elsewhere = letter.wanted.shows_elsewhere
    is_of_channel = letter.wanted.kind is LetterKind.CHANNEL
    followed, actor_id = letter.reader.followed, letter.reader.actor_id
    far = letter.found[Section.ELSEWHERE]
    for one in happenings:
        if not _may_stand(letter, one):
            continue
        near = _nearness(letter, one)
        is_mine = near > 0 or is_of_channel or one.id in followed
        is_special = one.has_news or one.id in letter.known or actor_id in one.people
        if is_mine or (shows_elsewhere and is_special):
            _tell(letter, one, near, is_mine=is_mine)
        elif shows_elsewhere:
            candidate = _of_all(letter, one)
            if candidate is not None:
                far.append(candidate)


def _of_all(letter: _Letter, one: Happening) -> Candidate | None:
    """Return what a thread elsewhere is to those who know nothing of it; worked out once."""
    if one.id not in letter.far:
        _tell(letter, one, ranking.FAR, is_mine=False)
        told = letter.found[Section.ELSEWHERE]
        is_told = bool(told) and told[-1].thread_id == one.id
        letter.far[one.id] = told.pop() if is_told else None
    return letter.far[one.id]


def _tell(letter: _Letter, one: Happening, near: int, *, is_mine: bool) -> None:
    fresh = _fresh(letter, one)
    value = ranking.worth(fresh.merit, near, is_followed=one.id in letter.reader.followed)
    if one.has_news and _tell_news(letter, one, value, is_mine=is_mine):
        return
    if one.waits and _is_open_to(letter, one, is_new=fresh.is_new):
        if is_mine or fresh.is_new:
            section = Section.UNANSWERED if is_mine else Section.ELSEWHERE
            keys = [(f"thread:{one.id}", None)]
            _add_thread(letter, section, one, sections.UNANSWERED, value, fresh, keys=keys)
    elif fresh.posts and (is_mine or fresh.is_new or len(fresh.posts) >= LIVELY):
        section = Section.BUSY if is_mine else Section.ELSEWHERE
        because = sections.NEW_THREAD if fresh.is_new else sections.CONTINUED
        _add_thread(letter, section, one, because, value, fresh)


def _tell_news(letter: _Letter, one: Happening, value: int, *, is_mine: bool) -> bool:
    """Tell what was decided, found, or ends soon; return whether there was anything."""
    if one.report is not None and _is_news(letter, one, one.report):
        news, section = one.report, Section.REPORTS
    elif (
        one.decision is not None
        and _concerns(letter, one.decision, is_mine=is_mine)
        and _is_news(letter, one, one.decision)
    ):
        news, section = one.decision, Section.DECISIONS
    elif one.ending is not None and is_mine and _can_still_vote(letter, one, one.ending):
        order = (one.ending.at.timestamp(), 0.0, one.id)
        candidate = Candidate(order, sections.POLL_ENDS, [(one.ending.key, None)], one.id)
        _add(letter, Section.OCCASIONS, candidate)
        return True
    else:
        return False
    if news.because in {sections.RECOMMENDED, sections.ANNOUNCEMENT}:
        value += ranking.merit(posts=0, voices=0, is_needed=True)
    order = ranking.place(value, news.at.timestamp(), one.id)
    keys = [(news.key, news.post_id)]
    _add(letter, section, Candidate(order, news.because, keys, one.id))
    return True


def _concerns(letter: _Letter, news: News, *, is_mine: bool) -> bool:
    """Tell whether a decision is for the reader: announcements are for all who want them."""
    if news.because == sections.ANNOUNCEMENT:
        return not letter.reader.no_announcements
    return is_mine


def _can_still_vote(letter: _Letter, one: Happening, ending: News) -> bool:
    reader = letter.reader
    has_voted = one.poll_id in reader.voted or one.author_id == reader.actor_id
    return not has_voted and ending.key not in reader.told


def _is_news(letter: _Letter, one: Happening, news: News) -> bool:
    """Tell whether the reader does not know it: neither did it, nor has read it since."""
    reader = letter.reader
    if news.key in reader.told or news.at <= letter.after:
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


def _fresh(letter: _Letter, one: Happening) -> Fresh:
    """Return what others wrote that the reader has neither read nor been told of.

    For most readers and threads that is the same, and worked out once.
    """
    reader = letter.reader
    if one.id in letter.known or reader.actor_id in one.people:
        told = reader.told_until.get(one.id, letter.after)
        return summed(one, unseen(reader, one, max(told, letter.after)))
    found = letter.shared.get(one.id)
    if found is None:
        found = summed(one, [post for post in one.posts if post.visible_at > letter.after])
        letter.shared[one.id] = found
    return found


def _nearness(letter: _Letter, one: Happening) -> int:
    if one.channels.isdisjoint(letter.own):
        return ranking.FAR
    if not one.channels.isdisjoint(letter.own_cities):
        return ranking.OWN_CITY
    return ranking.AT_HOME if one.channel_id in letter.own else ranking.PLACED


def _tell_occasions(letter: _Letter) -> None:
    reader, wanted = letter.reader, letter.wanted
    for one in letter.window.coming:
        if one.key in reader.told or reader.actor_id in one.declined:
            continue
        if wanted.kind is LetterKind.CHANNEL:
            is_told = one.channel_id is not None and one.channel_id == wanted.channel_id
        else:
            is_told = one.channel_id is None or _is_told_of(letter, one, one.channel_id)
        if is_told and (one.channel_id is None or one.channel_id in reader.readable):
            order, keys = (one.begins_at.timestamp(), 1.0, one.id), [(one.key, None)]
            candidate = Candidate(order, sections.OCCASION, keys, occasion_id=one.id)
            if one.is_hour:
                candidate = Candidate(order, sections.CHAT_HOUR, keys, hour_id=one.id)
            _add(letter, Section.OCCASIONS, candidate)


def _is_told_of(letter: _Letter, one: Coming, channel_id: int) -> bool:
    """Tell whether it is near enough; chat hours are told to those whose channel it is."""
    if channel_id in letter.reader.muted_channels:
        return False
    return channel_id in letter.own or (letter.wanted.shows_elsewhere and not one.is_hour)


def _add_thread(
    letter: _Letter,
    section: Section,
    one: Happening,
    because: str,
    value: int,
    fresh: Fresh,
    *,
    keys: Sequence[tuple[str, int | None]] = (),
) -> None:
    if section is Section.ELSEWHERE and not one.channels.isdisjoint(letter.cities):
        value += ranking.FROM_A_CITY
    order = ranking.place(value, fresh.at, one.id)
    posts = () if keys else fresh.posts
    _add(letter, section, Candidate(order, because, keys, one.id, None, one.channel_id, posts))


def _add(letter: _Letter, section: Section, candidate: Candidate) -> None:
    letter.found[section].append(candidate)
    if candidate.thread_id is not None:
        letter.taken.add(candidate.thread_id)
