"""What waits for a moderator, in the channels they look after."""

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Channel, MembershipRole
from forum.insights.queries.desk import (
    due_reports,
    late_questions,
    open_cases,
    silent_channels,
)
from forum.kernel import clock
from forum.practices.models import ReportState
from forum.threads.models import Thread
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.moderation import make_case, make_moderator
from tests.factories.practices import make_report
from tests.factories.threads import make_question, make_reply, make_thread, opening_post

BERLIN = "Europe/Berlin"
# A Thursday: three working days back is Monday, at the same hour.
NOW = dt.datetime(2026, 11, 12, 10, tzinfo=dt.UTC)
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor(session, "Kim Fragt")


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Mine", created_at=LONG_AGO)


@pytest.fixture
def moderator(session: Session, channel: Channel) -> Actor:
    return make_moderator(session, channel)


def question(session: Session, channel: Channel, author: Actor, *, hours: int) -> Thread:
    """Ask so many hours before `NOW`."""
    thread = make_question(session, channel, author)
    thread.visible_at = NOW - dt.timedelta(hours=hours)
    session.commit()
    return thread


def test_a_question_is_late_after_three_working_days_without_a_reply(
    session: Session, channel: Channel, moderator: Actor, author: Actor
) -> None:
    late = question(session, channel, author, hours=73)
    oldest = question(session, channel, author, hours=200)
    question(session, channel, author, hours=71)
    answered = question(session, channel, author, hours=100)
    make_reply(session, answered, moderator)
    closed = question(session, channel, author, hours=100)
    closed.locked_at = clock.now()
    talk = make_thread(session, channel, author)
    talk.visible_at = LONG_AGO
    session.commit()
    question(session, make_channel(session, "Not mine"), author, hours=100)
    found = late_questions(session, moderator, NOW, BERLIN)
    assert [row.id for row in found.items] == [oldest.id, late.id]
    admin = make_actor(session, "Frauke Admin", role=Role.ADMIN)
    assert len(late_questions(session, admin, NOW, BERLIN).items) == 3
    assert not late_questions(session, author, NOW, BERLIN).items


def test_a_channel_is_silent_sixty_days_after_the_last_post_that_can_be_read(
    session: Session, channel: Channel, moderator: Actor, author: Actor
) -> None:
    def mine(name: str, *, posted: int | None, created: dt.datetime = LONG_AGO) -> Channel:
        own = make_channel(session, name, created_at=created)
        make_membership(session, own, moderator, MembershipRole.MODERATOR)
        if posted is not None:
            thread = make_thread(session, own, author)
            opening_post(session, thread).visible_at = NOW - dt.timedelta(days=posted)
            own.last_activity_at = NOW - dt.timedelta(days=posted)
            session.commit()
        return own

    mine("Alive", posted=59)
    mine("Quiet", posted=61)
    mine("Quietest", posted=200)
    mine("New", posted=None, created=NOW - dt.timedelta(days=1))
    mine("Archived", posted=100).archived_at = NOW
    # Shown here from elsewhere, so somebody reads it here.
    thread = make_thread(session, make_channel(session, "Not mine"), author, places=[channel])
    opening_post(session, thread).visible_at = NOW - dt.timedelta(days=1)
    session.commit()
    unused = mine("Never used", posted=None)
    found = silent_channels(session, moderator, NOW)
    assert [row.name for row in found] == ["Quietest", "Quiet", unused.name]
    assert [row.last_at is None for row in found] == [False, False, True]


@pytest.mark.parametrize(
    ("state", "days", "is_due"),
    [
        (ReportState.RELEASED, -1, True),
        (ReportState.RECOMMENDED, 30, True),
        (ReportState.RELEASED, 31, False),
        (ReportState.OUTDATED, -1, False),
        (ReportState.RETURNED, -1, False),
    ],
)
def test_a_report_is_due_before_its_review_day(
    session: Session,
    channel: Channel,
    moderator: Actor,
    author: Actor,
    state: ReportState,
    days: int,
    *,
    is_due: bool,
) -> None:
    review_on = NOW.date() + dt.timedelta(days=days)
    make_report(session, state=state, channel=channel, author=author, review_on=review_on)
    assert bool(due_reports(session, moderator, NOW.date())) is is_due
    assert not due_reports(session, author, NOW.date())


def test_cases_count_for_those_who_may_decide_them(
    session: Session, channel: Channel, moderator: Actor, author: Actor
) -> None:
    for writer in (author, moderator):
        make_case(session, make_thread(session, channel, writer))
    admin = make_actor(session, "Frauke Admin", role=Role.ADMIN)
    assert [open_cases(session, one).count for one in (moderator, admin, author)] == [1, 2, 0]
    assert open_cases(session, moderator).oldest_at is not None
