"""From what is recorded about posts and reports to their cases, and back."""

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from forum.channels.models import Release
from forum.jobs.relay import relay
from forum.kernel import clock
from forum.moderation import actions
from forum.moderation.models import (
    Case,
    CaseState,
    Decision,
    Measure,
    Signal,
    Source,
    Target,
)
from forum.practices.models import ExperienceReport, ReportState
from forum.threads import actions as threads
from forum.threads.models import Post
from forum.wiring import SUBSCRIBERS
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.moderation import make_moderator
from tests.factories.practices import make_report
from tests.factories.threads import make_reply, make_thread


@pytest.fixture
def deliver(app: Flask, session: Session) -> Callable[[], int]:
    """Return what lets the subscribers of the cases hear of everything that was recorded."""

    def run() -> int:
        session.commit()
        return relay(SUBSCRIBERS)

    return run


def test_what_waits_opens_its_case_and_release_or_withdrawal_ends_it(
    session: Session, deliver: Callable[[], int]
) -> None:
    channel = make_channel(session)
    author, moderator = make_actor(session, "Autorin"), make_moderator(session, channel)
    thread = make_thread(session, channel, author)
    channel.waiting = Release.EVERYTHING
    kept, gone = make_reply(session, thread, author), make_reply(session, thread, author)
    deliver()
    found = {case.target_id: case for case in session.scalars(sa.select(Case))}
    assert {case.source for case in found.values()} == {Source.HELD}
    assert set(found) == {kept.id, gone.id}
    case = found[kept.id]
    actions.decide(session, moderator, case, fence=case.fence, measure=Measure.RELEASE)
    threads.withdraw(session, author, gone)
    deliver()
    assert session.get_one(Post, kept.id).visible_at is not None
    states = session.scalars(sa.select(Case.state).execution_options(populate_existing=True))
    assert set(states) == {CaseState.DECIDED}
    assert session.query(Decision).count() == 1
    deliver()
    assert session.query(Signal).count() == 2


def test_a_report_is_claimed_and_returned_by_its_case_and_comes_back_into_it(
    session: Session, deliver: Callable[[], int]
) -> None:
    report = make_report(session, state=ReportState.SUBMITTED)
    moderator = make_moderator(session, report.channel)
    case = open_report_case(session, report)
    claimed = actions.claim(session, moderator, case)
    assert session.get_one(ExperienceReport, report.id).state is ReportState.IN_REVIEW
    assert actions.let_go(session, moderator, claimed).claimed_by_id is None
    assert session.get_one(ExperienceReport, report.id).state is ReportState.SUBMITTED
    actions.decide(
        session,
        moderator,
        case,
        fence=case.fence,
        measure=Measure.RETURN,
        reason="Bitte die Kosten ergänzen.",
        values={"due_on": in_days(10)},
    )
    deliver()
    returned = session.get_one(ExperienceReport, report.id)
    assert (returned.state, str(returned.due_on)) == (ReportState.RETURNED, in_days(10))
    assert case.state is CaseState.DECIDED


def open_report_case(session: Session, report: ExperienceReport) -> Case:
    case = actions.open_case(
        session,
        target=Target.REPORT,
        target_id=report.id,
        source=Source.SUBMITTED,
        key="submitted:1",
        reason="submitted",
    )
    session.commit()
    return case


def in_days(days: int) -> str:
    return (clock.now().date() + dt.timedelta(days=days)).isoformat()
