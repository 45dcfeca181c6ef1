"""Open the room of a channel; it is there from when somebody first looks into it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.channels.models import Channel
from forum.kernel import clock
from forum.kernel.ids import new_public_id
from forum.kernel.rows import insert_into
from forum.messaging.models import Room, RoomKind
from forum.messaging.queries import room_of_channel


def room_for_channel(session: Session, channel: Channel) -> Room:
    """Return the channel's room, opened now where nobody has asked for it before."""
    if (room := room_of_channel(session, channel)) is not None:
        return room
    row = insert_into(session, Room).values(
        public_id=new_public_id(),
        kind=RoomKind.CHANNEL,
        channel_id=channel.id,
        created_at=clock.now(),
    )
    session.execute(row.on_conflict_do_nothing(index_elements=["channel_id"]))
    return session.scalars(sa.select(Room).where(Room.channel_id == channel.id)).one()
