"""The WebSockets themselves, with limits, and the short way to many of them at once.

What browsers say here is short: which thread they look at, and "still there". Text is written over
HTTP, where forms, limits and refusals are.

What all listeners of a place are told is the same for all. Engine.IO would hand it to a greenlet
for each socket, which wraps it for itself: most of the time that a message takes to a large room.
Here the frame is made once and written at once to every socket that nothing waits for.
"""

from collections.abc import Callable, Iterable
from typing import Any

import gevent
from engineio.async_drivers.gevent import WebSocketWSGI
from engineio.packet import MESSAGE, Packet
from engineio.server import Server
from engineio.socket import Socket
from flask_socketio import SocketIO
from gevent.lock import BoundedSemaphore
from socketio.packet import EVENT
from typing_extensions import override

from forum.realtime.allowance import Allowance

MOST_BYTES = 4096
BURST = 60
PER_SECOND = 5.0

_WHOLE_TEXT = 0x81
_SHORT, _MEDIUM = 126, 1 << 16


class TooTalkative(ConnectionError):
    """More messages than any page of ours sends; the socket is closed."""


class Wires:
    """The WebSockets of this process, by the name that Engine.IO gives to a connection."""

    def __init__(self) -> None:
        """Begin with none."""
        self._open: dict[str, ModestSocket] = {}

    def socket(self, talk: Callable[..., object], server: Server) -> "ModestSocket":
        """Make the WebSocket of a connection that has been let in."""
        return ModestSocket(talk, server, self._open)

    def say(self, socketio: SocketIO, name: str, words: object, sids: Iterable[str]) -> None:
        """Say the same to many sockets; who polls, or has not read yet, hears it in its turn."""
        server = socketio.server
        said = server.packet_class(EVENT, namespace="/", data=[name, words]).encode()
        packet = Packet(MESSAGE, said)
        frame = _frame(packet.encode().encode())
        for sid in sids:
            connection = server.manager.eio_sid_from_sid(sid, "/")
            wire = self._open.get(connection)
            if wire is None or not wire.push(frame):
                server.eio.send_packet(connection, packet)


class ModestSocket(WebSocketWSGI):
    """A WebSocket that reads little, and not too often."""

    def __init__(
        self, talk: Callable[..., object], server: Server, wires: dict[str, "ModestSocket"]
    ) -> None:
        """Refuse large messages while they arrive, before they are whole."""
        super().__init__(talk, server)
        self.server_args["max_message_size"] = MOST_BYTES
        self._messages = Allowance(BURST, PER_SECOND)
        self._wires = wires
        # `talk` is a method of the connection, which has the queue of what waits.
        self._connection: Socket = talk.__self__  # type: ignore[attr-defined]
        self._line = BoundedSemaphore(1)
        self._waiting = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., object]) -> object:
        """Talk until one of both ends it."""
        # Compressed, each message would be packed anew for each reader, and each connection would
        # hold a quarter of a megabyte for it. What is said here is short.
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        self._wires[self._connection.sid] = self
        try:
            return super().__call__(environ, start_response)
        finally:
            self._wires.pop(self._connection.sid, None)

    @override
    def send(self, message: str) -> None:
        """Write one message whole, after what is being written. Raises OSError."""
        # The library below writes as much as the line takes at once, and forgets the rest.
        self._waiting += 1
        try:
            with self._line:
                if not self.ws.connected:
                    raise BrokenPipeError
                self.ws.sock.sendall(_frame(message.encode()))
        finally:
            self._waiting -= 1

    def push(self, frame: bytes) -> bool:
        """Write a frame if nothing stands before it; return whether it is on its way, whole."""
        if self._connection.closed or not self.ws.connected:
            return False
        if self._waiting or not self._connection.queue.empty():
            return False
        if not self._line.acquire(blocking=False):
            return False
        try:
            sent = self.ws.sock.send(frame, 0, timeout=0.0)
        except OSError:  # full, or gone: who waits in the queue finds out which
            sent = 0
        if 0 < sent < len(frame):
            gevent.spawn(self._finish, frame[sent:])
            return True
        self._line.release()
        return bool(sent)

    def _finish(self, rest: bytes) -> None:
        try:
            self.ws.sock.sendall(rest)
        except OSError:  # half a frame was the last that was heard
            self.ws.sock.close()
        finally:
            self._line.release()

    def wait(self) -> str | bytes | None:
        """Return the next message. Raises TooTalkative."""
        message: str | bytes | None = super().wait()
        if message is not None and not self._messages.take():
            raise TooTalkative
        return message


def _frame(words: bytes) -> bytes:
    """Return a text message as one frame, as a server sends it: not masked (RFC 6455, 5.2)."""
    length = len(words)
    if length < _SHORT:
        head = bytes((_WHOLE_TEXT, length))
    elif length < _MEDIUM:
        head = bytes((_WHOLE_TEXT, 126)) + length.to_bytes(2, "big")
    else:
        head = bytes((_WHOLE_TEXT, 127)) + length.to_bytes(8, "big")
    return head + words
