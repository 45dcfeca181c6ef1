"""Go on to the next phase, extend this one, go back to the one before."""

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.consultations.actions.holding import announce, hold, share_out_floor
from forum.consultations.events import ConsultationMoved
from forum.consultations.models import Consultation, Pace, Part, Phase, Taker
from forum.consultations.phases import MORE, after, before, length_of
from forum.consultations.policy import can_lead_consultation
from forum.consultations.queries import takers_of
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.messaging.models import Room
from forum.messaging.policy import can_write_in
from forum.messaging.queries import belonging_of
from forum.threads.text import Text


def go_on(
    session: Session, actor: Actor, consultation: Consultation, *, step: int, words: Text | None
) -> Consultation:
    """Go on to the next phase, of which `words` tell in the room.

    `step` is the one that the moderation saw. Raises `NotAllowed`, `Conflict`
    ``phase_changed_meanwhile``, and `Invalid` where something is missing.
    """
    room, consultation = _led(session, actor, consultation, step)
    _require_ready(session, consultation)
    phase = after(consultation.phase)
    if phase is None:
        raise Invalid("no_further_phase")
    return _move(session, actor, room, consultation, phase, words)


def go_back(
    session: Session, actor: Actor, consultation: Consultation, *, step: int, words: Text | None
) -> Consultation:
    """Go back to the phase before; the inverse of `go_on`. Raises as that does."""
    room, consultation = _led(session, actor, consultation, step)
    phase = before(consultation.phase)
    if phase is None:
        raise Invalid("no_phase_before")
    return _move(session, actor, room, consultation, phase, words)


def extend(
    session: Session, actor: Actor, consultation: Consultation, *, step: int
) -> Consultation:
    """Let this phase take longer, from now on if it should be over. Raises as `go_on` does."""
    room, consultation = _led(session, actor, consultation, step)
    now = clock.now()
    until = max(consultation.phase_until or now, now)
    consultation.phase_until = until + MORE[consultation.pace]
    _note_moved(session, actor, room, consultation)
    return consultation


def turn_due(session: Session, *, words: Callable[[Phase, Consultation], Text]) -> int:
    """Go on with one consultation spread over days whose day is up, and return 1; 0: none is due.

    A phase that has not brought what the next one stands on stays, and so does the last one: those
    are for people to decide. `words` tell of the next phase.
    """
    found = session.execute(_due().limit(1)).one_or_none()
    if found is None:
        return 0
    taker, consultation = found
    moderator = taker.actor
    room, consultation, _own = hold(session, moderator, consultation)
    phase = after(consultation.phase)
    is_due = session.execute(_due().where(Consultation.id == consultation.id)).one_or_none()
    if is_due is not None and phase is not None:
        _move(session, moderator, room, consultation, phase, None)
        # Who moderates may be shut out by now; the others go on all the same.
        if can_write_in(moderator, room, belonging_of(session, moderator, room)):
            announce(session, moderator, room, words(phase, consultation))
    return 1


def _due() -> sa.Select[Taker, Consultation]:
    is_ready = sa.or_(
        Consultation.phase.in_([Phase.STORY, Phase.ADVICE]),
        sa.and_(Consultation.phase == Phase.QUESTION, Consultation.question != ""),
        sa.and_(Consultation.phase == Phase.METHOD, Consultation.method != ""),
    )
    return (
        sa.select(Taker, Consultation)
        .join(Consultation, Consultation.id == Taker.consultation_id)
        .options(joinedload(Taker.actor))
        .where(
            Taker.part == Part.MODERATOR,
            Consultation.pace == Pace.DAYS,
            Consultation.ended_at.is_(None),
            Consultation.phase_until <= clock.now(),
            is_ready,
        )
        .order_by(Consultation.phase_until, Consultation.id)
    )


def _led(
    session: Session, actor: Actor, consultation: Consultation, step: int
) -> tuple[Room, Consultation]:
    room, consultation, own = hold(session, actor, consultation)
    require(can_lead_consultation(actor, consultation, own))
    if consultation.step != step:
        raise Conflict("phase_changed_meanwhile")
    return room, consultation


def _require_ready(session: Session, consultation: Consultation) -> None:
    """Raise `Invalid` where the phase has not yet brought what the next one stands on."""
    if consultation.phase is Phase.CASTING:
        takers = takers_of(session, consultation)
        parts = {one.part for one in takers}
        if Part.GIVER not in parts:
            raise Invalid("no_case_giver")
        if not parts & {Part.ADVISER, Part.SCRIBE}:
            raise Invalid("no_advisers")
        if any(one.promised_at is None for one in takers):
            raise Invalid("promises_missing")
    if consultation.phase is Phase.QUESTION and not consultation.question:
        raise Invalid("question_missing")
    if consultation.phase is Phase.METHOD and not consultation.method:
        raise Invalid("method_missing")


def _move(
    session: Session,
    actor: Actor,
    room: Room,
    consultation: Consultation,
    phase: Phase,
    words: Text | None,
) -> Consultation:
    consultation.phase = phase
    consultation.phase_since = clock.now()
    length = length_of(phase, consultation.pace)
    consultation.phase_until = None if length is None else consultation.phase_since + length
    _note_moved(session, actor, room, consultation)
    announce(session, actor, room, words)
    return consultation


def _note_moved(session: Session, actor: Actor, room: Room, consultation: Consultation) -> None:
    consultation.step += 1
    session.flush()
    share_out_floor(session, actor, room, consultation)
    event = ConsultationMoved(
        consultation_id=consultation.id,
        room_id=room.id,
        phase=consultation.phase.value,
        step=consultation.step,
    )
    record(session, event, actor_id=actor.id)
    session.flush()
