"""Many browsers that read one room, in one process: WebSockets by hand, as light as can be."""

import asyncio
import json
import os
import random
import re
import time
from collections.abc import Callable, Sequence

from typing_extensions import override

_LAST = re.compile(rb'"last":(\d+)')
_AGAIN = re.compile(rb'"again":([\d.]+)')
_MASK = b"\0\0\0\0"
_SECONDS_TO_ENTER = 20.0
_LONGEST_AWAY = 30.0
_AT_ONCE = 100


def _frame(words: bytes) -> bytes:
    assert len(words) < 126  # noqa: S101 - what readers say is short
    return bytes((0x81, 0x80 | len(words))) + _MASK + words


class Reader(asyncio.Protocol):
    """One browser; `last` is the greatest number that it has heard of."""

    def __init__(self, crowd: "Crowd") -> None:
        """Wait to be connected."""
        self._crowd = crowd
        self._bytes = bytearray()
        self._is_open = False
        self.entered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.last = 0
        self.away = 1.0
        """Seconds after which it comes again, about: as the hub has told it."""
        self.transport: asyncio.Transport

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if not self.entered.done():
            self.entered.set_exception(ConnectionError("closed before one was in"))

    @override
    def data_received(self, data: bytes) -> None:
        self._bytes += data
        if not self._is_open:
            self._open()
        else:
            self._take_frames()

    def _open(self) -> None:
        end = self._bytes.find(b"\r\n\r\n")
        if end < 0:
            return
        if not self._bytes.startswith(b"HTTP/1.1 101"):
            status = bytes(self._bytes[:40])
            self.transport.close()
            if not self.entered.done():
                self.entered.set_exception(ConnectionRefusedError(status))
            return
        self._is_open = True
        del self._bytes[: end + 4]
        self.transport.write(_frame(b"40"))
        self._take_frames()

    def _take_frames(self) -> None:
        held = self._bytes
        while len(held) >= 2:
            length, start = held[1], 2
            if length == 126:
                length, start = int.from_bytes(held[2:4], "big"), 4
            elif length == 127:
                length, start = int.from_bytes(held[2:10], "big"), 10
            if len(held) < start + length:
                return
            words = bytes(held[start : start + length])
            del held[: start + length]
            self._hear(words)

    def _hear(self, words: bytes) -> None:
        if words.startswith(b'42["happened"'):
            found = _LAST.search(words, len(words) - 60)
            assert found  # noqa: S101 - so the hub writes
            self.last = int(found[1])
            self._crowd.hears(self.last)
        elif words == b"2":
            self.transport.write(_frame(b"3"))
        elif words.startswith(b"40"):
            enter = json.dumps(["enter", {"room": self._crowd.room}], separators=(",", ":"))
            self.transport.write(_frame(b"420" + enter.encode()))
        elif words.startswith(b"430") and not self.entered.done():
            if b'"ok":true' in words:
                self.away = float(next(iter(_AGAIN.findall(words)), 1.0))
                self.entered.set_result(None)
            else:
                self.entered.set_exception(ConnectionRefusedError(words))


class Crowd:
    """All readers of one room at one server."""

    def __init__(self, port: int, room: str, cookies: Sequence[str]) -> None:
        """Let reader n come with cookie n, and begin again at the end of the cookies."""
        self.port = port
        self.room = room
        self.readers: list[Reader] = []
        self.refused = 0
        self._cookies = cookies
        self._awaited = 0
        self._left = 0
        self._all: asyncio.Event = asyncio.Event()
        self._at = 0.0

    async def come(self, count: int) -> float:
        """Let so many more come, not all at once; return seconds until all are in."""
        begun = time.perf_counter()
        gate = asyncio.Semaphore(_AT_ONCE)
        first = len(self.readers)

        async def one(number: int) -> Reader:
            async with gate:
                return await self._one(self._cookies[number % len(self._cookies)])

        self.readers += await asyncio.gather(*(one(first + number) for number in range(count)))
        return time.perf_counter() - begun

    async def come_again(self) -> float:
        """Let all lose their line at once and come again as pages do; return seconds until then."""
        away = [reader.away for reader in self.readers]
        await self.go()
        begun = time.perf_counter()

        async def one(number: int, delay: float) -> Reader:
            while True:
                await asyncio.sleep(delay * (0.5 + random.random()))  # noqa: S311 - jitter
                try:
                    return await self._one(self._cookies[number % len(self._cookies)])
                except (OSError, TimeoutError):
                    self.refused += 1
                delay = min(max(_LONGEST_AWAY, away[number]), 2 * delay)

        self.readers += await asyncio.gather(*(one(*each) for each in enumerate(away)))
        return time.perf_counter() - begun

    async def _one(self, cookie: str) -> Reader:
        loop = asyncio.get_running_loop()
        _, reader = await loop.create_connection(lambda: Reader(self), "127.0.0.1", self.port)
        reader.transport.write(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Origin: http://127.0.0.1:{self.port}\r\nCookie: session={cookie}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        try:
            await asyncio.wait_for(reader.entered, _SECONDS_TO_ENTER)
        except BaseException:
            reader.transport.close()
            raise
        return reader

    def hears(self, last: int) -> None:
        """Note that one more has heard; only the last one is looked at."""
        if last == self._awaited:
            self._left -= 1
            if self._left == 0:
                self._at = time.perf_counter()
                self._all.set()

    async def time_to_last(self, number: int, speak: Callable[[], None]) -> float:
        """Return seconds from the beginning of `speak` until all have heard of a number."""
        self._awaited, self._left = number, len(self.readers)
        self._all.clear()
        begun = time.perf_counter()
        await asyncio.gather(asyncio.to_thread(speak), asyncio.wait_for(self._all.wait(), 60))
        return self._at - begun

    async def go(self) -> None:
        """Let all go at once."""
        for reader in self.readers:
            reader.transport.abort()
        self.readers.clear()
        await asyncio.sleep(0.5)


def memory_of(pid: int) -> int:
    """Return what a process holds in memory, in bytes."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as said:  # noqa: PTH123 - no path of ours
        return int(said.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
