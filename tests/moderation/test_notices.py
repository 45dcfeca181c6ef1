"""Giving notice of content: what an address is about, what is kept, and what is refused."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Audience
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.event_log import RecordedEvent
from forum.moderation.actions.give_notice import (
    RECEIPTS_A_DAY,
    Sender,
    Told,
    forget_senders,
    give_notice,
    note_receipt,
)
from forum.moderation.addresses import Found, found_at
from forum.moderation.models import Case, Notice, NoticeReason, Signal, Target
from forum.practices.models import ReportState
from forum.threads import actions
from forum.threads.models import Post, Thread
from tests.factories.accounts import make_actor, make_organisation
from tests.factories.channels import make_channel
from tests.factories.practices import make_report
from tests.factories.threads import make_reply, make_thread, opening_post

STRANGER = Sender(name="Ada Beispiel", email="Ada@Example.org", locale="en")


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor(session, "Kim Schreibt", organisation=make_organisation(session))


@pytest.fixture
def thread(session: Session, author: Actor) -> Thread:
    return make_thread(session, make_channel(session, audience=Audience.PEERS), author)


@pytest.fixture
def reply(session: Session, thread: Thread, author: Actor) -> Post:
    return make_reply(session, thread, author)


def told(path: str = "", **changes: Any) -> Told:  # noqa: ANN401 - fields of a notice
    plain = Told(
        address=f"http://forum.test{path}",
        path=path,
        reason=NoticeReason.PERSONAL_DATA,
        explanation="Dort steht meine Nummer.",
        good_faith=True,
    )
    return replace(plain, **changes)


def give(session: Session, said: Told, sender: Sender = STRANGER, key: str = "k" * 32) -> Notice:
    notice = give_notice(session, sender, said, submission_key=key)
    session.commit()
    return notice


def test_an_address_leads_to_the_post_profile_or_report_that_it_shows(
    session: Session, thread: Thread, reply: Post, author: Actor
) -> None:
    opening = opening_post(session, thread)
    report = make_report(session, state=ReportState.SUBMITTED)
    draft = make_report(session, state=ReportState.DRAFT)
    of_opening, of_reply = Found(Target.POST, opening.id), Found(Target.POST, reply.id)
    profile = Found(Target.PROFILE, author.id)
    expected = {
        f"/threads/{thread.public_id}": of_opening,
        f"/threads/{thread.public_id}/print?after=20": of_opening,
        f"/threads/{thread.public_id}#post-{reply.public_id}": of_reply,
        f"/threads/{thread.public_id}#post-{'0' * 16}": of_opening,
        f"/posts/{reply.public_id}": of_reply,
        f"/posts/{reply.public_id}/history": of_reply,
        f"/people/{author.handle}": profile,
        f"/people/{author.handle.upper()}": profile,
        f"/reports/{report.public_id}": Found(Target.REPORT, report.id),
        # Nobody but its author has seen this one, and the moderation shall not either.
        f"/reports/{draft.public_id}": None,
        "/threads/unanswered": None,
        f"/posts/{'0' * 16}": None,
        "/pages/imprint": None,
        "/people/%00": None,
        "/posts/%FF%ED%A0%80": None,
        f"/evil/posts/{reply.public_id}": None,
        "": None,
    }
    assert {path: found_at(session, path) for path in expected} == expected


def test_a_notice_opens_the_case_of_what_it_names_with_a_snapshot_and_outlives_it(
    session: Session, reply: Post, author: Actor
) -> None:
    notice = give(session, told(f"/posts/{reply.public_id}"))
    actions.remove(session, author, reply, reason="")
    session.commit()
    case = session.scalars(sa.select(Case)).one()
    signal = session.scalars(sa.select(Signal)).one()
    assert (case.target, case.target_id, notice.case_id) == (Target.POST, reply.id, case.id)
    assert (signal.reason, signal.snapshot) == ("personal_data", reply.source)
    assert "Dort steht meine Nummer." in signal.detail
    assert (notice.email, notice.locale, notice.name) == ("ada@example.org", "en", "Ada Beispiel")
    # What is removed already can be meant as well: the same case has another thing to look at.
    again = give(session, told(f"/posts/{reply.public_id}"), key="l" * 32)
    assert again.case_id == case.id
    assert session.query(Signal).count() == 2


def test_what_is_not_here_is_a_case_for_the_administrators(session: Session) -> None:
    notice = give(session, told("", address="https://example.com/elsewhere"))
    case = session.scalars(sa.select(Case)).one()
    assert (case.target, case.target_id) == (Target.ELSEWHERE, notice.id)
    assert (case.channel_id, case.title) == (None, "https://example.com/elsewhere")


def test_the_same_form_sent_twice_is_one_notice(session: Session, reply: Post) -> None:
    first = give(session, told(f"/posts/{reply.public_id}"))
    second = give(session, told(f"/posts/{reply.public_id}", explanation="Anders."))
    assert first.id == second.id
    assert session.query(Signal).count() == 1
    assert session.query(RecordedEvent).filter_by(name="NoticeGiven").count() == 1


@pytest.mark.parametrize(
    ("sender", "changes", "field"),
    [
        (Sender(name="Ada"), {}, "email"),
        (Sender(name="Ada", email="ada@@example"), {}, "email"),
        (Sender(name="Ada", email="a@example.org\nBcc: b@example.org"), {}, "email"),
        (Sender(name="Ada", email=f"{'a' * 300}@example.org"), {}, "email"),
        (Sender(email="ada@example.org"), {}, "name"),
        (Sender(name="Ada", email="nothing"), {"reason": NoticeReason.CHILD_ABUSE}, "email"),
        (STRANGER, {"good_faith": False}, "good_faith"),
        (STRANGER, {"explanation": " \n"}, "explanation"),
        (STRANGER, {"explanation": "x" * 5_001}, "explanation"),
        (STRANGER, {"address": "x" * 501}, "address"),
    ],
)
def test_a_notice_says_where_what_and_who(
    session: Session, sender: Sender, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        give_notice(session, sender, told(**changes), submission_key="k" * 32)
    assert refusal.value.field == field


def test_nobody_has_to_give_a_name_who_tells_of_abused_children(session: Session) -> None:
    notice = give(session, told(reason=NoticeReason.CHILD_ABUSE), Sender())
    assert (notice.name, notice.email, notice.actor_id) == ("", "", None)


def test_of_a_member_the_account_is_kept_and_nothing_is_copied(
    session: Session, author: Actor
) -> None:
    notice = give(session, told(), Sender(author, name="Wer anders", email="x@example.org"))
    assert (notice.name, notice.email, notice.actor_id) == ("", "", author.id)


def test_one_address_gets_few_receipts_a_day_and_a_member_each(
    session: Session, author: Actor
) -> None:
    keys = [f"key number {number}" for number in range(RECEIPTS_A_DAY + 1)]
    sent = [note_receipt(session, give(session, told(), key=key)) for key in keys]
    assert sent == [True] * RECEIPTS_A_DAY + [False]
    session.execute(sa.update(Notice).values(receipt_at=clock.now() - dt.timedelta(days=1)))
    assert note_receipt(session, give(session, told(), key="the next day"))
    for key in keys:
        assert note_receipt(session, give(session, told(), Sender(author), f"own {key}"))


def test_a_year_after_the_outcome_nobody_knows_who_gave_notice(
    session: Session, author: Actor
) -> None:
    old, young = (give(session, told(), key=key) for key in ("key of old", "key of young"))
    of_member = give(session, told(), Sender(author), "key of member")
    open_one = give(session, told(), key="key of open")
    old.outcome_at = of_member.outcome_at = clock.now() - dt.timedelta(days=366)
    young.outcome_at = clock.now() - dt.timedelta(days=364)
    session.commit()
    assert (forget_senders(session), forget_senders(session)) == (2, 0)
    session.expire_all()
    assert (old.name, old.email, of_member.actor_id) == ("", "", None)
    assert [signal.actor_id for signal in session.scalars(sa.select(Signal))] == [None] * 4
    assert young.email == open_one.email == "ada@example.org"
