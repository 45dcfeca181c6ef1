"""The door of the sockets: who may connect, decided before anything is upgraded.

Socket.IO asks its own handler only when the connection stands; whoever never says hello would keep
it. So the cookie, the origin, and how many connections there are already, are looked at here, with
plain answers of HTTP.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, NamedTuple, Protocol

import structlog
from flask import Flask
from flask_login import current_user

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


class Refused(Exception):
    """There is no connection; the status says why."""

    def __init__(self, status: HTTPStatus) -> None:
        """Keep the status."""
        super().__init__(status.phrase)
        self.status = status


class Door:
    """Stands before the sockets; everything else passes."""

    def __init__(self, app: Flask, inside: Application, seats: Seats, *, origin: str) -> None:
        """Let in browsers that show a page of ours, signed in; `origin` is our own."""
        self._app = app
        self._inside = inside
        self._seats = seats
        self._origin = origin

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer a request, which for a socket takes as long as the socket lives."""
        if not str(environ.get("PATH_INFO", "")).startswith(PATH):
            return self._inside(environ, start_response)
        try:
            visitor = self._visitor(environ)
        except Refused as refused:
            return _answer(refused.status, start_response)
        end = self._seats.admit(visitor.account_id)
        if end is None:
            return _answer(HTTPStatus.TOO_MANY_REQUESTS, start_response)
        environ[_VISITOR] = visitor
        try:
            return self._inside(environ, start_response)
        finally:
            end()

    def _visitor(self, environ: dict[str, Any]) -> Visitor:
        # A page of somebody else's can open a socket to us, and the browser sends our cookie along.
        # Browsers always say where the page comes from.
        if environ.get("HTTP_ORIGIN") != self._origin:
            raise Refused(HTTPStatus.FORBIDDEN)
        if str(environ.get("HTTP_UPGRADE", "")).lower() != "websocket":
            raise Refused(HTTPStatus.BAD_REQUEST)
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
