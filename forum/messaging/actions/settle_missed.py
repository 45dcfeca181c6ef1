"""Note up to where a letter has told somebody of a room, or need not."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.rows import change, insert_into
from forum.messaging.models import Participant, RoomReader


def settle_missed(session: Session, actor: Actor, room_id: int, *, up_to: int) -> None:
    """Tell no letter of what was said up to this number; the mark never goes back."""
    mark = RoomReader.mailed_up_to
    changed = change(
        session,
        sa.update(RoomReader)
        .where(RoomReader.room_id == room_id, RoomReader.actor_id == actor.id)
        .values(mailed_up_to=sa.case((mark > up_to, mark), else_=up_to)),
    )
    if changed or session.get(Participant, (room_id, actor.id)) is None:
        return
    # Somebody who was written to and has never looked: all of it stays new.
    session.execute(
        insert_into(session, RoomReader)
        .values(
            room_id=room_id,
            actor_id=actor.id,
            read_up_to=0,
            mailed_up_to=up_to,
            draft="",
            updated_at=clock.now(),
        )
        .on_conflict_do_update(
            index_elements=["room_id", "actor_id"],
            set_={"mailed_up_to": up_to},
            where=RoomReader.mailed_up_to < up_to,
        )
    )
