"""A browser's socket: Engine.IO and Socket.IO as they go over the wire, by hand."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

from simple_websocket import Client, ConnectionClosed

Heard = tuple[str, Any]


class Socket:
    """One connection that has been let in."""

    def __init__(self, wire: Client) -> None:
        self.wire = wire
        self.heard: list[Heard] = []
        self._answers: dict[int, Any] = {}
        self._number = 0
        self.is_open = True

    @classmethod
    def open(cls, port: int, cookie: str) -> Self:
        """Connect, say hello, and wait for the answer."""
        headers = {"Origin": f"http://127.0.0.1:{port}", "Cookie": f"session={cookie}"}
        address = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
        socket = cls(Client(address, headers=headers))
        socket.wire.send("40")
        assert socket.wait(lambda: ("connect", None) in socket.heard), socket.heard
        socket.heard.clear()
        return socket

    def ask(self, event: str, *words: object, seconds: float = 10) -> Any:  # noqa: ANN401
        """Say something and return the answer, whatever it is; ``None`` where there is none."""
        number, self._number = self._number, self._number + 1
        self.wire.send(f"42{number}{json.dumps([event, *words])}")
        self.wait(lambda: number in self._answers, seconds)
        return self._answers.get(number)

    def join(self, thread: object) -> bool:
        """Ask to hear of a thread; return whether one may."""
        answer = self.ask("join", {"thread": thread})
        return bool(answer and answer["ok"])

    def enter(self, room: object) -> bool:
        """Ask to hear what happens in a room; return whether one may."""
        answer = self.ask("enter", {"room": room})
        return bool(answer and answer["ok"])

    def say(self, event: str, *words: object) -> None:
        """Say something and wait for no answer."""
        self.wire.send(f"42{json.dumps([event, *words])}")

    def hears(self, event: str, seconds: float = 10, **values: object) -> bool:
        """Wait until something is said with these values, at most so long."""
        return self.wait(
            lambda: any(
                name == event and values.items() <= words.items() for name, words in self.heard
            ),
            seconds,
        )

    def is_closed_within(self, seconds: float) -> bool:
        """Wait until the hub has closed the connection."""
        return self.wait(lambda: not self.is_open, seconds)

    def wait(self, is_there: Callable[[], bool], seconds: float = 10) -> bool:
        """Listen until it is there."""
        deadline = time.monotonic() + seconds
        while not is_there():
            left = deadline - time.monotonic()
            if left <= 0 or not self.is_open:
                return False
            self._listen(left)
        return True

    def close(self) -> None:
        """Go."""
        self.is_open = False
        with suppress(ConnectionClosed):
            self.wire.close()

    def _listen(self, seconds: float) -> None:
        try:
            text = self.wire.receive(timeout=seconds)
        except ConnectionClosed:
            self.is_open = False
            return
        if text is not None:
            self._take(str(text))

    def _take(self, text: str) -> None:
        kind, rest = text[:2], text[2:]
        if text.startswith("2"):
            self.wire.send("3")
        elif kind == "40":
            self.heard.append(("connect", None))
        elif kind in {"41", "44"} or text == "1":
            self.is_open = False
        elif kind == "42":
            name, *words = json.loads(rest)
            self.heard.append((name, words[0] if words else None))
        elif kind == "43":
            number = rest[: rest.index("[")]
            [self._answers[int(number)]] = json.loads(rest[len(number) :])
