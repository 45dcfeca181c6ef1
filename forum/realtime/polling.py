"""Long-polling, for who sits behind a proxy that lets no WebSocket through.

A connection is then many requests, and what a WebSocket has once it has each time: the cookie and
the origin are looked at by the door, whose connection it is, how much is said and how often is
looked at here. One request of a connection waits, never two; so nobody keeps more requests open
than connections.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from engineio.payload import Payload
from engineio.server import Server

from forum.realtime.allowance import Allowance
from forum.realtime.wire import BURST, MOST_BYTES, PER_SECOND

_POLLER = "forum.poller"
_SEPARATOR = "\x1e"
# A page asks again as soon as it was answered: as often as there is something to tell.
_QUESTIONS = (60, 20.0)


class Refused(Exception):
    """There is no answer; the status says why."""

    def __init__(self, status: HTTPStatus) -> None:
        """Keep the status."""
        super().__init__(status.phrase)
        self.status = status


@dataclass(slots=True)
class Poller:
    """One connection without a WebSocket."""

    sign_in_id: int
    end: Callable[[], None]
    """Gives its place back."""
    sid: str | None = None
    questions: Allowance = field(default_factory=lambda: Allowance(*_QUESTIONS))
    says: Allowance = field(default_factory=lambda: Allowance(BURST, PER_SECOND))
    is_waiting: bool = False


class Pollers:
    """All connections of this process that have no WebSocket."""

    def __init__(self, engine: Server) -> None:
        """Hear from Engine.IO which connections begin and end."""
        self._by_sid: dict[str, Poller] = {}
        self._begun, self._ended = engine.handlers["connect"], engine.handlers["disconnect"]
        engine.on("connect", self._begin)
        engine.on("disconnect", self._end)

    def _begin(self, sid: str, environ: dict[str, Any]) -> object:
        poller: Poller | None = environ.pop(_POLLER, None)
        if poller is not None:
            poller.sid = sid
            self._by_sid[sid] = poller
        return self._begun(sid, environ)

    def _end(self, sid: str, reason: object) -> object:
        if (poller := self._by_sid.pop(sid, None)) is not None:
            poller.end()
        return self._ended(sid, reason)

    def begin(self, environ: dict[str, Any], inside: Callable[[], Any], poller: Poller) -> Any:  # noqa: ANN401 - what WSGI returns
        """Let a connection begin; its place is given back when it ends, or does not begin."""
        environ[_POLLER] = poller
        try:
            return inside()
        finally:
            if poller.sid is None:
                poller.end()

    def go_on(
        self, environ: dict[str, Any], inside: Callable[[], Any], sid: str, sign_in_id: int
    ) -> Any:  # noqa: ANN401 - what WSGI returns
        """Answer one more request of a connection. Raises Refused."""
        poller = self._by_sid.get(sid)
        # A connection of somebody else's, or of a process that has ended: no difference is shown.
        if poller is None or poller.sign_in_id != sign_in_id:
            raise Refused(HTTPStatus.BAD_REQUEST)
        if environ["REQUEST_METHOD"] == "POST":
            _read_words(environ, poller)
            return inside()
        if poller.is_waiting or not poller.questions.take():
            raise Refused(HTTPStatus.TOO_MANY_REQUESTS)
        poller.is_waiting = True
        try:
            return inside()
        finally:
            poller.is_waiting = False


def _read_words(environ: dict[str, Any], poller: Poller) -> None:
    """Read what is said, before Engine.IO does, which knows fewer limits. Raises Refused."""
    try:
        length = int(environ.get("CONTENT_LENGTH") or "")
    except ValueError:
        raise Refused(HTTPStatus.LENGTH_REQUIRED) from None
    if not 0 <= length <= MOST_BYTES:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body = environ["wsgi.input"].read(length)
    try:
        packets = body.decode().split(_SEPARATOR)
    except UnicodeDecodeError:
        raise Refused(HTTPStatus.BAD_REQUEST) from None
    if len(packets) > Payload.max_decode_packets or not all(map(_is_packet, packets)):
        raise Refused(HTTPStatus.BAD_REQUEST)
    if not all(poller.says.take() for _ in packets):
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS)
    environ["wsgi.input"] = io.BytesIO(body)


def _is_packet(packet: str) -> bool:
    """Tell whether a page of ours says it: good-bye, "still there", or a message as text."""
    return packet[:1] in {"1", "3", "4"}
