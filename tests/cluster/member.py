"""A browser in a room, as ours behaves: writes over HTTP, hears by a WebSocket, and catches up.

What it is told it takes only where nothing is missing before it; else it asks what has happened. It
does so whenever it connects, too. What it writes it sends under the same id until it is answered.
"""

import asyncio
import json
import random
import secrets
import ssl
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.cluster.installation import HOST

_SECONDS_TO_ANSWER = 20
_LONGEST_AWAY = 3.0
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Where:
    """Where the hub is, and the room in it."""

    port: int
    trust: ssl.SSLContext
    room: str
    token: str
    """Against forgery of requests: the same in all cookies."""

    @property
    def origin(self) -> str:
        """The address of the hub, as browsers say it."""
        return f"https://{HOST}:{self.port}"


@dataclass(frozen=True)
class Answer:
    """What the hub has answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def words(self) -> Any:  # noqa: ANN401 - whatever JSON holds
        """The answer as JSON."""
        return json.loads(self.body)


class Wire:
    """One connection for requests, made anew when it was lost."""

    def __init__(self, where: Where, address: str, cookie: str) -> None:
        """Connect when something is asked."""
        self._where = where
        self._address = address
        self._cookie = cookie
        self._both: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._turn = asyncio.Lock()

    async def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] = {}
    ) -> Answer:
        """Ask, and return the answer. Raises OSError when the connection is lost before it."""
        async with self._turn:
            try:
                async with asyncio.timeout(_SECONDS_TO_ANSWER):
                    return await self._ask(method, path, body, headers)
            except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError) as error:
                self.close()
                raise ConnectionError(str(error)) from error

    async def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        if self._both is None:
            self._both = await self.open()
        reader, writer = self._both
        said = {
            "Host": f"{HOST}:{self._where.port}",
            "Cookie": f"session={self._cookie}",
            "Origin": self._where.origin,
            "Referer": self._where.origin + "/",
            "Accept": "application/json",
            "Content-Length": str(len(body)),
            **headers,
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
        writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        await writer.drain()
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")[:-2]
        found = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        answer = Answer(int(first.split()[1]), found, await _body(reader, found))
        if found.get("connection", "") == "close":
            self.close()
        return answer

    async def open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Make a new connection to the hub, from this address."""
        return await asyncio.open_connection(
            HOST,
            self._where.port,
            ssl=self._where.trust,
            local_addr=(self._address, 0),
            limit=1 << 22,
        )

    def close(self) -> None:
        """Let the connection go."""
        if self._both is not None:
            self._both[1].transport.abort()
            self._both = None


async def _body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding") != "chunked":
        return await reader.readexactly(int(headers.get("content-length", 0)))
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readuntil(b"\r\n")
    return body


