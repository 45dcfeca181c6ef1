"""Who is writing in a room at this moment: said to the others in it, and forgotten.

It goes through the client manager of Socket.IO. Where that has a message queue, the sockets of
other processes hear of it too; otherwise each process tells its own. It is a courtesy.
"""

import sqlalchemy as sa
from flask_socketio import SocketIO
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.realtime.allowance import Allowance
from forum.realtime.presence import CROWD
from forum.realtime.seats import Key, Place, Seat, Seats

# In one room, from all who write in it.
_BURST = 4
_PER_SECOND = 1.0
_MOST_ROOMS = 1000


class Typing:
    """Says who is writing, not too often: not of one seat, not in one room, and in no crowd."""

    def __init__(self, socketio: SocketIO, seats: Seats) -> None:
        """Begin with nobody."""
        self._socketio = socketio
        self._seats = seats
        self._rooms: dict[Key, Allowance] = {}

    def tell(self, session: Session, seat: Seat, place: Place) -> None:
        """Say it to the others, unless it was said enough."""
        if len(self._seats.listening_to(place.key)) > CROWD or not seat.typings.take():
            return
        if not self._rooms.setdefault(place.key, Allowance(_BURST, _PER_SECOND)).take():
            return
        self._forget_quiet()
        row = session.execute(
            sa.select(Actor.public_id, Actor.name).where(Actor.id == seat.actor_id)
        ).one()
        # While it was looked up, the right may have gone.
        if place.key in seat.places:
            words = place.words(id=row.public_id, name=row.name)
            self._socketio.emit("typing", words, to=place.listeners, skip_sid=seat.sid)

    def _forget_quiet(self) -> None:
        if len(self._rooms) > _MOST_ROOMS:
            kept = {one: had for one, had in self._rooms.items() if not had.is_full}
            self._rooms = kept
