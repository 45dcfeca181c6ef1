"""Keep an unfinished message of a room; let it go."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.markup import POST_LIMIT, clean_source
from forum.kernel.rows import change, insert_into
from forum.kernel.verdict import require
from forum.messaging.models import Message, Room, RoomReader, is_client_id
from forum.messaging.policy import can_read_room
from forum.messaging.queries import belonging_of

# Asked with every message, and so not put together each time.
_DROPPED = (
    sa.update(RoomReader)
    .where(
        RoomReader.room_id == sa.bindparam("of_room"),
        RoomReader.actor_id == sa.bindparam("of_actor"),
        RoomReader.draft != "",
    )
    .values(draft="", updated_at=sa.bindparam("now"))
)


def save_draft(
    session: Session, actor: Actor, room: Room, *, source: str, client_id: str = ""
) -> str:
    """Keep the text as the draft in this room (channel loaded) and return it; "" lets it go.

    It may be as long as a post: what grows too long for a message can become a thread. A save that
    arrives after the message with its `client_id` was sent is ignored. Raises `NotAllowed` and
    `Invalid` ``too_long``.
    """
    require(can_read_room(actor, room, belonging_of(session, actor, room)))
    text = clean_source(source, limit=POST_LIMIT, may_be_empty=True)
    if not text or is_sent(session, actor, client_id):
        drop_draft(session, actor, room)
        return ""
    kept = insert_into(session, RoomReader).values(
        room_id=room.id,
        actor_id=actor.id,
        # Writing is no reading; who has never been here begins with what comes from now on.
        read_up_to=sa.select(Room.last_sequence).where(Room.id == room.id).scalar_subquery(),
        mailed_up_to=0,
        draft=text,
        updated_at=clock.now(),
    )
    session.execute(
        kept.on_conflict_do_update(
            index_elements=["room_id", "actor_id"],
            set_={"draft": text, "updated_at": clock.now()},
        )
    )
    return text


def drop_draft(session: Session, actor: Actor, room: Room) -> None:
    """Forget the actor's draft in this room, sent or emptied, if there is one."""
    asked = {"of_room": room.id, "of_actor": actor.id, "now": clock.now()}
    change(session, _DROPPED, asked)


def is_sent(session: Session, actor: Actor, client_id: str) -> bool:
    """Tell whether the actor has sent the message with this id."""
    if not is_client_id(client_id):
        return False
    sent = sa.exists().where(Message.author_id == actor.id, Message.client_id == client_id)
    return bool(session.scalar(sa.select(sent)))
