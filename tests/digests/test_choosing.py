"""Choosing what stands in a letter, from facts alone."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from forum.digests import sections
from forum.digests.choosing import choose, remember
from forum.digests.happenings import (
    Coming,
    Happening,
    Mark,
    NewPost,
    News,
    Notice,
    Prepared,
    ReaderFacts,
    Window,
)
from forum.digests.models import Length, LetterKind, Section
from forum.digests.selection import Selection
from forum.digests.wanted import WantedLetter
from forum.notifications.kinds import Kind
from forum.threads.models import ThreadKind

NOW = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ME, OTHER = 1, 2
MY_CITY, MY_THEME, OTHER_CITY, OTHER_THEME, CLOSED = 10, 11, 12, 13, 14
CITIES = frozenset({MY_CITY, OTHER_CITY})
WEEKLY = WantedLetter(
    issue_id=1,
    account_id=1,
    key="weekly",
    kind=LetterKind.WEEKLY,
    channel_id=None,
    period="2026-W48",
    due_at=NOW,
    since=NOW - dt.timedelta(days=7),
    ordered_at=NOW,
    length=Length.NORMAL,
    shows_elsewhere=True,
    chosen=frozenset(),
)
OF_THEME = replace(WEEKLY, kind=LetterKind.CHANNEL, key="channel:11", channel_id=MY_THEME)


def a_reader(**facts: object) -> ReaderFacts:
    usual = {
        "account_id": 1,
        "actor_id": ME,
        "is_here": True,
        "readable": frozenset({MY_CITY, MY_THEME, OTHER_CITY, OTHER_THEME}),
        "own": frozenset({MY_CITY, MY_THEME}),
        "own_cities": frozenset({MY_CITY}),
    }
    return ReaderFacts(**{**usual, **facts})  # type: ignore[arg-type]


def a_thread(
    number: int,
    *,
    channels: Sequence[int] = (MY_THEME,),
    writers: Sequence[int] = (OTHER,),
    kind: ThreadKind = ThreadKind.DISCUSSION,
    hours_ago: int = 10,
    **facts: object,
) -> Happening:
    """Return a thread begun lately; its first channel is its home, one post an hour."""
    posts = [
        NewPost(100 * number + at, at, writer, NOW - HOUR * (hours_ago - at), weight=0)
        for at, writer in enumerate(writers, 1)
    ]
    last = posts[-1].visible_at if posts else NOW - HOUR * hours_ago
    usual = {
        "id": number,
        "kind": kind,
        "channel_id": channels[0],
        "author_id": OTHER,
        "visible_at": NOW - HOUR * (hours_ago - 1),
        "last_post_at": last,
        "last_number": len(posts),
        "waits": len(posts) == 1 and kind is ThreadKind.QUESTION,
        "channels": frozenset(channels),
        "posts": posts,
        "people": frozenset({OTHER, *writers}),
    }
    one = Happening(**{**usual, **facts})  # type: ignore[arg-type]
    one.has_news = bool(one.report or one.decision or one.ending)
    return one


def news(key: str, because: str = sections.SOLVED, by: int = OTHER) -> News:
    return News(key, because, NOW - HOUR, by)


def chosen(
    *threads: Happening,
    reader: ReaderFacts | None = None,
    wanted: WantedLetter = WEEKLY,
    prepared: Prepared | None = None,
    coming: Sequence[Coming] = (),
) -> Selection:
    weeks = {} if prepared is None else {WEEKLY.period: prepared}
    window = Window(NOW, {one.id: one for one in threads}, coming, weeks)
    return choose(wanted, reader or a_reader(), window, CITIES)


def parts(selection: Selection) -> dict[Section, list[int | None]]:
    """Return the threads (of occasions: their id) in each part, in order."""
    found: dict[Section, list[int | None]] = {}
    for item in selection.items:
        ids = found.setdefault(item.section, [])
        told = item.thread_id or item.occasion_id
        if told not in ids:
            ids.append(told)
    return found


@pytest.mark.parametrize(
    ("thread", "section", "because"),
    [
        (a_thread(1, kind=ThreadKind.QUESTION), Section.UNANSWERED, "unanswered"),
        (a_thread(1), Section.BUSY, "new_thread"),
        (a_thread(1, writers=[OTHER, 3]), Section.BUSY, "new_thread"),
        (a_thread(1, channels=[OTHER_CITY]), Section.ELSEWHERE, "new_thread"),
        (a_thread(1, channels=[OTHER_THEME, MY_CITY]), Section.BUSY, "new_thread"),
        (a_thread(1, decision=news("answer:1")), Section.DECISIONS, "solved"),
        (
            a_thread(1, channels=[OTHER_THEME], decision=news("thread:1", "announcement")),
            Section.DECISIONS,
            "announcement",
        ),
        (
            a_thread(1, channels=[OTHER_CITY], report=news("report:1", "new_report")),
            Section.REPORTS,
            "new_report",
        ),
        (a_thread(1, ending=news("poll_ends:1"), poll_id=5), Section.OCCASIONS, "poll_ends"),
    ],
)
def test_each_thread_has_its_part(thread: Happening, section: Section, because: str) -> None:
    (item,) = [one for one in chosen(thread).items if one.position == 1]
    assert (item.section, item.because, item.thread_id) == (section, because, 1)


SEEN = Mark(number=9, at=NOW)


@pytest.mark.parametrize(
    "facts",
    [
        {"readable": frozenset({OTHER_CITY})},
        {"muted_threads": {1}},
        {"muted_channels": frozenset({MY_THEME})},
        {"marks": {1: SEEN}},
        {"told_until": {1: NOW}},
        {"mailed": {101}, "mailed_in": {1}},
        {"actor_id": OTHER},
        {"is_here": False},
    ],
    ids=["rights", "muted", "channel muted", "read", "told", "mailed", "own", "gone"],
)
@pytest.mark.parametrize("channels", [[MY_THEME], [MY_THEME, OTHER_CITY]])
def test_what_is_not_for_the_reader_stays_out(
    facts: dict[str, object], channels: list[int]
) -> None:
    threads = [a_thread(1, channels=channels)]
    assert chosen(*threads).items
    assert not chosen(*threads, reader=a_reader(**facts)).items


def test_what_was_muted_read_or_told_is_no_decision_either() -> None:
    thread = a_thread(1, decision=news("answer:1"), report=news("report:1"))
    reader = a_reader(told={"answer:1", "report:1"}, told_until={1: NOW})
    assert not chosen(thread, reader=reader).items
    assert not chosen(thread, reader=a_reader(marks={1: SEEN})).items
    mine = a_thread(1, writers=[], decision=news("answer:1", by=ME))
    assert not chosen(mine).items


def test_a_post_released_late_is_new_though_later_ones_were_read() -> None:
    thread = a_thread(1, writers=[OTHER, OTHER])
    thread.posts[1] = replace(thread.posts[1], visible_at=NOW - HOUR / 2)
    reader = a_reader(marks={1: Mark(number=5, at=NOW - HOUR)})
    assert [item.key for item in chosen(thread, reader=reader).items] == ["post:102"]


def test_what_editors_left_out_stays_out_and_what_they_picked_comes_first() -> None:
    threads = [a_thread(number) for number in (1, 2, 3)]
    found = chosen(*threads, prepared=Prepared([3], frozenset({1}), has_introduction=True))
    assert parts(found) == {Section.PICKS: [3], Section.BUSY: [2]}
    assert found.has_introduction
    of_theme = chosen(*threads, wanted=OF_THEME, prepared=Prepared([3], frozenset({1})))
    assert parts(of_theme) == {Section.BUSY: [1, 2, 3][::-1]}


def test_what_was_told_on_the_page_stands_together_and_once() -> None:
    threads = [a_thread(1, writers=[OTHER, 3, 4]), a_thread(2, decision=news("answer:2"))]
    notices = [
        Notice(Kind.FOLLOWED, 1, 102, NOW - HOUR),
        Notice(Kind.MENTION, 1, 103, NOW - HOUR),
        Notice(Kind.FOLLOWED, 2, 201, NOW - HOUR),
    ]
    found = chosen(*threads, reader=a_reader(notices=notices))
    assert parts(found) == {Section.FOR_YOU: [1, 2]}
    assert [(one.key, one.because) for one in found.items] == [
        ("post:102", "mention"),
        ("post:103", "mention"),
        ("post:201", "followed"),
    ]


@pytest.mark.parametrize(
    "facts",
    [{"mailed": {101}, "mailed_in": {1}}, {"told": {"post:101"}}, {"marks": {1: SEEN}}],
)
def test_nobody_is_told_again_what_a_letter_or_the_page_told(facts: dict[str, object]) -> None:
    notices = [Notice(Kind.REPLY, 1, 101, NOW - 2 * HOUR)]
    found = chosen(a_thread(1, writers=[OTHER]), reader=a_reader(notices=notices, **facts))
    assert Section.FOR_YOU not in parts(found)


def test_what_is_near_and_needed_comes_before_what_is_lively() -> None:
    threads = [
        a_thread(1, writers=[OTHER, 3, 4, 5, 6, 7, 8]),
        a_thread(2, channels=[MY_CITY]),
        a_thread(3, waits=False, hours_ago=9),
        a_thread(4, channels=[OTHER_THEME, MY_THEME], writers=[OTHER, 3, 4]),
    ]
    assert parts(chosen(*threads)) == {Section.BUSY: [2, 1, 3, 4]}


def test_the_order_is_the_same_whatever_order_things_were_found_in() -> None:
    chance = random.Random(7)  # noqa: S311 - the same in every run
    threads = [
        a_thread(number, channels=chance.sample([MY_CITY, MY_THEME, OTHER_CITY, OTHER_THEME], 2))
        for number in range(1, 40)
    ]
    first = chosen(*threads)
    for _ in range(5):
        chance.shuffle(threads)
        assert chosen(*threads) == first
    assert [item.position for item in first.items] == list(range(1, len(first.items) + 1))


@pytest.mark.parametrize("length", Length)
def test_a_part_holds_so_much_and_says_how_many_more_there_are(length: Length) -> None:
    threads = [a_thread(number, kind=ThreadKind.QUESTION) for number in range(1, 30)]
    wanted = replace(WEEKLY, length=length)
    found = chosen(*threads, wanted=wanted)
    cap = sections.caps_for(LetterKind.WEEKLY, length)[Section.UNANSWERED]
    assert len(found.items) == cap
    assert found.more == {"unanswered": 29 - cap}


def test_elsewhere_no_place_fills_the_part_alone_and_cities_come_first() -> None:
    threads = [a_thread(number, channels=[OTHER_THEME]) for number in range(1, 9)]
    found = chosen(*threads, a_thread(20, channels=[OTHER_CITY], hours_ago=90))
    assert parts(found) == {Section.ELSEWHERE: [20, 8, 7]}
    assert found.more == {"elsewhere": 6}
    near_only = chosen(*threads, wanted=replace(WEEKLY, shows_elsewhere=False))
    assert not near_only.items


def test_who_has_chosen_channels_is_told_of_those() -> None:
    threads = [a_thread(1, channels=[MY_CITY]), a_thread(2, channels=[OTHER_THEME])]
    wanted = replace(WEEKLY, chosen=frozenset({OTHER_THEME, CLOSED}), shows_elsewhere=False)
    assert parts(chosen(*threads, wanted=wanted)) == {Section.BUSY: [2]}


def test_a_second_letter_tells_nothing_again() -> None:
    threads = [a_thread(number, writers=[OTHER, 3, 4]) for number in (1, 2)]
    reader = a_reader()
    first = chosen(*threads, a_thread(3, channels=[MY_CITY]), reader=reader, wanted=OF_THEME)
    remember(reader, first)
    second = chosen(*threads, a_thread(3, channels=[MY_CITY]), reader=reader)
    assert parts(first) == {Section.BUSY: [2, 1]}
    assert parts(second) == {Section.BUSY: [3]}


def test_a_channel_letter_is_about_its_channel_muted_or_not_if_it_can_be_read() -> None:
    threads = [a_thread(1), a_thread(2, channels=[MY_CITY])]
    notices = [Notice(Kind.MENTION, 2, 201, NOW - HOUR)]
    reader = a_reader(notices=notices, muted_channels=frozenset({MY_THEME}))
    assert parts(chosen(*threads, reader=reader, wanted=OF_THEME)) == {Section.BUSY: [1]}
    shut = a_reader(readable=frozenset({MY_CITY}))
    assert not chosen(*threads, reader=shut, wanted=OF_THEME).items


def test_occasions_come_soonest_first_to_those_they_are_for() -> None:
    days = [NOW + dt.timedelta(days=number) for number in range(5)]
    coming = [
        Coming(1, None, days[1], "occasion:1"),
        Coming(2, CLOSED, days[2], "occasion:2"),
        Coming(3, OTHER_CITY, days[3], "occasion:3"),
        Coming(4, MY_THEME, days[4], "occasion:4"),
    ]
    assert parts(chosen(coming=coming)) == {Section.OCCASIONS: [1, 3, 4]}
    assert parts(chosen(coming=coming, wanted=OF_THEME)) == {Section.OCCASIONS: [4]}
    quiet = a_reader(muted_channels=frozenset({OTHER_CITY}), told={"occasion:1"})
    assert parts(chosen(coming=coming, reader=quiet)) == {Section.OCCASIONS: [4]}


def test_chat_hours_come_among_the_dates_to_those_whose_channel_it_is() -> None:
    days = [NOW + dt.timedelta(days=number) for number in range(6)]
    coming = [
        Coming(7, MY_THEME, days[1], "hour:7:0", is_hour=True),
        Coming(1, None, days[2], "occasion:1"),
        Coming(8, OTHER_CITY, days[3], "hour:8:0", is_hour=True),
        Coming(9, CLOSED, days[4], "hour:9:0", is_hour=True),
        Coming(6, MY_THEME, days[5], "hour:6:1", is_hour=True, declined=frozenset({ME})),
    ]

    def keys(reader: ReaderFacts | None = None, wanted: WantedLetter = WEEKLY) -> list[str]:
        return [one.key for one in chosen(coming=coming, reader=reader, wanted=wanted).items]

    assert keys() == ["hour:7:0", "occasion:1"]
    assert keys(wanted=OF_THEME) == ["hour:7:0"]
    assert keys(a_reader(muted_channels=frozenset({MY_THEME}))) == ["occasion:1"]
    assert keys(a_reader(told={"hour:7:0"})) == ["occasion:1"]