@dataclass
class Member:
    """One browser; `log` is what happened in the room as far as it knows, in order."""

    where: Where
    address: str
    cookie: str
    log: list[tuple[int, str, str | None]] = field(default_factory=list)
    bodies: dict[str, str] = field(default_factory=dict)
    """The HTML of each message, by its id."""
    answered: dict[str, str] = field(default_factory=dict)
    """The words of what it has sent, by the id it was answered."""
    refused: list[tuple[int, str]] = field(default_factory=list)
    typing: list[str] = field(default_factory=list)
    connections: int = 0
    held: list[dict[str, Any]] | None = None
    """What it was told and has not taken yet, while it holds that back."""
    is_in: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Have a connection to ask and one to write."""
        self.wire = Wire(self.where, self.address, self.cookie)
        self._writing = Wire(self.where, self.address, self.cookie)
        self._socket: asyncio.StreamWriter | None = None
        self._catching = asyncio.Lock()

    @property
    def last(self) -> int:
        """The number up to which it knows everything."""
        return self.log[-1][0] if self.log else 0

    def take(self, stretch: dict[str, Any]) -> bool:
        """Add what happened, if nothing is missing before it; return whether it fitted."""
        if self.held is not None:
            self.held.append(stretch)
            return True
        events = [one for one in stretch["events"] if one["sequence"] > self.last]
        if events and events[0]["sequence"] != self.last + 1:
            return False
        self.log += [(one["sequence"], one["kind"], one["message"]) for one in events]
        self.bodies |= {one["id"]: one["html"] for one in stretch["messages"]}
        return bool(events) or stretch["last"] <= self.last

    def hold_back(self) -> list[dict[str, Any]]:
        """Take nothing for now; return the list of what is told meanwhile."""
        self.held = []
        return self.held

    async def catch_up(self) -> None:
        """Ask what has happened until nothing is left. Raises OSError."""
        async with self._catching:
            is_all = False
            while not is_all:
                path = f"/chat/{self.where.room}/events?after={self.last}"
                answer = await self.wire.ask("GET", path)
                if answer.status != 200:
                    self.refused.append((answer.status, path))
                    raise ConnectionError(answer.status)
                is_all = answer.words["is_all"]
                assert self.take(answer.words), "a page of what happened has a gap"

    async def live(self) -> None:
        """Stay connected, until cancelled; come again as soon as nobody is in the way."""
        away = 0.2
        while True:
            try:
                await self._listen()
            except (OSError, EOFError, TimeoutError):
                self.is_in.clear()
            await asyncio.sleep(away * random.uniform(0.5, 1.5))  # noqa: S311 - jitter
            away = 0.2 if self.is_in.is_set() else min(2 * away, _LONGEST_AWAY)

    async def _listen(self) -> None:
        reader, writer = await asyncio.wait_for(self.wire.open(), _SECONDS_TO_ANSWER)
        try:
            await asyncio.wait_for(self._shake_hands(reader, writer), _SECONDS_TO_ANSWER)
            self._socket = writer
            self.connections += 1
            while True:
                # The hub asks every 25 seconds whether one is still there.
                await self._hear(await asyncio.wait_for(_frame_from(reader), 50), writer)
        finally:
            self._socket = None
            writer.transport.abort()

    async def _shake_hands(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        writer.write(
            b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
            b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + f"Host: {HOST}:{self.where.port}\r\nOrigin: {self.where.origin}\r\n".encode()
            + f"Cookie: session={self.cookie}\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(head[:40])
        writer.write(_frame("40"))

    async def _hear(self, words: str, writer: asyncio.StreamWriter) -> None:
        match words[:2]:
            case "2":
                writer.write(_frame("3"))
            case "40":
                self._enter(writer)
            case "41" | "44" | "1":
                raise ConnectionError(words)
            case "42":
                await self._learn(*json.loads(words[2:]))
            case "43":
                said = json.loads(words[3:])[0]
                if said["ok"]:
                    await self.catch_up()
                    self.is_in.set()
                else:
                    await asyncio.sleep(said["again"])
                    self._enter(writer)

    def _enter(self, writer: asyncio.StreamWriter) -> None:
        writer.write(_frame(f'420["enter",{{"room":"{self.where.room}"}}]'))

    async def _learn(self, name: str, said: dict[str, Any]) -> None:
        if name == "happened" and not self.take(said):
            await self.catch_up()
        elif name == "typing":
            self.typing.append(said["name"])

    def type(self) -> None:
        """Let the others know that one is writing."""
        assert self._socket is not None
        self._socket.write(_frame(f'42["typing",{{"room":"{self.where.room}"}}]'))

    async def send(self, body: str, client_id: str | None = None) -> Answer:
        """Send once. Raises OSError when it is unknown whether it has arrived."""
        said = {
            "body": body,
            "client_id": client_id or secrets.token_hex(16),
            "csrf_token": self.where.token,
        }
        path = f"/chat/{self.where.room}/messages"
        return await self._writing.ask("POST", path, urlencode(said).encode(), _FORM)

    async def write(self, body: str) -> None:
        """Send under one id until it is answered, and note the answer."""
        client_id = secrets.token_hex(16)
        while True:
            with suppress(OSError):
                answer = await self.send(body, client_id)
                if answer.status in {200, 201}:
                    self.answered[answer.words["message"]["id"]] = body
                    return
                self.refused.append((answer.status, answer.body[:200].decode()))
                assert answer.status == 429 or answer.status >= 500, self.refused[-1]
            await asyncio.sleep(random.uniform(0.3, 1.3))  # noqa: S311 - jitter

    async def until_told(self, message: str, seconds: float = 30) -> None:
        """Wait until a message is here. Raises TimeoutError."""
        await self.until(lambda: message in self.bodies, seconds)

    async def until_held_back(self, number: int, seconds: float = 30) -> None:
        """Wait until something is held back that goes up to this number. Raises TimeoutError."""
        await self.until(
            lambda: any(stretch["last"] >= number for stretch in self.held or ()), seconds
        )

    async def until(self, is_so: Callable[[], bool], seconds: float = 30) -> None:
        """Wait until something is so. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not is_so():  # noqa: ASYNC110 - whatever makes it so says nothing of it
                await asyncio.sleep(0.05)

    def close(self) -> None:
        """Let all connections go."""
        self.wire.close()
        self._writing.close()


@asynccontextmanager
async def alive(members: Sequence[Member]) -> AsyncIterator[Sequence[Member]]:
    """Let them be in the room meanwhile; begins when all are in.

    Raises whatever one of them did not expect, as soon as it happens.
    """
    try:
        async with asyncio.TaskGroup() as group:
            lives = [group.create_task(member.live()) for member in members]
            for member in members:
                await asyncio.wait_for(member.is_in.wait(), 60)
            yield members
            for life in lives:
                life.cancel()
    finally:
        for member in members:
            member.close()
        # What is closed is let go in the next turns of the loop.
        await asyncio.sleep(0.5)


def _frame(words: str) -> bytes:
    said = words.encode()
    assert len(said) < 126, "what browsers say is short"
    return bytes((0x81, 0x80 | len(said))) + b"\0\0\0\0" + said


async def _frame_from(reader: asyncio.StreamReader) -> str:
    head = await reader.readexactly(2)
    length = head[1] & 0x7F
    if length == 126:
        length = int.from_bytes(await reader.readexactly(2), "big")
    elif length == 127:
        length = int.from_bytes(await reader.readexactly(8), "big")
    body = await reader.readexactly(length)
    if head[0] & 0x0F == 8:
        raise ConnectionError("closed by the hub")
    return body.decode()
