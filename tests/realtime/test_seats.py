"""Who has a seat keeps it as long as the line stands, and no longer."""

from engineio.socket import Socket as Line
from flask import Flask
from flask_socketio import SocketIO

from forum.realtime.hall import Hall
from forum.realtime.seats import Seat
from forum.realtime.wire import Wires
from tests.factories.accounts import make_actor
from tests.realtime.conftest import Served


def test_only_whose_line_has_ended_is_forgotten() -> None:
    app = Flask(__name__)
    socketio = SocketIO(app, async_mode="threading")
    hall = Hall(app, socketio, {}, Wires())
    manager, engine = socketio.server.manager, socketio.server.eio
    seats = {}
    for name in ("being let in", "in", "gone"):
        engine.sockets[name] = Line(engine, name)
        seats[name] = Seat(manager.pre_connect(name, "/"), 1, 1, 1)
        hall.seats.take(seats[name])
    # Between the two, the database is asked who it is.
    manager.connect(seats["in"].sid, "/")
    hall.drop_the_gone()
    assert list(hall.seats) == list(seats.values())
    del engine.sockets["gone"]
    hall.drop_the_gone()
    assert list(hall.seats) == [seats["being let in"], seats["in"]]
    assert manager.eio_sid_from_sid(seats["gone"].sid, "/") is None


def test_whoever_asks_too_often_is_told_to_ask_later(served: Served) -> None:
    reader = served.connect(make_actor(served.session, "Ada"))
    answers = [reader.ask("join", {"thread": "0000000000000000"}) for _ in range(20)]
    assert answers[0] == {"ok": False}
    assert answers[-1] == {"ok": False, "again": 1.0}
