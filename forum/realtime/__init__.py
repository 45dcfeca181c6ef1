"""The realtime adapter: Socket.IO, told from the end of the event log.

Only a process that runs gevent from its start has sockets: ``forum web``, and gunicorn's gevent
workers. In every other (tests, workers, gunicorn's threads) nothing of it exists.
"""

from flask import Flask
from gevent import monkey

from forum.extensions import after_commit, socketio
from forum.realtime.door import PATH, Door
from forum.realtime.hall import Hall
from forum.realtime.handlers import Handlers
from forum.realtime.news import RealtimeSubscribers
from forum.realtime.wire import MOST_BYTES, Wires
from forum.settings import Settings

_CHANNEL = "quartiersforum-sockets"
_SECONDS_BETWEEN_PINGS = 25
_SECONDS_FOR_PONG = 20


def register(app: Flask, settings: Settings, subscribers: RealtimeSubscribers) -> None:
    """Open the sockets, where this process can have any."""
    if monkey.is_module_patched("socket"):
        open_sockets(app, settings, subscribers)


def open_sockets(app: Flask, settings: Settings, subscribers: RealtimeSubscribers) -> Hall:
    """Put sockets in front of the app, and return the hall they meet in."""
    socketio.init_app(
        app,
        path=PATH,
        async_mode="gevent",
        # Pages begin with a WebSocket. Long-polling is for who sits behind a proxy that lets none
        # through; it needs every request of a browser to reach the same process.
        transports=["websocket", "polling"],
        allow_upgrades=False,
        cors_allowed_origins=[settings.public_url],
        # Who is writing is said through it, to the sockets of other processes as well.
        message_queue=settings.redis_url or None,
        channel=_CHANNEL,
        max_http_buffer_size=MOST_BYTES,
        # One after the other: whoever sends much waits for themselves.
        async_handlers=False,
        ping_interval=_SECONDS_BETWEEN_PINGS,
        ping_timeout=_SECONDS_FOR_PONG,
        manage_session=False,
        http_compression=False,
    )
    engine = socketio.server.eio
    wires = Wires()
    engine._async = {**engine._async, "websocket": wires.socket}  # noqa: SLF001 - no other way in
    hall = Hall(app, socketio, subscribers, wires)
    Handlers(app, socketio, hall)
    app.wsgi_app = Door(app, app.wsgi_app, hall.seats, engine=engine, origin=settings.public_url)  # type: ignore[method-assign]
    app.extensions["hall"] = hall
    after_commit(app, hall.nudge)
    return hall
