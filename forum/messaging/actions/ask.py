"""Ask those who are quoted; the inverse is `reconsider`."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.messaging.actions.keep import hold_keeping
from forum.messaging.events import KeepingAsked, KeepingReconsidered
from forum.messaging.keeping_policy import can_drop_keeping, can_edit_keeping, can_keep
from forum.messaging.models import (
    Keeping,
    KeepingState,
    KeepingVoice,
    KeptPart,
    Message,
    Participant,
    RoomKind,
    Treatment,
)
from forum.messaging.policy import NO_ROOM
from forum.messaging.queries import belonging_of
from forum.messaging.queries.keepings import parts_of, voices_of
from forum.messaging.quotes import frozen


def ask(session: Session, actor: Actor, keeping: Keeping) -> Keeping:
    """Tell everybody who is quoted what is to become of their words, and return the keeping.

    They are asked about the messages as they stand now. Asking twice asks once. Raises `NotAllowed`
    and `Invalid` ``empty`` for the field ``title``, or ``nothing_left_to_keep``.
    """
    keeping = hold_keeping(session, keeping)
    if keeping.state is KeepingState.ASKED and keeping.keeper_id == actor.id:
        return keeping
    require(can_edit_keeping(actor, keeping))
    if keeping.room is None:
        raise Invalid(NO_ROOM)
    require(can_keep(actor, keeping.room, belonging_of(session, actor, keeping.room)))
    if not keeping.title:
        raise Invalid("empty", field="title")
    parts = parts_of(session, keeping)
    freeze_again(session, parts)
    _settle_for_those_who_left(keeping, parts)
    if not any(part.is_quoted for part in parts):
        raise Invalid("nothing_left_to_keep")
    keeping.state = KeepingState.ASKED
    keeping.asked_at = clock.now()
    told = _ask_each(session, keeping, _concerned(session, keeping, parts))
    session.flush()
    record(session, KeepingAsked(keeping_id=keeping.id, actor_ids=told), actor_id=actor.id)
    return keeping


def reconsider(session: Session, actor: Actor, keeping: Keeping) -> Keeping:
    """Make a draft of it again, and return it; what people said about their words stays.

    Raises `NotAllowed`.
    """
    keeping = hold_keeping(session, keeping)
    require(can_drop_keeping(actor, keeping))
    if keeping.state is KeepingState.ASKED:
        keeping.state = KeepingState.DRAFT
        keeping.asked_at = None
        record(session, KeepingReconsidered(keeping_id=keeping.id), actor_id=actor.id)
    return keeping


def freeze_again(session: Session, parts: Sequence[KeptPart]) -> None:
    """Take the words as they stand; what was removed in the room is withdrawn."""
    ids = [part.message_id for part in parts if part.message_id is not None]
    messages = {
        row.id: row
        for row in session.scalars(
            sa.select(Message).where(Message.id.in_(ids)).execution_options(populate_existing=True)
        )
    }
    for part in parts:
        message = messages.get(part.message_id or 0)
        if message is None:
            continue  # It was deleted by age: what is frozen is all there is.
        if message.removed_at is not None:
            part.treatment, part.source = Treatment.WITHDRAWN, ""
        elif part.is_quoted:
            part.source = frozen(message.source)


def _settle_for_those_who_left(keeping: Keeping, parts: Sequence[KeptPart]) -> None:
    """Nobody answers for who has left the hub: no name, and in closed rooms no words."""
    for part in parts:
        if part.author.closed_at is None or not part.is_quoted:
            continue
        part.treatment = Treatment.ANONYMOUS
        part.is_left_out = part.is_left_out or keeping.needs_everybody


def _concerned(session: Session, keeping: Keeping, parts: Sequence[KeptPart]) -> set[int]:
    """Return who is asked: who is quoted; of people among themselves, everybody there."""
    concerned = {
        part.author_id for part in parts if not part.is_left_out and part.author.closed_at is None
    }
    if keeping.room is not None and keeping.room.kind in {RoomKind.DIRECT, RoomKind.GROUP}:
        present = (
            sa.select(Participant.actor_id)
            .join(Actor, Actor.id == Participant.actor_id)
            .where(
                Participant.room_id == keeping.room_id,
                Participant.left_at.is_(None),
                Actor.closed_at.is_(None),
            )
        )
        concerned.update(session.scalars(present))
    return concerned - {keeping.keeper_id}


def _ask_each(session: Session, keeping: Keeping, concerned: set[int]) -> list[int]:
    """Make the list of voices this one; return who has to be told.

    Who has answered is not asked again, unless their consent was given to something else.
    """
    asked = {voice.actor_id: voice for voice in voices_of(session, keeping)}
    for actor_id in asked.keys() - concerned:
        session.delete(asked[actor_id])
    for actor_id in concerned - asked.keys():
        session.add(KeepingVoice(keeping_id=keeping.id, actor_id=actor_id))
    for actor_id in concerned & asked.keys():
        if keeping.needs_everybody:
            asked[actor_id].agrees = None
    return sorted(
        actor_id
        for actor_id in concerned
        if actor_id not in asked or asked[actor_id].agrees is None
    )
