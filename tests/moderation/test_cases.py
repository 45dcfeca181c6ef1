"""One case per target: how it comes up, who holds it, and that it is decided once."""

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor, Role
from forum.channels.models import Membership, MembershipRole
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.kernel.event_log import RecordedEvent
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
from forum.moderation.policy import can_decide, can_take, decidable_cases
from forum.threads import actions as threads
from forum.threads.models import Post
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.moderation import Wording, make_case, make_moderator
from tests.factories.threads import make_reply, make_thread

REASON: Wording = {
    "reason": "Namen von Dritten gehören nicht hierher.",
    "ground": "rules_participants",
}


@pytest.fixture
def post(session: Session) -> Post:
    """Return a reply in a channel with nobody to moderate it yet."""
    author = make_actor(session, "Autorin")
    thread = make_thread(session, make_channel(session), author)
    post = make_reply(session, thread, author)
    post.thread, post.author = thread, author
    return post


@pytest.fixture
def moderator(session: Session, post: Post) -> Actor:
    return make_moderator(session, post.thread.channel)


def events_of(session: Session) -> list[str]:
    names = session.scalars(sa.select(RecordedEvent.name).order_by(RecordedEvent.id))
    return [name for name in names if name.startswith(("Case", "Signal"))]


def test_what_comes_up_twice_is_one_case_with_every_signal_once(
    session: Session, post: Post
) -> None:
    first = make_case(session, post, Source.AUTOMATIC, "word", key="word:1")
    fence = first.fence
    assert make_case(session, post, Source.AUTOMATIC, key="word:1").fence == fence
    again = make_case(session, post, Source.NOTICE, key="notice:1")
    assert (again.id, again.source) == (first.id, Source.NOTICE), "the weightiest says what it is"
    assert again.fence > fence, "who decides just now has not seen it"
    assert again.about_id == post.author_id
    assert again.channel_id == post.thread.channel_id
    snapshots = session.scalars(sa.select(Signal.snapshot)).all()
    assert list(snapshots) == [post.source] * 2
    assert events_of(session) == ["CaseOpened", "SignalAdded"]


def test_a_decided_case_opens_again_and_keeps_what_was_decided(
    session: Session, post: Post, moderator: Actor
) -> None:
    case = make_case(session, post)
    actions.decide(session, moderator, case, fence=case.fence, measure=Measure.NONE)
    assert case.state is CaseState.DECIDED
    assert session.scalars(sa.select(Signal.settled_at)).one() is not None
    case = make_case(session, post)
    assert case.state is CaseState.OPEN
    assert case.decided_at is None
    assert session.query(Decision).count() == 1
    assert events_of(session) == ["CaseOpened", "CaseDecided", "CaseOpened"]


def test_rule_and_queue_agree_for_everybody(session: Session) -> None:
    """Moderators decide for their channel, administrators everywhere, nobody about themselves."""
    here, there = make_channel(session, "Hier"), make_channel(session, "Dort")
    author, other = make_moderator(session, here, "Autorin"), make_moderator(session, here)
    admin = make_actor(session, "Admin", role=Role.ADMIN)
    member = make_actor(session, "Mitglied")
    make_membership(session, here, member)
    cases = {
        "here": make_case(session, make_thread(session, here, author)),
        "there": make_case(session, make_thread(session, there, member)),
        "profile": make_case(session, member),
        "of an admin": make_case(session, make_thread(session, here, admin)),
        "objection": make_case(session, make_thread(session, here, member)),
    }
    cases["objection"].barred_id = other.id
    muted = make_actor(session, "Still", role=Role.ADMIN)
    muted.muted_until = clock.now() + dt.timedelta(hours=1)
    session.commit()
    expected = {
        None: set(),
        member: set(),
        author: {"of an admin", "objection"},
        other: {"here", "of an admin"},
        admin: {"here", "there", "profile", "objection"},
        muted: set(),
    }
    for actor, names in expected.items():
        ids = set(session.scalars(sa.select(Case.id).where(decidable_cases(actor))))
        assert ids == {cases[name].id for name in names}
        for case in session.scalars(sa.select(Case).options(joinedload(Case.channel))):
            membership = membership_of(session, actor, case.channel_id or 0)
            assert bool(can_decide(actor, case, membership)) == (case.id in ids)


@pytest.mark.parametrize(
    ("measure", "about_admin", "expected"),
    [
        (Measure.WARN, True, True),
        (Measure.MUTE, False, True),
        (Measure.MUTE, True, False),
        (Measure.SUSPEND, False, False),
        (Measure.BAN, False, False),
    ],
)
def test_only_administrators_close_accounts_and_silence_each_other(
    measure: Measure, *, about_admin: bool, expected: bool
) -> None:
    about = Actor(role=Role.ADMIN if about_admin else Role.MEMBER)
    assert bool(can_take(Actor(role=Role.MEMBER), measure, about)) is expected
    assert can_take(Actor(role=Role.ADMIN, domain=""), measure, about)


Change = Callable[[Session, Case, Actor, Actor], None]


def ran_out(_session: Session, case: Case, _mine: Actor, _other: Actor) -> None:
    case.claimed_until = clock.now() - dt.timedelta(seconds=1)


def taken_over(session: Session, case: Case, _mine: Actor, other: Actor) -> None:
    actions.take_over(session, other, case, fence=case.fence)


