"""Loading what has happened in a window of time: once for a batch of letters.

A constant number of statements, each bounded by an index on time or by the ids that the others
found: what it costs depends on what is new, and not on the archive.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.curation.models import Summary
from forum.digests import sections
from forum.digests.choosing import OVERLAP
from forum.digests.happenings import Happening, NewPost, News, Prepared, Window
from forum.digests.models import Edition, EditionEntry, EditionRole
from forum.digests.queries.coming import load_coming
from forum.imports.queries import is_from_archive
from forum.practices.models import ExperienceReport, ReportState, ReportStep
from forum.practices.states import PUBLISHED, Verb
from forum.threads.models import (
    AcceptedAnswer,
    MergedThread,
    Placement,
    Poll,
    Post,
    Reaction,
    Thread,
    ThreadKind,
)
from forum.threads.queries.kinds import WAITING

# Questions that nobody has answered come as long as this.
OPEN_FOR = dt.timedelta(days=28)
POLLS_AHEAD = dt.timedelta(days=10)
# An excerpt of fewer characters is a "thank you".
_SAYS_SOMETHING = 60
_MOST_OPEN = 200


def load_window(
    session: Session,
    since: dt.datetime,
    until: dt.datetime,
    *,
    weeks: Collection[str],
    thread_ids: Collection[int] = (),
) -> Window:
    """Return what became visible or was decided in between, and the threads named."""
    since -= OVERLAP
    posts = _new_posts(session, since, until)
    reports = _reports(session, since, until)
    decisions = _decisions(session, since, until)
    endings = _endings(session, until)
    prepared = _prepared(session, weeks)
    picked = (thread_id for one in prepared.values() for thread_id in one.picks)
    named = {*posts, *reports, *decisions, *endings, *picked, *thread_ids}
    happenings = _threads(session, named, until)
    _place(session, happenings)
    for thread_id, one in happenings.items():
        one.posts = posts.get(thread_id, [])
        one.people = frozenset({one.author_id, *(post.author_id for post in one.posts)})
        one.decision = decisions.get(thread_id)
        one.report = reports.get(thread_id)
        if thread_id in endings:
            one.poll_id, one.ending = endings[thread_id]
        if one.kind is ThreadKind.ANNOUNCEMENT and one.decision is None and _is_new(one):
            one.decision = News(
                f"thread:{thread_id}",
                sections.ANNOUNCEMENT,
                one.visible_at,
                one.author_id,
                one.posts[0].id,
            )
        one.has_news = not (one.report is one.decision is one.ending is None)
    return Window(until, happenings, load_coming(session, until), prepared)


def _is_new(one: Happening) -> bool:
    return bool(one.posts) and one.posts[0].number == 1


def _new_posts(
    session: Session, since: dt.datetime, until: dt.datetime
) -> dict[int, list[NewPost]]:
    """Read what members wrote, oldest first; what came with an archive is no news."""
    inside = (Post.visible_at > since, Post.visible_at <= until, Post.removed_at.is_(None))
    liked = {
        row[0]: row[1]
        for row in session.execute(
            sa.select(Reaction.post_id, sa.func.count())
            .join(Post, Post.id == Reaction.post_id)
            .where(*inside)
            .group_by(Reaction.post_id)
        )
    }
    found: dict[int, list[NewPost]] = defaultdict(list)
    rows = session.execute(
        sa.select(
            Post.id,
            Post.thread_id,
            Post.number,
            Post.author_id,
            sa.func.coalesce(Post.visible_at, Post.created_at),
            sa.func.length(Post.excerpt),
        )
        .where(*inside, ~is_from_archive())
        .order_by(Post.visible_at, Post.id)
    )
    for post_id, thread_id, number, author_id, visible_at, length in rows:
        weight = 2 * liked.get(post_id, 0) + (length >= _SAYS_SOMETHING)
        found[thread_id].append(NewPost(post_id, number, author_id, visible_at, weight))
    return found


def _threads(session: Session, named: Collection[int], until: dt.datetime) -> dict[int, Happening]:
    """Read the threads that stand, by id, and those whose question has waited for a while."""
    standing = (
        Thread.removed_at.is_(None),
        Thread.archived_at.is_(None),
        Thread.visible_at.is_not(None),
        Thread.visible_at <= until,
    )
    columns = (
        Thread.id,
        Thread.kind,
        Thread.channel_id,
        Thread.author_id,
        # Held ones are not read.
        sa.func.coalesce(Thread.visible_at, Thread.created_at),
        Thread.last_post_at,
        Thread.last_post_number,
        Thread.reply_count,
        Thread.locked_at,
    )
    by_id = sa.select(*columns).where(Thread.id.in_(sorted(named)), *standing)
    waiting = (
        sa.select(*columns)
        .join(Post, sa.and_(Post.thread_id == Thread.id, Post.number == 1))
        .where(
            Thread.visible_at > until - OPEN_FOR,
            Thread.kind == ThreadKind.QUESTION,
            Thread.reply_count == 0,
            ~is_from_archive(),
            *standing,
        )
        .order_by(Thread.visible_at.desc(), Thread.id.desc())
        .limit(_MOST_OPEN)
    )
    found: dict[int, Happening] = {}
    for statement in (by_id, waiting):
        for row in session.execute(statement):
            waits = row.reply_count == 0 and row.locked_at is None and row.kind in WAITING
            found.setdefault(row.id, Happening(*row[:7], waits))
    return found


def _place(session: Session, happenings: dict[int, Happening]) -> None:
    placed: dict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        sa.select(Placement.thread_id, Placement.channel_id).where(
            Placement.thread_id.in_(sorted(happenings))
        )
    )
    for thread_id, channel_id in rows:
        placed[thread_id].add(channel_id)
    for thread_id, one in happenings.items():
        one.channels = frozenset({one.channel_id, *placed[thread_id]})


def _reports(session: Session, since: dt.datetime, until: dt.datetime) -> dict[int, News]:
    """Read what was released and recommended; what is both is recommended."""
    rows = session.execute(
        sa.select(
            ExperienceReport.id,
            ExperienceReport.thread_id,
            ExperienceReport.author_id,
            ReportStep.verb,
            ReportStep.actor_id,
            ReportStep.created_at,
            ExperienceReport.state,
        )
        .join(ExperienceReport, ExperienceReport.id == ReportStep.report_id)
        .where(
            ReportStep.created_at > since,
            ReportStep.created_at <= until,
            ReportStep.verb.in_((Verb.RELEASE, Verb.RECOMMEND)),
            ExperienceReport.state.in_(sorted(PUBLISHED - {ReportState.OUTDATED})),
        )
        .order_by(ReportStep.created_at, ReportStep.id)
    )
    found: dict[int, News] = {}
    for report_id, thread_id, author_id, verb, by_id, at, state in rows:
        if thread_id is None:
            continue
        if verb == Verb.RELEASE:
            former = found.get(thread_id)
            because = sections.NEW_REPORT if former is None else former.because
            found[thread_id] = News(f"report:{report_id}", because, at, author_id)
        elif state is ReportState.RECOMMENDED:
            former = found.get(thread_id)
            key = f"recommended:{report_id}" if former is None else former.key
            found[thread_id] = News(key, sections.RECOMMENDED, at, by_id)
    return found


def _decisions(session: Session, since: dt.datetime, until: dt.datetime) -> dict[int, News]:
    """Read closed polls, new summaries and accepted answers; an answer says most."""
    found: dict[int, News] = {}
    ended = sa.func.coalesce(Poll.closed_at, Poll.closes_at, until)
    polls = session.execute(
        sa.select(Poll.thread_id, ended, Poll.closed_by_id).where(
            sa.or_(
                sa.and_(Poll.closed_at > since, Poll.closed_at <= until),
                sa.and_(Poll.closed_at.is_(None), Poll.closes_at > since, Poll.closes_at <= until),
            )
        )
    )
    for thread_id, at, by_id in polls:
        found[thread_id] = News(f"poll:{thread_id}", sections.POLL_CLOSED, at, by_id)
    summaries = session.execute(
        sa.select(
            Summary.thread_id, Summary.version, Summary.updated_at, Summary.edited_by_id
        ).where(Summary.updated_at > since, Summary.updated_at <= until)
    )
    for thread_id, version, at, by_id in summaries:
        found[thread_id] = News(f"summary:{thread_id}:{version}", sections.SUMMARY, at, by_id)
    answers = session.execute(
        sa.select(
            AcceptedAnswer.thread_id,
            AcceptedAnswer.post_id,
            AcceptedAnswer.accepted_at,
            AcceptedAnswer.accepted_by_id,
        )
        .join(Post, Post.id == AcceptedAnswer.post_id)
        .where(
            AcceptedAnswer.accepted_at > since,
            AcceptedAnswer.accepted_at <= until,
            Post.removed_at.is_(None),
            Post.visible_at.is_not(None),
        )
    )
    for thread_id, post_id, at, by_id in answers:
        found[thread_id] = News(f"answer:{thread_id}", sections.SOLVED, at, by_id, post_id)
    return found


def _endings(session: Session, until: dt.datetime) -> dict[int, tuple[int, News]]:
    """Read the polls that end soon."""
    rows = session.execute(
        sa.select(Poll.id, Poll.thread_id, Poll.closes_at).where(
            Poll.closed_at.is_(None), Poll.closes_at > until, Poll.closes_at <= until + POLLS_AHEAD
        )
    )
    return {
        thread_id: (poll_id, News(f"poll_ends:{thread_id}", sections.POLL_ENDS, closes_at, None))
        for poll_id, thread_id, closes_at in rows
        if closes_at is not None
    }


def _prepared(session: Session, weeks: Iterable[str]) -> dict[str, Prepared]:
    # A thread that went into another is told as that one.
    thread_id = sa.func.coalesce(MergedThread.into_id, EditionEntry.thread_id)
    rows = session.execute(
        sa.select(Edition.week, Edition.source != "", thread_id, EditionEntry.role)
        .outerjoin(EditionEntry, EditionEntry.edition_id == Edition.id)
        .outerjoin(MergedThread, MergedThread.thread_id == EditionEntry.thread_id)
        .where(Edition.week.in_(sorted(weeks)))
        .order_by(EditionEntry.position, EditionEntry.thread_id)
    ).all()
    return {
        week: Prepared(
            [row[2] for row in rows if row[0] == week and row[3] is EditionRole.PICKED],
            frozenset(row[2] for row in rows if row[0] == week and row[3] is EditionRole.LEFT_OUT),
            has_introduction=any(row[1] for row in rows if row[0] == week),
        )
        for week in {row[0] for row in rows}
    }
