"""Loading the texts that letters tell of: once for a batch, whoever reads them.

Everything is as it is now. What is removed, held or not published any more is not loaded at all;
who may read the rest is asked for each reader by `forum.digests.queries.contents`.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, City, Organisation
from forum.curation.models import Summary
from forum.digests.contents import Appointment, Author
from forum.digests.models import Edition, EditionEntry, EditionRole, Occasion
from forum.digests.queries.coming import holds_hour
from forum.digests.selection import Chosen
from forum.digests.sentences import plain
from forum.digests.texts import OccasionText, PollText, PostText, Texts, ThreadText
from forum.kernel.markup.excerpt import excerpt
from forum.messaging.models import ChatHour, Room
from forum.practices.models import ExperienceReport
from forum.practices.states import PUBLISHED
from forum.threads.models import (
    AcceptedAnswer,
    BallotChoice,
    MergedThread,
    Poll,
    PollOption,
    Post,
    Thread,
)

_OF_SUMMARY = 600
"""Characters to take sentences from."""


def load_texts(
    session: Session,
    items: Collection[Chosen],
    weeks: Iterable[str],
    window: tuple[dt.datetime, dt.datetime] | None,
) -> Texts:
    """Return what is needed to tell of the items; `window`: in which posts are counted."""
    texts = Texts()
    thread_ids = sorted({one.thread_id for one in items if one.thread_id is not None})
    post_ids = sorted({one.post_id for one in items if one.post_id is not None})
    occasion_ids = sorted({one.occasion_id for one in items if one.occasion_id is not None})
    _add_threads(session, texts, thread_ids)
    _add_posts(session, texts, post_ids, thread_ids)
    if window is not None:
        _add_arrivals(session, texts, thread_ids, *window)
    _add_findings(session, texts, thread_ids)
    _add_polls(session, texts, thread_ids)
    _add_occasions(session, texts, occasion_ids)
    _add_hours(session, texts, sorted({one.hour_id for one in items if one.hour_id is not None}))
    _add_editions(session, texts, weeks)
    return texts


def _add_threads(session: Session, texts: Texts, ids: Collection[int]) -> None:
    columns = (
        Thread.id,
        Thread.public_id,
        Thread.kind,
        Thread.title,
        Thread.channel_id,
        # Held ones are not read.
        sa.func.coalesce(Thread.visible_at, Thread.created_at),
    )
    rows = session.execute(
        sa.select(*columns).where(
            Thread.id.in_(ids), Thread.removed_at.is_(None), Thread.visible_at.is_not(None)
        )
    )
    texts.threads = {row.id: ThreadText(*row) for row in rows}


def _add_posts(
    session: Session, texts: Texts, ids: Collection[int], thread_ids: Collection[int]
) -> None:
    """Read the posts named, and what opens the threads."""
    is_here = Actor.closed_at.is_(None)
    columns = (
        Post.id,
        Post.public_id,
        Post.thread_id,
        Post.number,
        sa.func.coalesce(Post.visible_at, Post.created_at),
        Post.excerpt,
    )
    who = (
        sa.case((is_here, Actor.name)),
        sa.case((is_here, Organisation.name)),
        sa.case((is_here, City.name)),
    )
    wanted = sa.union(
        sa.select(Post.id).where(Post.id.in_(ids)),
        sa.select(Post.id).where(Post.thread_id.in_(thread_ids), Post.number == 1),
    )
    rows = session.execute(
        sa.select(*columns, *who)
        .join(Actor, Actor.id == Post.author_id)
        .outerjoin(Organisation, Organisation.id == Actor.organisation_id)
        .outerjoin(City, City.id == Actor.city_id)
        .where(Post.id.in_(wanted), Post.removed_at.is_(None), Post.visible_at.is_not(None))
    )
    for row in rows:
        post = PostText(row[0], row[1], row[2], row[3], row[4], row[5], Author(*row[6:]))
        texts.posts[post.id] = post
        if post.number == 1:
            texts.openings[post.thread_id] = post


def _add_arrivals(
    session: Session,
    texts: Texts,
    thread_ids: Collection[int],
    since: dt.datetime,
    until: dt.datetime,
) -> None:
    arrivals: dict[int, list[tuple[dt.datetime, int]]] = defaultdict(list)
    visible_at = sa.func.coalesce(Post.visible_at, Post.created_at)
    rows = session.execute(
        sa.select(Post.thread_id, visible_at, Post.author_id).where(
            Post.visible_at > since,
            Post.visible_at <= until,
            Post.removed_at.is_(None),
            # No bare column: what is new is found by its time, and not by reading long threads.
            (Post.thread_id + 0).in_(thread_ids),
        )
    )
    for thread_id, at, author_id in rows:
        arrivals[thread_id].append((at, author_id))
    texts.arrivals = arrivals


def _add_findings(session: Session, texts: Texts, thread_ids: Collection[int]) -> None:
    """Read reports, summaries and accepted answers."""
    reports = session.execute(
        sa.select(ExperienceReport.thread_id, ExperienceReport.texts).where(
            ExperienceReport.thread_id.in_(thread_ids),
            ExperienceReport.state.in_(sorted(PUBLISHED)),
        )
    )
    texts.reports = {
        thread_id: plain(record.get("summary", ""))
        for thread_id, record in reports
        if thread_id is not None
    }
    summaries = session.execute(
        sa.select(Summary.thread_id, Summary.html, Summary.updated_at).where(
            Summary.thread_id.in_(thread_ids)
        )
    )
    texts.summaries = {
        thread_id: (excerpt(html, length=_OF_SUMMARY), at) for thread_id, html, at in summaries
    }
    answers = session.execute(
        sa.select(AcceptedAnswer.thread_id, AcceptedAnswer.post_id).where(
            AcceptedAnswer.thread_id.in_(thread_ids)
        )
    )
    texts.answers = {row.thread_id: row.post_id for row in answers}


def _add_polls(session: Session, texts: Texts, thread_ids: Collection[int]) -> None:
    results: dict[int, list[tuple[str, int]]] = defaultdict(list)
    closes: dict[int, dt.datetime | None] = {}
    votes = sa.func.count(BallotChoice.ballot_id)
    rows = session.execute(
        sa.select(Poll.thread_id, Poll.closes_at, PollOption.text, votes)
        .join(PollOption, PollOption.poll_id == Poll.id)
        .outerjoin(BallotChoice, BallotChoice.option_id == PollOption.id)
        .where(Poll.thread_id.in_(thread_ids))
        .group_by(Poll.thread_id, Poll.closes_at, PollOption.id, PollOption.text)
        .order_by(Poll.thread_id, votes.desc(), PollOption.position)
    )
    for thread_id, closes_at, text, count in rows:
        closes[thread_id] = closes_at
        results[thread_id].append((text, count))
    texts.polls = {
        thread_id: PollText(closes_at, tuple(results[thread_id]))
        for thread_id, closes_at in closes.items()
    }


def _add_occasions(session: Session, texts: Texts, ids: Collection[int]) -> None:
    rows = session.execute(
        sa.select(
            Occasion.id,
            Occasion.title,
            Occasion.channel_id,
            Occasion.begins_at,
            Occasion.is_whole_day,
            Occasion.place,
            Occasion.url,
        ).where(Occasion.id.in_(ids), Occasion.removed_at.is_(None))
    )
    texts.occasions = {
        row.id: OccasionText(row.title, row.channel_id, Appointment(*row[3:])) for row in rows
    }


def _add_hours(session: Session, texts: Texts, ids: Collection[int]) -> None:
    if not ids:  # in most weeks
        return
    rows = session.execute(
        sa.select(
            ChatHour.id, ChatHour.title, Room.channel_id, ChatHour.starts_at, ChatHour.public_id
        )
        .join(Room, Room.id == ChatHour.room_id)
        .where(ChatHour.id.in_(ids), holds_hour())
    )
    texts.hours = {
        row.id: OccasionText(
            row.title,
            row.channel_id,
            Appointment(row.starts_at, is_whole_day=False, place="", url=""),
            row.public_id,
        )
        for row in rows
    }


def _add_editions(session: Session, texts: Texts, weeks: Iterable[str]) -> None:
    thread_id = sa.func.coalesce(MergedThread.into_id, EditionEntry.thread_id)
    rows = session.execute(
        sa.select(Edition.week, Edition.html, thread_id, EditionEntry.role, EditionEntry.note)
        .outerjoin(EditionEntry, EditionEntry.edition_id == Edition.id)
        .outerjoin(MergedThread, MergedThread.thread_id == EditionEntry.thread_id)
        .where(Edition.week.in_(sorted(set(weeks))))
    )
    for week, html, entered, role, note in rows:
        texts.introductions[week] = html
        if role is EditionRole.LEFT_OUT:
            texts.left_out.add((week, entered))
        elif role is EditionRole.PICKED:
            texts.notes[week, entered] = note
