"""Consultations for tests, made by the actions that people use."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.consultations import actions
from forum.consultations.models import Consultation, Pace, Part, Phase
from forum.kernel.clock import now


def make_consultation(
    session: Session,
    moderator: Actor,
    giver: Actor,
    *advisers: Actor,
    phase: Phase = Phase.CASTING,
    pace: Pace = Pace.LIVE,
) -> Consultation:
    """Return a consultation in a phase, to which it has come step by step."""
    people = (giver, *advisers)
    made = actions.begin(session, moderator, people, name="Leerstand", pace=pace)
    actions.give_part(session, moderator, made, person=giver, part=Part.GIVER)
    for person in (moderator, *people):
        actions.promise(session, person, made)
    while made.phase is not phase:
        if made.phase is Phase.QUESTION:
            actions.set_question(session, giver, made, question="Wie beginne ich?")
        if made.phase is Phase.METHOD:
            actions.choose_method(session, giver, made, method="headstand")
        actions.go_on(session, moderator, made, step=made.step, words=None)
    assert made.phase_since <= now()
    session.commit()
    return made
