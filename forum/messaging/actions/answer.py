"""Say how one's own words may be quoted, before there is a thread and afterwards.

The answer can be changed as long as there is no thread; from then on only ever less is shown.
"""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.messaging.actions.keep import hold_keeping
from forum.messaging.actions.mark_kept import note_kept
from forum.messaging.actions.numbering import hold_room
from forum.messaging.actions.requote import requote
from forum.messaging.events import KeepingAnswered
from forum.messaging.keeping_policy import can_answer_keeping, can_treat
from forum.messaging.models import (
    Keeping,
    KeepingState,
    KeptPart,
    Message,
    Treatment,
)
from forum.messaging.queries.keepings import parts_of, voices_of
from forum.messaging.quotes import Words, block_of, frozen
from forum.threads.actions.locks import hold_actor


def answer(
    session: Session,
    actor: Actor,
    keeping: Keeping,
    *,
    treatments: Mapping[str, Treatment],
    words: Words,
    agrees: bool = True,
) -> Keeping:
    """Treat the actor's parts (by public id) like this, and return the keeping.

    `agrees` says whether there may be a thread at all; it counts where everybody has to agree.
    Raises `NotAllowed`, `Invalid` ``message_gone``, and `Conflict` ``quote_was_changed`` where the
    words stand in the thread otherwise than they were quoted.
    """
    hold_actor(session, actor)
    if keeping.room_id is not None:
        hold_room(session, keeping.room_id)
    keeping = hold_keeping(session, keeping)
    voices = voices_of(session, keeping)
    require(can_answer_keeping(actor, keeping, voices))
    is_published = keeping.state is KeepingState.PUBLISHED
    changed = []
    for part in parts_of(session, keeping):
        wanted = treatments.get(part.public_id, part.treatment)
        if wanted is not part.treatment:
            require(can_treat(actor, part, wanted, is_published=is_published))
            _treat(session, part, wanted)
            changed.append(part)
    for voice in voices:
        if voice.actor_id == actor.id:
            voice.answered_at = clock.now()
            voice.agrees = voice.agrees if is_published else agrees
    if is_published and changed:
        _take_out_of_thread(session, actor, keeping, changed, words)
    session.flush()
    record(session, KeepingAnswered(keeping_id=keeping.id, actor_id=actor.id), actor_id=actor.id)
    return keeping


def _treat(session: Session, part: KeptPart, wanted: Treatment) -> None:
    """Treat the part like this; withdrawn words are not kept, so they come back from the room."""
    if part.treatment is Treatment.WITHDRAWN:
        message = session.get(Message, part.message_id or 0)
        if message is None or message.removed_at is not None:
            raise Invalid("message_gone")
        part.source = frozen(message.source)
    part.treatment = wanted
    if wanted is Treatment.WITHDRAWN:
        part.source = ""


def _take_out_of_thread(
    session: Session, actor: Actor, keeping: Keeping, changed: list[KeptPart], words: Words
) -> None:
    blocks = []
    for part in changed:
        if part.is_left_out or not part.block:
            continue
        former, part.block = part.block, block_of(part, words)
        blocks.append((former, part.block))
    if keeping.post_id is not None and blocks and not requote(session, actor, keeping, blocks):
        raise Conflict("quote_was_changed")
    ids = [part.message_id for part in changed if part.message_id is not None]
    marked = session.scalars(
        sa.select(Message).where(Message.id.in_(ids), Message.kept_in.is_not(None))
    ).all()
    note_kept(session, keeping, marked, kept_in=None, actor=actor)
