"""Bring people in, give them roles, leave."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.consultations.actions.end import finish
from forum.consultations.actions.holding import hold, note_arranged, share_out_floor
from forum.consultations.models import Consultation, Part, Phase, Taker
from forum.consultations.policy import (
    can_cast,
    can_hand_over,
    can_leave_consultation,
    can_take_over,
)
from forum.consultations.queries import moderator_of, taker_of, takers_of
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.verdict import require
from forum.messaging.actions.take_part import let_go, let_in
from forum.messaging.queries import participant_of

ONCE = frozenset({Part.GIVER, Part.MODERATOR, Part.SCRIBE})
"""One person each."""


def bring_in(
    session: Session, actor: Actor, consultation: Consultation, *, person: Actor
) -> Consultation:
    """Let somebody take part as an adviser; who is there already stays as they are.

    Raises `NotAllowed`, and `Invalid` for the field ``people``. Its inverse is `leave`.
    """
    room, consultation, own = hold(session, actor, consultation)
    require(can_cast(actor, consultation, own))
    if taker_of(session, consultation, person) is not None:
        return consultation
    let_in(session, actor, room, person)
    session.add(Taker(consultation_id=consultation.id, actor_id=person.id, came_at=clock.now()))
    session.flush()
    note_arranged(session, actor, room, consultation)
    return consultation


def give_part(
    session: Session, actor: Actor, consultation: Consultation, *, person: Actor, part: Part
) -> Consultation:
    """Give a role to somebody; of whom there is one, the former one advises from then on.

    Who hands the moderation over takes the role that the other had. Raises `NotAllowed`, `NotFound`
    ``not_in_consultation``, and `Invalid` for the field ``part``.
    """
    room, consultation, own = hold(session, actor, consultation)
    rule = can_hand_over if part is Part.MODERATOR else can_cast
    require(rule(actor, consultation, own))
    theirs = taker_of(session, consultation, person)
    if theirs is None or own is None:
        raise NotFound("not_in_consultation")
    if theirs.part is part:
        return consultation
    if theirs.part is Part.MODERATOR:
        raise Invalid("moderation_is_handed_over", field="part")
    if consultation.phase is not Phase.CASTING and theirs.part is Part.GIVER:
        raise Invalid("giver_cannot_moderate", field="part")
    if part is Part.MODERATOR:
        own.part, theirs.part = theirs.part, part
    else:
        _make_room(session, consultation, part)
        theirs.part = part
    session.flush()
    share_out_floor(session, actor, room, consultation)
    return consultation


def take_over(session: Session, actor: Actor, consultation: Consultation) -> Consultation:
    """Moderate instead of who is missing, and who takes the actor's role. Raises `NotAllowed`."""
    room, consultation, own = hold(session, actor, consultation)
    moderator = moderator_of(session, consultation)
    require(can_take_over(actor, consultation, own, moderator))
    assert own is not None  # noqa: S101 - so the rule says
    if moderator is not None:
        moderator.part = own.part
    own.part = Part.MODERATOR
    session.flush()
    share_out_floor(session, actor, room, consultation)
    return consultation


def leave(session: Session, actor: Actor, consultation: Consultation) -> Consultation:
    """Take part no more, and read nothing of it; without a case giver it is over.

    The moderation goes to who has been there longest. Raises `NotAllowed`.
    """
    room, consultation, own = hold(session, actor, consultation)
    require(can_leave_consultation(actor, own))
    assert own is not None  # noqa: S101 - so the rule says
    was = own.part
    session.delete(own)
    session.flush()
    others = takers_of(session, consultation)
    if was is Part.MODERATOR:
        heirs = [one for one in others if one.part is not Part.GIVER]
        for heir in heirs[:1]:
            heir.part = Part.MODERATOR
    session.flush()
    participant = participant_of(session, room, actor)
    if participant is not None and participant.left_at is None:
        let_go(session, actor, room, participant)
    is_led = any(one.part is Part.MODERATOR for one in others)
    if consultation.ended_at is None and (was is Part.GIVER or not is_led):
        finish(session, actor, room, consultation)
    share_out_floor(session, actor, room, consultation)
    return consultation


def _make_room(session: Session, consultation: Consultation, part: Part) -> None:
    for one in takers_of(session, consultation):
        if part in ONCE and one.part is part:
            one.part = Part.ADVISER
