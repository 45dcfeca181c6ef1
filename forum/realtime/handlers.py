"""What a browser can say: I read this thread or room, I do not any more, I am writing in it.

Nothing else is heard; messages are sent over HTTP.
"""

from typing import Any, TypedDict

import structlog
from flask import Flask, request
from flask_socketio import ConnectionRefusedError as NotConnected
from flask_socketio import SocketIO, join_room

from forum.extensions import db
from forum.kernel import clock
from forum.realtime import rights
from forum.realtime.door import visitor_of
from forum.realtime.hall import Hall, account_room
from forum.realtime.presence import Present, present_people
from forum.realtime.seats import PLACES_PER_SEAT, Place, PlaceKind, Seat
from forum.realtime.typing import Typing

# A public id is shorter; nothing longer is looked up.
_LONGEST_ID = 40

log = structlog.get_logger(__name__)


class Answer(TypedDict, total=False):
    """What a browser is answered; never why something was refused.

    ``ok`` is false with ``again`` where it was not looked up: it may be asked again.
    """

    ok: bool
    people: list[Present]
    """Who reads the thread, or the room."""
    last: int
    """The last number in the log of the room: what comes after it is told."""
    again: float
    """Seconds after which to come or ask again, about, should all lose their connection at once."""


class Handlers:
    """What happens when a browser connects, says something, or is gone."""

    def __init__(self, app: Flask, socketio: SocketIO, hall: Hall) -> None:
        """Listen to the sockets."""
        self._app = app
        self._hall = hall
        self._typing = Typing(socketio, hall.seats)
        for name in ("connect", "disconnect", "join", "leave", "enter", "exit", "typing"):
            socketio.on_event(name, getattr(self, name))
        socketio.on_error_default(self._note_error)

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

    def _note_error(self, error: Exception) -> object:
        event: Any = request.event  # type: ignore[attr-defined]
        if not isinstance(error, rights.NotNow):
            log.error("socket_failed", exc_info=error, said=event["message"])
        # Whoever has no seat must not stay connected; who has one may ask again.
        return False if event["message"] == "connect" else Answer(ok=False, again=self._hall.again)

    def _is_signed_in(self, seat: Seat) -> bool:
        oldest = clock.now() - self._app.permanent_session_lifetime
        return bool(rights.still_signed_in(db.session(), [seat.sign_in_id], seen_after=oldest))

    def disconnect(self, _reason: object = None) -> None:
        """Forget the seat."""
        self._hall.leave(_sid())
        log.info("socket_closed")

    def join(self, *words: object) -> Answer:
        """Let the browser hear of a thread that its reader may read."""
        place = self._begin(PlaceKind.THREAD, words)
        if place is None:
            return Answer(ok=False)
        return Answer(ok=True, people=self._people(place), again=self._hall.again)

    def leave(self, *words: object) -> Answer:
        """Let the browser hear nothing more of a thread."""
        return self._end(PlaceKind.THREAD, words)

    def enter(self, *words: object) -> Answer:
        """Let the browser hear what happens in a room that its reader may read."""
        place = self._begin(PlaceKind.ROOM, words)
        if place is None:
            return Answer(ok=False)
        # Read now that the seat listens: whatever has a greater number is told to it.
        last = rights.last_number(db.session(), place)
        self._hall.rooms.begin(place.key.id, last)
        return Answer(ok=True, last=last, people=self._people(place), again=self._hall.again)

    def exit(self, *words: object) -> Answer:
        """Let the browser hear nothing more of a room."""
        return self._end(PlaceKind.ROOM, words)

    def typing(self, *words: object) -> None:
        """Let the others in a room know that somebody is writing; nothing of it is kept."""
        seat, public_id = self._hall.seats.of(_sid()), _id_in(PlaceKind.ROOM, words)
        place = seat.place(PlaceKind.ROOM, public_id) if seat and public_id else None
        if seat is not None and place is not None:
            self._typing.tell(db.session(), seat, place)

    def _people(self, place: Place) -> list[Present]:
        listeners = self._hall.seats.listening_to(place.key)
        people = present_people(db.session(), {one.account_id for one in listeners})
        self._hall.note_told(place.key, people)
        return people

    def _begin(self, kind: PlaceKind, words: tuple[object, ...]) -> Place | None:
        seat, public_id = self._hall.seats.of(_sid()), _id_in(kind, words)
        if seat is None or public_id is None or len(seat.places) >= PLACES_PER_SEAT:
            return None
        if not seat.joins.take():
            raise rights.NotNow
        place = rights.join(db.session(), self._hall.seats, seat, kind, public_id)
        if place is not None:
            # At once after it stands in the list: nobody else runs in between.
            join_room(place.listeners)
            self._hall.gather(place.key)
        return place

    def _end(self, kind: PlaceKind, words: tuple[object, ...]) -> Answer:
        seat, public_id = self._hall.seats.of(_sid()), _id_in(kind, words)
        place = seat.place(kind, public_id) if seat and public_id else None
        if seat is not None and place is not None:
            self._hall.stop_listening(seat, place.key)
        return Answer(ok=True)


def _sid() -> str:
    sid: Any = request.sid  # type: ignore[attr-defined]
    return str(sid)


def _id_in(kind: PlaceKind, words: tuple[object, ...]) -> str | None:
    """Return the id in ``{"thread": "…"}`` or ``{"room": "…"}``; nothing else is understood."""
    match words:
        case (dict() as said,):
            public_id = said.get(kind.value)
        case _:
            return None
    if not isinstance(public_id, str) or not 0 < len(public_id) <= _LONGEST_ID:
        return None
    return public_id if public_id.isascii() and public_id.isalnum() else None
