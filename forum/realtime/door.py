"""The door of the sockets: who may connect, decided before anything is begun.

Socket.IO asks its own handler only when the connection stands; whoever never says hello would keep
it. So the cookie, the origin, and how many connections there are already, are looked at here, with
plain answers of HTTP.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, NamedTuple, Protocol, Self
from urllib.parse import parse_qs

import structlog
from engineio.server import Server
from flask import Flask
from flask_login import current_user

from forum.realtime.polling import Poller, Pollers, Refused
from forum.realtime.seats import Seats

PATH = "/socket.io/"
_VISITOR = "forum.visitor"

log = structlog.get_logger(__name__)

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class HasId(Protocol):
    """A row."""

    id: int


class SignedIn(Protocol):
    """What the login extension knows of a signed-in reader (``forum.web.auth.Visitor``)."""

    is_authenticated: bool
    sign_in: HasId
    account: HasId
    actor: HasId


class Visitor(NamedTuple):
    """Who connects."""

    sign_in_id: int
    account_id: int
    actor_id: int


class Asked(NamedTuple):
    """What a request wants of the sockets."""

    is_polling: bool
    is_reading: bool
    """Whether it only asks, without a WebSocket."""
    sid: str | None
    """The connection that it goes on with."""

    @classmethod
    def by(cls, environ: dict[str, Any]) -> Self:
        """Return what is asked for. Raises Refused for all that no page of ours asks.

        That is a WebSocket out of a polling connection, and an answer as a script (``j``), which
        pages of others could load.
        """
        said = parse_qs(environ.get("QUERY_STRING", ""))
        transport, sid = said.get("transport"), said.get("sid", [None])[0]
        is_polling = transport == ["polling"]
        is_upgrade = str(environ.get("HTTP_UPGRADE", "")).lower() == "websocket"
        method = environ.get("REQUEST_METHOD")
        is_known = method == "GET" or (method == "POST" and sid is not None)
        is_fitting = not is_upgrade if is_polling else is_upgrade and sid is None
        if not (is_known and is_fitting) or "j" in said:
            raise Refused(HTTPStatus.BAD_REQUEST)
        return cls(is_polling, is_polling and method == "GET", sid)


class Door:
    """Stands before the sockets; everything else passes."""

    def __init__(
        self, app: Flask, inside: Application, seats: Seats, *, engine: Server, origin: str
    ) -> None:
        """Let in browsers that show a page of ours, signed in; `origin` is our own."""
        self._app = app
        self._inside = inside
        self._seats = seats
        self._pollers = Pollers(engine)
        self._origin = origin

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer a request, which for a socket takes as long as the socket lives."""
        if not str(environ.get("PATH_INFO", "")).startswith(PATH):
            return self._inside(environ, start_response)
        try:
            asked = Asked.by(environ)
            self._check_origin(environ, asked)
            visitor = self._visitor(environ)
            return self._let_in(environ, start_response, asked, visitor)
        except Refused as refused:
            return _answer(refused.status, start_response)

    def _let_in(
        self,
        environ: dict[str, Any],
        start_response: Callable[..., Any],
        asked: Asked,
        visitor: Visitor,
    ) -> Iterable[bytes]:
        def inside() -> Iterable[bytes]:
            return self._inside(environ, start_response)

        environ[_VISITOR] = visitor
        if asked.sid is not None:
            answer: Iterable[bytes] = self._pollers.go_on(
                environ, inside, asked.sid, visitor.sign_in_id
            )
            return answer
        end = self._seats.admit(visitor.account_id)
        if end is None:
            raise Refused(HTTPStatus.TOO_MANY_REQUESTS)
        if asked.is_polling:
            answer = self._pollers.begin(environ, inside, Poller(visitor.sign_in_id, end))
            return answer
        try:
            return inside()
        finally:
            end()

    def _check_origin(self, environ: dict[str, Any], asked: Asked) -> None:
        # A page of somebody else's can open a socket to us, and the browser sends our cookie along.
        # Browsers always say where the page comes from, but for reading from their own origin.
        origin = environ.get("HTTP_ORIGIN")
        if origin is None and asked.is_reading:
            if environ.get("HTTP_SEC_FETCH_SITE", "same-origin") != "same-origin":
                raise Refused(HTTPStatus.FORBIDDEN)
        elif origin != self._origin:
            raise Refused(HTTPStatus.FORBIDDEN)

    def _visitor(self, environ: dict[str, Any]) -> Visitor:
        try:
            visitor = self._signed_in(environ)
        except Exception as error:
            log.warning("socket_not_opened", exc_info=True)
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE) from error
        if visitor is None:
            raise Refused(HTTPStatus.UNAUTHORIZED)
        return visitor

    def _signed_in(self, environ: dict[str, Any]) -> Visitor | None:
        with self._app.request_context(environ):
            reader: SignedIn = current_user
            if not reader.is_authenticated:
                return None
            return Visitor(reader.sign_in.id, reader.account.id, reader.actor.id)


def visitor_of(environ: dict[str, Any]) -> Visitor:
    """Return who was let in."""
    visitor: Visitor = environ[_VISITOR]
    return visitor


def _answer(status: HTTPStatus, start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = status.phrase.encode() + b"\n"
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    start_response(f"{status.value} {status.phrase}", headers)
    return [body]
