"""The hall: reads the log for the sockets of this process, and tells them what concerns them.

One greenlet, which runs only while somebody is connected. It takes the events of the log in batches
and does three things with each, in this order: ask the subscribers, look again at every right that
is in doubt, tell what is left. Everybody who loses a right therefore loses it before anything that
was committed after it is told.

Of rooms it says the messages themselves, of threads numbers. All of it is a hint. What counts is
the database: whoever was not connected, or connected to a process that was killed, asks for "what
came after n".
"""

import time
from collections.abc import Collection, Iterable
from contextlib import suppress
from contextvars import Context
from itertools import groupby

import gevent
import gevent.event
import gevent.lock
import sqlalchemy as sa
import structlog
from flask import Flask
from flask_socketio import SocketIO
from sqlalchemy.orm import Session

from forum.extensions import db
from forum.kernel import clock
from forum.kernel.events import Event
from forum.messaging.queries import Stretch
from forum.realtime import rights
from forum.realtime.alarms import Alarm, alarm_for
from forum.realtime.news import News, RealtimeSubscribers
from forum.realtime.presence import Present, present_people
from forum.realtime.rooms import Rooms, newcomers, seen_from
from forum.realtime.seats import Key, PlaceKind, Seat, Seats, sids
from forum.realtime.tail import BATCH, Fact, Tail
from forum.realtime.wire import Wires

# Whoever is signed out without an event is noticed after so long.
_SECONDS_BETWEEN_SIGN_INS = 30.0
# Rights that were lost without an event: a row changed by hand.
_SECONDS_BETWEEN_RIGHTS = 300.0
# Long enough for a page that is loaded again; nobody flickers.
_SECONDS_TO_GATHER = 1.5
_SECONDS_AFTER_TROUBLE = 1.0
_SECONDS_TO_PART = 3.0
# One process lets in more, measured: most of it is asking for rights. At 40 on PostgreSQL some of
# 1,000 had to come twice.
_ARRIVALS_A_SECOND, _LEAST_AWAY = 25, 1.0
# Reading the log and telling it takes at most a third of the time of this process.
_REST, _LONGEST_REST = 2.0, 0.5

log = structlog.get_logger(__name__)


def account_room(account_id: int) -> str:
    """Return the room of all browsers of one person."""
    return f"account:{account_id}"