def taken_after_it_ran_out(session: Session, case: Case, mine: Actor, other: Actor) -> None:
    ran_out(session, case, mine, other)
    actions.claim(session, other, case)
    actions.let_go(session, other, case)


def decided(session: Session, case: Case, _mine: Actor, other: Actor) -> None:
    taken_over(session, case, _mine, other)
    actions.decide(session, other, case, fence=case.fence, measure=Measure.NONE)


def came_up_again(session: Session, case: Case, _mine: Actor, _other: Actor) -> None:
    make_case(session, session.get_one(Post, case.target_id))


def decided_and_reopened(session: Session, case: Case, mine: Actor, other: Actor) -> None:
    decided(session, case, mine, other)
    came_up_again(session, case, mine, other)


def removed(session: Session, case: Case, _mine: Actor, _other: Actor) -> None:
    post = session.get_one(Post, case.target_id)
    threads.remove(session, session.get_one(Actor, post.author_id), post)


def dismissed(session: Session, case: Case, mine: Actor, _other: Actor) -> None:
    own = sa.select(Membership).where(Membership.actor_id == mine.id)
    session.scalars(own).one().role = MembershipRole.MEMBER


def written_by_oneself(_session: Session, case: Case, mine: Actor, _other: Actor) -> None:
    case.about_id = mine.id


@pytest.mark.parametrize(
    ("meanwhile", "refusal", "reason"),
    [
        (ran_out, Conflict, "claim_ran_out"),
        (taken_over, Conflict, "case_taken"),
        (taken_after_it_ran_out, Conflict, "case_changed"),
        (decided, Conflict, "case_decided"),
        (came_up_again, Conflict, "case_changed"),
        (decided_and_reopened, Conflict, "case_changed"),
        (removed, Conflict, "target_changed"),
        (dismissed, NotAllowed, "not_a_moderator"),
        (written_by_oneself, NotAllowed, "own_case"),
    ],
)
def test_who_decides_on_what_is_not_so_any_more_changes_nothing(
    session: Session,
    post: Post,
    moderator: Actor,
    meanwhile: Change,
    refusal: type[Conflict | NotAllowed],
    reason: str,
) -> None:
    other = make_moderator(session, post.thread.channel, "Ola Andere")
    case = actions.claim(session, moderator, make_case(session, post))
    seen = case.fence
    meanwhile(session, case, moderator, other)
    session.commit()
    before = session.query(Decision).count()
    with pytest.raises(refusal, match=reason):
        actions.decide(session, moderator, case, fence=seen, measure=Measure.HIDE, **REASON)
    session.rollback()
    assert session.query(Decision).count() == before
    assert session.get_one(Post, post.id).removed_by_id != moderator.id


def test_without_a_claim_deciding_is_claiming(
    session: Session, post: Post, moderator: Actor
) -> None:
    case = make_case(session, post)
    decision = actions.decide(
        session, moderator, case, fence=case.fence, measure=Measure.HIDE, **REASON
    )
    assert decision.reason == REASON["reason"]
    assert session.get_one(Post, post.id).removal_reason == REASON["reason"]


@pytest.mark.parametrize(
    ("measure", "wording", "reason"),
    [
        (Measure.HIDE, {"ground": "rules"}, "empty_reason"),
        (Measure.HIDE, {"reason": "Weil."}, "empty_ground"),
        (Measure.EDIT, REASON, "not_edited_yet"),
    ],
)
def test_a_decision_says_why_and_never_what_was_not_done(
    session: Session,
    post: Post,
    moderator: Actor,
    measure: Measure,
    wording: actions.Wording,
    reason: str,
) -> None:
    case = make_case(session, post)
    with pytest.raises(Invalid, match=reason):
        actions.decide(session, moderator, case, fence=case.fence, measure=measure, **wording)


def test_a_claim_is_renewed_let_go_and_taken_over_by_one(
    session: Session, post: Post, moderator: Actor
) -> None:
    other = make_moderator(session, post.thread.channel, "Ola Andere")
    case = actions.claim(session, moderator, make_case(session, post))
    fence = case.fence
    assert actions.renew(session, moderator, case).fence == fence
    for attempt in (actions.claim, actions.renew):
        with pytest.raises(Conflict, match="case_taken"):
            attempt(session, other, case)
    with pytest.raises(Conflict, match="case_changed"):
        actions.take_over(session, other, case, fence=fence - 1)
    assert actions.take_over(session, other, case, fence=fence).claimed_by_id == other.id
    actions.let_go(session, moderator, case)
    assert case.claimed_by_id == other.id
    assert actions.let_go(session, other, case).claimed_by_id is None
    assert events_of(session)[1:] == ["CaseClaimed", "CaseTakenOver", "CaseLetGo"]


def test_what_nobody_can_decide_any_more_is_settled_unless_somebody_waits_for_an_answer(
    session: Session, post: Post
) -> None:
    author = post.author
    waiting = make_case(session, make_reply(session, post.thread, author))
    flagged = make_case(session, post, Source.AUTOMATIC, "personal_data")
    for case in (waiting, flagged):
        removed(session, case, author, author)
        actions.settle(session, Target.POST, case.target_id)
    assert (waiting.state, flagged.state) == (CaseState.OPEN, CaseState.DECIDED)
