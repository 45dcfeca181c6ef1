"""What a browser can say: I read this thread, I do not read it any more. Nothing else is heard."""

from typing import Any, TypedDict, cast

import structlog
from flask import Flask, request
from flask_socketio import ConnectionRefusedError as NotConnected
from flask_socketio import SocketIO, join_room

from forum.extensions import db
from forum.kernel import clock
from forum.realtime import rights
from forum.realtime.door import visitor_of
from forum.realtime.hall import Hall, account_room, thread_room
from forum.realtime.presence import Present, present_people
from forum.realtime.seats import THREADS_PER_SEAT, Seat

# A public id is shorter; nothing longer is looked up.
_LONGEST_ID = 40

log = structlog.get_logger(__name__)


class Answer(TypedDict, total=False):
    """What a browser is answered; never why something was refused."""

    ok: bool
    people: list[Present]


class Handlers:
    """What happens when a browser connects, says something, or is gone."""

    def __init__(self, app: Flask, socketio: SocketIO, hall: Hall) -> None:
        """Listen to the sockets."""
        self._app = app
        self._hall = hall
        for name in ("connect", "disconnect", "join", "leave"):
            socketio.on_event(name, getattr(self, name))
        socketio.on_error_default(_note_error)

    def connect(self, _words: object = None) -> None:
        """Give a seat to who was let in at the door, and begin to read the log."""
        structlog.contextvars.clear_contextvars()
        seat = Seat(_sid(), *visitor_of(request.environ))
        self._hall.seats.take(seat)
        try:
            self._hall.open()
            # Signed out while the connection was made, nobody would have told the seat.
            if not self._is_signed_in(seat):
                raise NotConnected  # noqa: TRY301 - the seat is given up in any case
        except BaseException:
            self._hall.seats.give_up(seat.sid)
            raise
        join_room(account_room(seat.account_id))
        log.info("socket_opened")

    def _is_signed_in(self, seat: Seat) -> bool:
        oldest = clock.now() - self._app.permanent_session_lifetime
        return bool(rights.still_signed_in(db.session(), [seat.sign_in_id], seen_after=oldest))

    def disconnect(self, _reason: object = None) -> None:
        """Forget the seat."""
        self._hall.leave(_sid())
        log.info("socket_closed")

    def join(self, *words: object) -> Answer:
        """Let the browser hear of a thread that its reader may read."""
        seat, public_id = self._hall.seats.of(_sid()), _thread_in(words)
        if seat is None or public_id is None or not seat.joins.take():
            return Answer(ok=False)
        if len(seat.places) >= THREADS_PER_SEAT:
            return Answer(ok=False)
        session = db.session()
        place = rights.join(session, self._hall.seats, seat, public_id)
        if place is None:
            return Answer(ok=False)
        # At once after it stands in the list: nobody else runs in between.
        join_room(thread_room(place.public_id))
        self._hall.gather(place.thread_id)
        listeners = self._hall.seats.listening_to(place.thread_id)
        people = present_people(session, {one.account_id for one in listeners})
        return Answer(ok=True, people=people)

    def leave(self, *words: object) -> Answer:
        """Let the browser hear nothing more of a thread."""
        seat, public_id = self._hall.seats.of(_sid()), _thread_in(words)
        for place in tuple(seat.places.values()) if seat else ():
            if place.public_id == public_id:
                self._hall.stop_listening(cast("Seat", seat), place.thread_id)
        return Answer(ok=True)


def _note_error(error: Exception) -> object:
    log.error("socket_failed", exc_info=error)
    # As an answer: refused, and nothing about why.
    return False


def _sid() -> str:
    sid: Any = request.sid  # type: ignore[attr-defined]
    return str(sid)


def _thread_in(words: tuple[object, ...]) -> str | None:
    """Return the id in ``{"thread": "…"}``; anything else is not understood."""
    match words:
        case ({"thread": str() as public_id},) if 0 < len(public_id) <= _LONGEST_ID:
            return public_id if public_id.isascii() and public_id.isalnum() else None
    return None
