"""Many at one case, on a database of their own with real connections and real commits."""

import sqlalchemy as sa
from flask import Flask

from forum.accounts.models import Actor
from forum.extensions import db, unit_of_work
from forum.kernel.event_log import RecordedEvent
from forum.moderation import actions
from forum.moderation.models import (
    Case,
    Decision,
    Measure,
    Signal,
    Source,
    Target,
)
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.moderation import Wording, make_case, make_moderator
from tests.factories.threads import make_reply, make_thread
from tests.hubs import at_once

REASON: Wording = {
    "reason": "Namen von Dritten gehören nicht hierher.",
    "ground": "rules_participants",
}


def test_of_many_who_claim_or_decide_at_once_one_does(hub: Flask) -> None:
    """The proof that two moderators can never both decide: real connections, real commits."""
    with unit_of_work() as session:
        channel = make_channel(session)
        author = make_actor(session, "Autorin")
        post = make_reply(session, make_thread(session, channel, author), author)
        case = make_case(session, post)
        seen, case_id = case.fence, case.id
        ids = [make_moderator(session, channel, f"Mo {n}").id for n in range(6)]
    db.session.remove()

    def claim(number: int) -> None:
        with unit_of_work() as writing:
            actions.claim(
                writing, writing.get_one(Actor, ids[number]), writing.get_one(Case, case_id)
            )

    faults = at_once(hub, len(ids), claim)
    assert [str(fault) for fault in faults] == ["case_taken"] * 5
    taken = db.session().get_one(Case, case_id)
    assert taken.fence == seen + 1
    holder, fence = taken.claimed_by_id, taken.fence
    taken.claimed_by_id = taken.claimed_until = None
    db.session.commit()
    db.session.remove()
    assert holder in ids

    def decide(number: int) -> None:
        with unit_of_work() as writing:
            actor, held = writing.get_one(Actor, ids[number]), writing.get_one(Case, case_id)
            actions.decide(writing, actor, held, fence=fence, measure=Measure.HIDE, **REASON)

    faults = at_once(hub, len(ids), decide)
    assert [str(fault) for fault in faults] == ["case_decided"] * 5
    assert db.session().query(Decision).count() == 1
    names = db.session().scalars(sa.select(RecordedEvent.name)).all()
    assert (names.count("CaseDecided"), names.count("PostRemoved")) == (1, 1)


def test_signals_that_come_at_once_are_kept_once_each_in_one_case(hub: Flask) -> None:
    session = db.session()
    author = make_actor(session, "Autorin")
    thread = make_thread(session, make_channel(session), author)
    post_id = make_reply(session, thread, author).id
    db.session.remove()

    def signal(number: int) -> None:
        with unit_of_work() as writing:
            actions.open_case(
                writing,
                target=Target.POST,
                target_id=post_id,
                source=Source.NOTICE,
                key=f"notice:{number % 3}",
                reason="insult",
            )

    assert at_once(hub, 6, signal) == []
    assert db.session().query(Case).count() == 1
    assert db.session().query(Signal).count() == 3
