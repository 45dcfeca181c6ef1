"""Who is told of a report, and that each day is reminded of once."""

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Account, Actor
from forum.channels.models import Channel, MembershipRole
from forum.jobs.relay import relay
from forum.kernel import clock
from forum.notifications.kinds import Kind, Way
from forum.notifications.models import Notification
from forum.practices import actions
from forum.practices.models import ExperienceReport, ReportState, ReportVersion, Stage
from forum.threads import actions as threads
from forum.threads.models import Thread
from forum.wiring import SUBSCRIBERS
from tests.factories.accounts import make_actor, make_city, make_organisation
from tests.factories.channels import make_channel, make_membership
from tests.factories.practices import make_report, make_verification, thread_of

S = ReportState
Told = Callable[[], list[tuple[str, Kind, Way]]]


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def moderator(session: Session, channel: Channel) -> Actor:
    actor = make_actor(session, "Mo Moderation")
    make_membership(session, channel, actor, MembershipRole.MODERATOR)
    return actor


@pytest.fixture
def told(app: object, session: Session) -> object:
    """Return what lets the relay run and says who was told what, in which way."""

    def ask() -> list[tuple[str, Kind, Way]]:
        session.commit()
        relay(SUBSCRIBERS)
        session.expire_all()
        rows = session.execute(
            sa.select(Actor.name, Notification.kind, Notification.way)
            .join(Account, Account.id == Notification.account_id)
            .join(Actor, Actor.id == Account.actor_id)
            .where(Notification.kind.in_([kind for kind in Kind if kind.startswith("report_")]))
            .order_by(Notification.id)
        )
        return [(name, kind, way) for name, kind, way in rows]

    return ask


def test_the_author_is_told_of_each_answer_and_of_a_rejection_by_its_own_letter_alone(
    session: Session, channel: Channel, moderator: Actor, told: Told
) -> None:
    for step in ("return_report", "release", "reject"):
        report = make_report(session, state=S.SUBMITTED, channel=channel)
        getattr(actions, step)(session, moderator, report, reason="Weil.")
    mail, page = Way.MAIL, Way.PAGE
    kind = Kind.REPORT_ANSWERED
    expected = [("Rita Bericht", kind, way) for way in (mail, mail, page)]
    assert told() == expected
    assert told() == expected


def test_author_and_moderation_are_reminded_once_of_each_day(
    session: Session, channel: Channel, moderator: Actor, told: Told
) -> None:
    today = clock.now().date()
    day = dt.timedelta(days=1)
    due = make_report(session, channel=channel, review_on=today)
    make_report(session, channel=channel, review_on=today + day)
    make_report(session, channel=channel, state=S.OUTDATED, review_on=today)
    make_report(session, channel=channel, state=S.RETURNED, due_on=today + 3 * day)
    make_report(session, channel=channel, state=S.RETURNED, due_on=today + 4 * day)
    assert (actions.remind(session), actions.remind(session)) == (2, 0)
    first = [
        *(("Rita Bericht", Kind.REPORT_DUE, Way.MAIL),) * 2,
        ("Mo Moderation", Kind.REPORT_DUE, Way.MAIL),
    ]
    assert sorted(told()) == sorted(first)
    actions.renew(session, moderator, due)
    assert due.review_on == today.replace(year=today.year + 2)
    assert actions.remind(session) == 0
    due.review_on = today
    assert actions.remind(session) == 1
    session.commit()
    assert sorted(told()) == sorted(first), "the same day, told again"


def test_another_city_confirms_what_is_complete_and_plausible(
    session: Session, channel: Channel, moderator: Actor, told: Told
) -> None:
    report = make_report(session, channel=channel)
    bearer = make_organisation(session)
    own = make_actor(session, "Nah", organisation=bearer, city=report.city)
    other = make_actor(session, "Fern", organisation=bearer, city=make_city(session, "Weitstadt"))
    homeless = make_actor(session, "Ohne", organisation=bearer)
    confirm = Stage.CONFIRMED
    for actor, reason in ((own, "own_city"), (homeless, "no_city"), (report.author, "own_report")):
        with pytest.raises(Exception, match=reason):
            actions.verify(session, actor, report, confirm)
    with pytest.raises(Exception, match="stage_before_missing"):
        actions.verify(session, other, report, confirm)
    make_verification(session, report, moderator, Stage.COMPLETE)
    actions.verify(session, moderator, report, Stage.PLAUSIBLE)
    one = actions.verify(session, other, report, confirm, note="Bei uns auch.")
    again = actions.verify(session, other, report, confirm, note="Bei uns auch.")
    assert (one.id, one.city_id) == (again.id, other.city_id)
    assert told() == [("Rita Bericht", Kind.REPORT_CONFIRMED, Way.MAIL)]


def test_a_report_follows_its_thread_to_another_channel_and_another_title(
    session: Session, channel: Channel, moderator: Actor, told: Told
) -> None:
    report = make_report(session, channel=channel)
    elsewhere = make_channel(session, "Anderswo")
    make_membership(session, elsewhere, moderator, MembershipRole.MODERATOR)
    thread = thread_of(session, report)
    threads.move(session, moderator, thread, to=elsewhere)
    threads.retitle(session, moderator, session.get_one(Thread, thread.id), title="Ein Regal")
    for _twice in range(2):
        told()
        report = session.scalars(sa.select(ExperienceReport)).one()
        assert (report.channel_id, report.title) == (elsewhere.id, "Ein Regal")
    versions = session.scalars(sa.select(ReportVersion.version)).all()
    assert sorted(versions) == [1, 2]
