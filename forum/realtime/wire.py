"""The WebSocket itself, with limits: how large a message may be, and how many may come.

What browsers say here is short: which thread they look at, and "still there". Text is written over
HTTP, where forms, limits and refusals are.
"""

from collections.abc import Callable

from engineio.async_drivers.gevent import WebSocketWSGI
from engineio.server import Server

from forum.realtime.allowance import Allowance

MOST_BYTES = 4096
BURST = 60
PER_SECOND = 5.0


class TooTalkative(ConnectionError):
    """More messages than any page of ours sends; the socket is closed."""


class ModestSocket(WebSocketWSGI):
    """A WebSocket that reads little, and not too often."""

    def __init__(self, talk: Callable[..., object], server: Server) -> None:
        """Refuse large messages while they arrive, before they are whole."""
        super().__init__(talk, server)
        self.server_args["max_message_size"] = MOST_BYTES
        self._messages = Allowance(BURST, PER_SECOND)

    def wait(self) -> str | bytes | None:
        """Return the next message. Raises TooTalkative."""
        message: str | bytes | None = super().wait()
        if message is not None and not self._messages.take():
            raise TooTalkative
        return message
