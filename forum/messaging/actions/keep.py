"""Begin to make a thread of a conversation; change it; the inverse is `drop_keeping`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.channels.queries import membership_of
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line, clean_source
from forum.kernel.verdict import require
from forum.messaging.events import KeepingBegun, KeepingDropped
from forum.messaging.keeping_policy import (
    can_drop_keeping,
    can_edit_keeping,
    can_keep,
    needs_everybody,
)
from forum.messaging.models import Keeping, KeepingState, KeptPart, Message, Room
from forum.messaging.queries import belonging_of
from forum.messaging.queries.keepings import parts_of, stretch_between
from forum.messaging.quotes import frozen
from forum.threads.actions.locks import hold_actor
from forum.threads.models import ThreadKind
from forum.threads.policy import can_start_kind
from forum.threads.text import TITLE_LIMIT

MOST_PARTS = 100
"""Messages of one keeping: who reads the thread wants to know what came of it."""
SUMMARY_LIMIT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingPlan:
    """What the thread is to be."""

    title: str
    summary: str
    channel: Channel
    kind: ThreadKind = ThreadKind.DISCUSSION
    left_out: Collection[str] = ()
    """Public ids of parts that the keeper does not need."""


def keep(
    session: Session, actor: Actor, room: Room, *, first: int, last: int, title: str = ""
) -> Keeping:
    """Freeze what was said from one number to another, both included, and return the draft.

    Asked twice for the same, it is the first draft that is returned. Raises `NotAllowed`, and
    `Invalid` ``nothing_to_keep`` or ``too_much_to_keep``.
    """
    hold_actor(session, actor)
    own = belonging_of(session, actor, room)
    require(can_keep(actor, room, own))
    messages = stretch_between(session, room, own, first, last, limit=MOST_PARTS)
    if not messages:
        raise Invalid("nothing_to_keep", field="first")
    if len(messages) > MOST_PARTS:
        raise Invalid("too_much_to_keep", field="last", limit=MOST_PARTS)
    if begun := _begun_before(session, actor, room, messages):
        return begun
    keeping = Keeping(
        room_id=room.id,
        keeper_id=actor.id,
        channel_id=room.channel_id,
        title=clean_line(title, limit=TITLE_LIMIT, field="title", may_be_empty=True),
        needs_everybody=room.channel is None or needs_everybody(room, room.channel),
    )
    session.add(keeping)
    session.flush()
    session.add_all(_part(keeping, message, place) for place, message in enumerate(messages))
    session.flush()
    record(session, KeepingBegun(keeping_id=keeping.id), actor_id=actor.id)
    return keeping


def edit_keeping(
    session: Session, actor: Actor, keeping: Keeping, plan: KeepingPlan, *, version: int
) -> Keeping:
    """Change what the thread is to be, and return the keeping.

    Raises `NotAllowed`, `Invalid`, and `Conflict` ``keeping_changed`` where it is not the `version`
    that the keeper began with.
    """
    keeping = hold_keeping(session, keeping)
    require(can_edit_keeping(actor, keeping))
    if keeping.version != version:
        raise Conflict("keeping_changed")
    if plan.kind not in {ThreadKind.DISCUSSION, ThreadKind.QUESTION}:
        raise Invalid("kind_not_here", field="kind")
    membership = membership_of(session, actor, plan.channel.id)
    require(can_start_kind(actor, plan.channel, membership, plan.kind))
    keeping.title = clean_line(plan.title, limit=TITLE_LIMIT, field="title")
    keeping.summary = clean_source(
        plan.summary, limit=SUMMARY_LIMIT, field="summary", may_be_empty=True
    )
    keeping.channel_id = plan.channel.id
    keeping.kind = plan.kind
    keeping.needs_everybody = keeping.room is None or needs_everybody(keeping.room, plan.channel)
    keeping.version += 1
    for part in parts_of(session, keeping):
        part.is_left_out = part.public_id in plan.left_out
    session.flush()
    return keeping


def drop_keeping(session: Session, actor: Actor, keeping: Keeping) -> None:
    """Let there be no thread; what was frozen is deleted at once. Raises `NotAllowed`."""
    keeping = hold_keeping(session, keeping)
    if keeping.state is KeepingState.DROPPED:
        return
    require(can_drop_keeping(actor, keeping))
    keeping.state = KeepingState.DROPPED
    keeping.summary = ""
    session.execute(sa.delete(KeptPart).where(KeptPart.keeping_id == keeping.id))
    record(session, KeepingDropped(keeping_id=keeping.id), actor_id=actor.id)


def hold_keeping(session: Session, keeping: Keeping) -> Keeping:
    """Return the keeping with room and channels as they are, held; after the room, before threads.

    The relations that were loaded before stay loaded.
    """
    return session.scalars(
        sa.select(Keeping)
        .where(Keeping.id == keeping.id)
        .options(
            joinedload(Keeping.room).joinedload(Room.channel),
            joinedload(Keeping.channel),
        )
        .with_for_update(of=Keeping)
        .execution_options(populate_existing=True)
    ).one()


def _part(keeping: Keeping, message: Message, place: int) -> KeptPart:
    return KeptPart(
        keeping_id=keeping.id,
        position=place,
        message_id=message.id,
        author_id=message.author_id,
        said_at=message.created_at,
        source=frozen(message.source),
    )


def _begun_before(
    session: Session, actor: Actor, room: Room, messages: Sequence[Message]
) -> Keeping | None:
    """Return the actor's draft of the same messages, where the button was pressed twice."""
    latest = session.scalars(
        sa.select(Keeping)
        .where(
            Keeping.keeper_id == actor.id,
            Keeping.room_id == room.id,
            Keeping.state == KeepingState.DRAFT,
        )
        .order_by(Keeping.id.desc())
        .limit(1)
    ).one_or_none()
    if latest is None:
        return None
    parts = [part.message_id for part in parts_of(session, latest)]
    return latest if parts == [message.id for message in messages] else None
