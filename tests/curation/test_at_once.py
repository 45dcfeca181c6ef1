"""Two who decide different pieces, and two who write, at the same moment."""

from flask import Flask

from forum.accounts.models import Actor, Role
from forum.curation import actions
from forum.curation.models import Suggestion, SuggestionState, Summary, SummaryVersion
from forum.extensions import db, unit_of_work
from forum.kernel.errors import Conflict
from forum.threads.models import Thread
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.curation import make_suggestion, make_summary
from tests.factories.threads import make_thread
from tests.hubs import at_once

MANY = 6
BASE = "\n\n".join(f"Absatz {number}" for number in range(MANY))
NEW = BASE.replace("Absatz", "Abschnitt")


def test_pieces_that_are_taken_over_at_once_all_stand_and_none_is_lost(hub: Flask) -> None:
    session = db.session()
    people = [make_actor(session, f"Mo {n}", role=Role.ADMIN) for n in range(MANY)]
    thread = make_thread(session, make_channel(session), people[0])
    make_summary(session, thread, people[0], BASE)
    suggestion = make_suggestion(session, thread, make_actor(session, "Sia"), NEW)
    ids, suggestion_id, thread_id = [one.id for one in people], suggestion.id, thread.id
    db.session.remove()

    def accept(number: int) -> None:
        with unit_of_work() as deciding:
            actor = deciding.get_one(Actor, ids[number])
            one = deciding.get_one(Suggestion, suggestion_id)
            actions.accept_pieces(deciding, actor, one, places=[number])

    assert at_once(hub, MANY, accept) == []
    session = db.session()
    assert session.get_one(Summary, thread_id).source == NEW
    assert session.get_one(Summary, thread_id).version == MANY + 1
    assert session.query(SummaryVersion).count() == MANY
    assert session.get_one(Suggestion, suggestion_id).state is SuggestionState.SETTLED


def test_of_those_who_write_a_summary_at_once_one_does_and_the_others_hear_of_it(
    hub: Flask,
) -> None:
    session = db.session()
    people = [make_actor(session, f"Mo {n}", role=Role.ADMIN) for n in range(MANY)]
    thread = make_thread(session, make_channel(session), people[0])
    ids, thread_id = [one.id for one in people], thread.id
    db.session.remove()

    def write(number: int) -> None:
        with unit_of_work() as writing:
            actor, one = writing.get_one(Actor, ids[number]), writing.get_one(Thread, thread_id)
            actions.write_summary(writing, actor, one, source=str(number), version=0, up_to=1)

    faults = at_once(hub, MANY, write)
    assert len(faults) == MANY - 1
    assert all(isinstance(fault, Conflict) for fault in faults), faults
    assert db.session().query(Summary).count() == 1
