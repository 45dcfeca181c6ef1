"""Every state, every step, every part somebody can have: what is allowed, and what comes of it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, OrganisationKind, Role
from forum.channels.models import Audience, Channel, MembershipRole
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.errors import Conflict, NotAllowed
from forum.kernel.event_log import RecordedEvent
from forum.practices import actions
from forum.practices.fields import record_of
from forum.practices.models import ExperienceReport, ReportState, ReportStep
from forum.practices.policy import can_read_report, can_review, readable_reports, reviewable_reports
from forum.practices.queries.record import names_of, report_of
from forum.practices.states import HANDED_IN, PUBLISHED, STEPS, Verb
from forum.practices.text import written_out
from forum.threads.models import Thread
from forum.threads.policy import can_read_thread, readable_threads
from tests.factories.accounts import make_actor, make_organisation
from tests.factories.channels import make_channel, make_membership, make_theme_channel
from tests.factories.practices import make_report

S = ReportState
AUTHOR, REVIEWER, ADMIN = "author", "moderator", "admin"
PARTS = (
    AUTHOR,
    REVIEWER,
    ADMIN,
    "moderator who is the author",
    "admin who is the author",
    "another member",
    "moderator of another channel",
    "authority",
    "muted moderator",
    "nobody",
)
OWN = frozenset({AUTHOR, "moderator who is the author", "admin who is the author"})
REVIEWING = frozenset({REVIEWER, ADMIN})
# Written out once more, by hand: who takes which step from which state to which.
BY_AUTHOR: dict[Verb, dict[S, S | None]] = {
    Verb.SAVE: {S.DRAFT: S.DRAFT, S.RETURNED: S.RETURNED},
    Verb.DISCARD: {S.DRAFT: None, S.REJECTED: None},
    Verb.SUBMIT: {S.DRAFT: S.SUBMITTED},
    Verb.RESUBMIT: {S.RETURNED: S.RESUBMITTED},
    Verb.WITHDRAW: {
        S.SUBMITTED: S.DRAFT,
        S.IN_REVIEW: S.DRAFT,
        S.RESUBMITTED: S.DRAFT,
        S.RETURNED: S.DRAFT,
    },
    Verb.REWORK: {S.REJECTED: S.DRAFT},
}
BY_REVIEWER: dict[Verb, dict[S, S | None]] = {
    Verb.BEGIN_REVIEW: {S.SUBMITTED: S.IN_REVIEW, S.RESUBMITTED: S.IN_REVIEW},
    Verb.LEAVE_REVIEW: {S.IN_REVIEW: S.SUBMITTED},
    Verb.RETURN: dict.fromkeys((S.SUBMITTED, S.RESUBMITTED, S.IN_REVIEW), S.RETURNED),
    Verb.REJECT: dict.fromkeys((S.SUBMITTED, S.RESUBMITTED, S.IN_REVIEW), S.REJECTED),
    Verb.RELEASE: dict.fromkeys((S.SUBMITTED, S.RESUBMITTED, S.IN_REVIEW), S.RELEASED),
    Verb.RECOMMEND: {S.RELEASED: S.RECOMMENDED},
    Verb.UNRECOMMEND: {S.RECOMMENDED: S.RELEASED},
}
BY_BOTH: dict[Verb, dict[S, S | None]] = {
    Verb.MARK_OUTDATED: {S.RELEASED: S.OUTDATED, S.RECOMMENDED: S.OUTDATED},
    Verb.RENEW: {S.RELEASED: S.RELEASED, S.RECOMMENDED: S.RECOMMENDED, S.OUTDATED: S.RELEASED},
    Verb.REVISE: {one: one for one in (S.RELEASED, S.RECOMMENDED, S.OUTDATED)},
}
RIGHT = {
    **{verb: (OWN, to) for verb, to in BY_AUTHOR.items()},
    **{verb: (REVIEWING, to) for verb, to in BY_REVIEWER.items()},
    **{verb: (OWN | REVIEWING, to) for verb, to in BY_BOTH.items()},
}


@dataclass
class Cast:
    """Everybody who might do something, in one channel."""

    channel: Channel
    actors: dict[str, Actor]

    def report(self, session: Session, part: str, state: S) -> ExperienceReport:
        """Return a complete report in this state; it is the actor's own where the part says so."""
        author = self.actors[part if part in OWN else AUTHOR]
        theme_id = self.channel.theme_id
        return make_report(
            session, state=state, channel=self.channel, author=author, theme_id=theme_id
        )


@pytest.fixture
def cast(session: Session) -> Cast:
    channel, elsewhere = make_theme_channel(session), make_channel(session, "Anderswo")
    authority = make_organisation(session, OrganisationKind.AUTHORITY)
    actors = {
        part: make_actor(
            session,
            part,
            role=Role.ADMIN if part.startswith("admin") else Role.MEMBER,
            organisation=authority if part == "authority" else None,
        )
        for part in PARTS[:-1]
    }
    for part in (REVIEWER, "moderator who is the author", "muted moderator"):
        make_membership(session, channel, actors[part], MembershipRole.MODERATOR)
    make_membership(
        session, elsewhere, actors["moderator of another channel"], MembershipRole.MODERATOR
    )
    actors["muted moderator"].muted_until = clock.now() + dt.timedelta(days=1)
    session.commit()
    return Cast(channel, actors)


def the_text(session: Session, report: ExperienceReport, **values: str) -> object:
    record = {**record_of(report), **values}
    return written_out(record, names_of(session, record))