class Hall:
    """The sockets of one process and what they are told."""

    def __init__(
        self, app: Flask, socketio: SocketIO, subscribers: RealtimeSubscribers, wires: Wires
    ) -> None:
        """Keep the parts; read nothing until somebody comes."""
        self.seats = Seats()
        self._app = app
        self._socketio = socketio
        self._subscribers = subscribers
        self._wires = wires
        self._tail = Tail()
        self.rooms = Rooms()
        self._woken = gevent.event.Event()
        self._opening = gevent.lock.BoundedSemaphore(1)
        self._reading: gevent.Greenlet[..., None] | None = None
        self._gathering: set[Key] = set()
        self._shown: dict[Key, list[Present] | None] = {}
        self._next_sign_ins = self._next_rights = 0.0

    @property
    def again(self) -> float:
        """After how many seconds who comes now should come again, if all are lost at once."""
        return max(_LEAST_AWAY, len(self.seats) / _ARRIVALS_A_SECOND)

    def nudge(self) -> None:
        """Read the log now; something was committed, by who is in this greenlet."""
        self._woken.set()
        # Those who read hear of it before who wrote is answered.
        gevent.sleep(0)

    def open(self) -> None:
        """Begin to read the log at its end, unless it is being read. Somebody sits already."""
        with self._opening:
            if self._reading is not None:
                return
            with self._app.app_context():
                self._tail.begin(db.session())
            now = time.monotonic()
            self._next_sign_ins = now + _SECONDS_BETWEEN_SIGN_INS
            self._next_rights = now + _SECONDS_BETWEEN_RIGHTS
            # Not in the context of the request that happens to be the first.
            self._reading = Context().run(gevent.spawn, self._read)

    def _read(self) -> None:
        alarm: Alarm | None = None
        while len(self.seats):
            try:
                alarm = alarm or self._make_alarm()
                if self._woken.wait(alarm.seconds) or alarm.has_rung():
                    self._woken.clear()
                    begun = time.process_time()
                    self._catch_up()
                    # What comes meanwhile is told together: a storm does not stop the pages.
                    # Waiting for the database takes nothing from them.
                    gevent.sleep(min(_REST * (time.process_time() - begun), _LONGEST_REST))
                self._look_around()
            except Exception:
                log.exception("live_failed")
                gevent.sleep(_SECONDS_AFTER_TROUBLE)
                self._woken.set()
        self._reading = None
        if alarm is not None:
            alarm.close()

    def _make_alarm(self) -> Alarm:
        with self._app.app_context():
            return alarm_for(db.engine, self.nudge)

    def _catch_up(self) -> None:
        """Deal with all that is new in the log."""
        count = BATCH
        while count == BATCH:
            with self._app.app_context():
                session = db.session()
                facts = self._tail.news(session)
                news = self._news_in(session, facts)
                if news.doubts:
                    self._settle(session, self.seats.concerned(news.doubts))
                tidings = self.rooms.tidings(session, news)
                self._tail.is_read(facts)
                count = len(facts)
            for one in tidings:
                self._tell_room(*one)
            self._tell(news)

    def _news_in(self, session: Session, facts: Iterable[Fact]) -> News:
        """Ask the subscribers, and begin a new round if a right is in doubt."""
        news = News(self.seats)
        for fact in facts:
            declared = Event.registry.get(fact.name, Event)
            for subscriber in self._subscribers.get(declared, ()):
                try:
                    subscriber(session, declared.from_payload(fact.payload), news)
                except sa.exc.OperationalError:
                    raise
                except Exception:
                    log.exception("live_subscriber_failed", event_id=fact.id)
        return news

    def _look_around(self) -> None:
        """Look at everybody now and then, whatever the log says."""
        now = time.monotonic()
        if now < self._next_sign_ins:
            return
        self._next_sign_ins = now + _SECONDS_BETWEEN_SIGN_INS
        self.drop_the_gone()
        suspects = list(self.seats)
        with self._app.app_context():
            if now >= self._next_rights:
                self._next_rights = now + _SECONDS_BETWEEN_RIGHTS
                self._settle(db.session(), suspects)
            else:
                self._end_signed_out(db.session(), suspects)

    def drop_the_gone(self) -> None:
        """Forget the seats whose line has ended without a word."""
        # Whether Socket.IO calls somebody connected is not asked: who is being let in is not yet.
        server = self._socketio.server
        for seat in self.seats:
            if server.manager.eio_sid_from_sid(seat.sid, "/") not in server.eio.sockets:
                server.manager.disconnect(seat.sid, "/", ignore_queue=True)
                self.leave(seat.sid)

    def _settle(self, session: Session, suspects: Collection[Seat]) -> None:
        """Take from the suspects what is no longer theirs."""
        self.seats.round += 1
        self._end_signed_out(session, suspects)
        staying = sorted(
            (seat for seat in suspects if self.seats.of(seat.sid)), key=lambda one: one.account_id
        )
        for account_id, seats in groupby(staying, key=lambda one: one.account_id):
            own = list(seats)
            keys = {key for seat in own for key in seat.places}
            readable = rights.readable_of(session, account_id, keys) if keys else {}
            for seat in own:
                for key, had in tuple(seat.places.items()):
                    now = readable.get(key)
                    # Also who reads less of it than before: they come in anew.
                    if now is None or now.after > had.after:
                        self.stop_listening(seat, key, told=True)
                    else:
                        self.seats.listen(seat, now)
            gevent.sleep(0)  # others go on between two people

    def _end_signed_out(self, session: Session, seats: Collection[Seat]) -> None:
        """Disconnect every browser whose sign-in has ended."""
        if not seats:
            return
        oldest = clock.now() - self._app.permanent_session_lifetime
        good = rights.still_signed_in(
            session, {seat.sign_in_id for seat in seats}, seen_after=oldest
        )
        for seat in seats:
            if seat.sign_in_id not in good:
                self.leave(seat.sid)
                with suppress(KeyError):  # it has gone by itself
                    self._socketio.server.disconnect(seat.sid)

    def stop_listening(self, seat: Seat, key: Key, *, told: bool = False) -> None:
        """Take a seat out of a place; `told`: the browser learns that it was not its own wish."""
        place = self.seats.stop_listening(seat, key)
        if place is None:
            return
        self._socketio.server.leave_room(seat.sid, place.listeners)
        if told:
            self._emit("closed", place.words(), to=seat.sid)
        self.gather(key)

    def leave(self, sid: str) -> None:
        """Forget a socket."""
        seat = self.seats.give_up(sid)
        for key in seat.places if seat else ():
            self.gather(key)

    def _emit(self, name: str, words: object, *, to: str) -> None:
        # To the sockets of this process: every other reads the log for its own.
        self._socketio.emit(name, words, to=to, ignore_queue=True)

    def _tell_room(self, key: Key, stretch: Stretch) -> None:
        """Say what happened in a room: once for all, apart from those who came later."""
        if not newcomers(self.seats, key, stretch):
            self._say(key, "happened", stretch)
            return
        for seat in tuple(self.seats.listening_to(key)):
            self._emit("happened", seen_from(stretch, seat.places[key].after), to=seat.sid)

    def _tell(self, news: News) -> None:
        """Say what is new, each thing once: ids and numbers, nothing that has to be protected."""
        for thread_id, number in news.posts.items():
            self._say_of(Key(PlaceKind.THREAD, thread_id), "post", number=number)
        for thread_id, numbers in news.changed.items():
            for number in sorted(numbers):
                self._say_of(Key(PlaceKind.THREAD, thread_id), "changed", number=number)
        for account_id in news.accounts:
            if self.seats.has_account(account_id):
                self._emit("notified", {}, to=account_room(account_id))
        for key in self.seats.read_by(news.presences):
            self.gather(key)

    def _say_of(self, key: Key, name: str, **values: object) -> None:
        # Nobody may be left who may hear it.
        if place := self.seats.place(key):
            self._say(key, name, place.words(**values))

    def _say(self, key: Key, name: str, words: object) -> None:
        self._wires.say(self._socketio, name, words, sids(self.seats.listening_to(key)))

    def gather(self, key: Key) -> None:
        """Tell in a moment who is there, once for all who come and go until then."""
        if key not in self._gathering:
            self._gathering.add(key)
            Context().run(gevent.spawn_later, _SECONDS_TO_GATHER, self._tell_present, key)

    def note_told(self, key: Key, people: list[Present]) -> None:
        """Note what a newcomer was told of who is there.

        Where it is not what the others know, all are told next time, even if it has changed back.
        """
        if people != self._shown.get(key, []):
            self._shown[key] = None

    def _tell_present(self, key: Key) -> None:
        self._gathering.discard(key)
        seats = self.seats.listening_to(key)
        if not seats:
            self._shown.pop(key, None)
            return
        try:
            with self._app.app_context():
                people = present_people(db.session(), {seat.account_id for seat in seats})
        except sa.exc.SQLAlchemyError:
            log.warning("presence_failed", exc_info=True)
            return
        if people != self._shown.get(key, []):
            self._shown[key] = people
            self._say_of(key, "present", people=people)

    def end(self) -> None:
        """Say good-bye before the process ends; of a crowd, the last ones just lose their line."""
        until = time.monotonic() + _SECONDS_TO_PART
        for sid in sids(self.seats):
            if time.monotonic() > until:
                break
            with suppress(KeyError):
                self._socketio.server.disconnect(sid)