def do(session: Session, actor: Actor, report: ExperienceReport, verb: Verb) -> object:
    """Take the step with all it asks for."""
    further: dict[str, object] = {}
    match verb:
        case Verb.SAVE:
            further = {"version": report.version, "values": {"helped": "Geduld."}}
        case Verb.SUBMIT | Verb.RESUBMIT:
            further = {"version": report.version, "text": the_text(session, report)}
        case Verb.RETURN:
            further = {"remarks": {"pitfalls": "Welche Versicherung?"}}
        case Verb.REJECT:
            further = {"reason": "Das ist eine Veranstaltungsankündigung."}
        case Verb.MARK_OUTDATED:
            further = {"reason": "Die Förderung gibt es nicht mehr."}
        case Verb.REVISE:
            further = {
                "version": report.version,
                "values": {"helped": "Geduld."},
                "text": the_text(session, report, helped="Geduld."),
            }
    action: Callable[..., object] = getattr(actions, verb.value)
    return action(session, actor, report, **further)


def test_the_table_says_what_was_meant() -> None:
    assert {verb: step.to for verb, step in STEPS.items() if verb is not Verb.DISCARD} == {
        verb: to for verb, (_parts, to) in RIGHT.items() if verb is not Verb.DISCARD
    }
    assert set(RIGHT) == set(Verb) - {Verb.BEGIN}


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("verb", list(RIGHT))
def test_each_step_is_taken_by_those_whose_it_is_and_from_its_states_alone(
    session: Session, cast: Cast, verb: Verb, state: S
) -> None:
    parts, to = RIGHT[verb]
    others_see = cast.report(session, AUTHOR, state)
    for part in PARTS[:-1]:
        actor, is_right = cast.actors[part], part in parts and state in to
        report = cast.report(session, part, state) if is_right or part in OWN else others_see
        case, report_id = f"{part}: {verb} in {state}", report.id
        if is_right:
            recorded = newest(session, RecordedEvent)
            do(session, actor, report, verb)
            found = sa.select(ExperienceReport.state).where(ExperienceReport.id == report_id)
            assert session.scalar(found) == to[state], case
            assert (newest(session, RecordedEvent) != recorded) == (verb is not Verb.SAVE), case
            if verb not in {Verb.SAVE, Verb.DISCARD}:
                step = session.get_one(ReportStep, newest(session, ReportStep))
                assert (step.verb, step.former, step.actor_id) == (verb, state, actor.id), case
        else:
            with pytest.raises(Conflict if part in parts else NotAllowed):
                do(session, actor, report, verb)
            assert report.state is state, case


def newest(session: Session, table: type[RecordedEvent | ReportStep]) -> int | None:
    session.flush()
    return session.scalar(sa.select(sa.func.max(table.id)))


def test_reading_and_reviewing_in_sql_agree_with_the_questions(
    session: Session, cast: Cast
) -> None:
    closed = make_channel(session, "Arbeitsgruppe", audience=Audience.PEERS)
    for state in S:
        cast.report(session, AUTHOR, state)
        make_report(session, state=state, channel=closed, author=cast.actors[ADMIN])
    gone = cast.report(session, AUTHOR, S.RELEASED)
    session.get_one(Thread, gone.thread_id).removed_at = dt.datetime.now(dt.UTC)
    session.commit()
    reports = [
        report_of(session, public_id)
        for public_id in session.scalars(sa.select(ExperienceReport.public_id)).all()
    ]
    for part in PARTS:
        actor = cast.actors.get(part)
        readable, reviewable = (
            set(session.scalars(sa.select(ExperienceReport.id).where(condition)))
            for condition in (readable_reports(actor), reviewable_reports(actor))
        )
        for one in reports:
            membership = membership_of(session, actor, one.channel_id)
            may_read = bool(can_read_report(actor, one, membership))
            assert (one.id in readable) == may_read, (part, one.state)
            may_review = bool(can_review(actor, one, membership)) and one.state in HANDED_IN
            assert (one.id in reviewable) == may_review, (part, one.state)


def test_nobody_but_author_and_moderation_reads_a_report_before_it_is_released(
    session: Session, cast: Cast
) -> None:
    moderating = {part for part in PARTS if part.startswith(("moderator who", "admin", REVIEWER))}
    moderating -= {"moderator of another channel"}
    for state in S:
        report = report_of(session, cast.report(session, AUTHOR, state).public_id)
        readers = {
            part
            for part in PARTS
            if can_read_report(
                actor := cast.actors.get(part),
                report,
                membership_of(session, actor, report.channel_id),
            )
        }
        everybody = set(PARTS) - {"nobody"}
        before = {AUTHOR} if state is S.DRAFT else moderating | {AUTHOR}
        assert readers == (everybody if state in PUBLISHED else before), state


def test_what_was_taken_back_is_read_by_its_author_alone_and_can_be_handed_in_again(
    session: Session, cast: Cast
) -> None:
    report = report_of(session, cast.report(session, AUTHOR, S.SUBMITTED).public_id)
    thread = report.thread
    assert thread is not None
    author, moderator = cast.actors[AUTHOR], cast.actors[REVIEWER]
    do(session, author, report, Verb.WITHDRAW)
    session.flush()
    for actor, may_read in ((author, True), (moderator, False)):
        membership = membership_of(session, actor, thread.channel_id)
        assert bool(can_read_thread(actor, thread, membership)) is may_read
        found = sa.select(Thread.id).where(Thread.id == thread.id, readable_threads(actor))
        assert (session.scalar(found) is not None) is may_read
    do(session, author, report, Verb.SUBMIT)
    assert report.state is S.SUBMITTED
    assert report.thread_id not in {None, thread.id}
