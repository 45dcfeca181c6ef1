"""What a stored message costs beside a bare broadcast of the same words: `make bench`.

In one run, on the same server (gevent's, one process each): Flask-SocketIO alone, which says what
it is given to all in a room, and the hub, which takes the message over HTTP, stores it, and tells
it from its log. The readers are light and the same for both; bare and whole take turns.
"""

import argparse
import asyncio
import http.client
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from flask_migrate import upgrade
from itsdangerous import URLSafeTimedSerializer

from bench.readers import Crowd, memory_of
from forum.accounts.models import SignIn
from forum.accounts.queries import key_hash
from forum.app import create_app
from forum.cli.processes import command_of
from forum.extensions import db
from forum.kernel import clock
from forum.settings import ROOT, Environment, Settings
from tests.databases import make_database
from tests.factories.accounts import account_of, make_actor
from tests.factories.channels import make_channel
from tests.factories.messaging import make_message, make_room
from tests.faults.processes import free_port

TIME, BURST, MEMORY, CATCH_UP = 1.5, 0.6, 1.3, 0.1
_TABS = 10
"""Sockets of one account; there may be 12."""
_IN_BURST = 20
_CROWD = 1000
"""From so many readers on, the bound for a burst holds."""
_MISSED = 1000
_WORDS = "Morgen um zehn im Nachbarschaftstreff, bringt bitte **Ideen** für das Sommerfest mit. "


@dataclass
class Side:
    """One of the two servers, with who reads there and how one speaks."""

    pid: int
    crowd: Crowd
    speak: Callable[[int], None]
    last: int = 0

    async def once(self) -> float:
        """Return the seconds that one message takes to its last reader."""
        self.last += 1
        return await self.crowd.time_to_last(self.last, lambda: self.speak(self.last))

    async def burst(self) -> float:
        """Return deliveries a second of some messages back to back."""
        first, self.last = self.last + 1, self.last + _IN_BURST

        def speak() -> None:
            for number in range(first, self.last + 1):
                self.speak(number)

        return _IN_BURST * len(self.crowd.readers) / await self.crowd.time_to_last(self.last, speak)


class Hub:
    """A hub with one room, and people who are signed in."""

    def __init__(self, app: Flask, people: int) -> None:
        """Make them; needs an app context."""
        session = db.session()
        room, author = make_room(session, make_channel(session)), make_actor(session)
        self.room = room.public_id
        for _ in range(_MISSED):
            make_message(session, room, author, _WORDS)
        raw = secrets.token_hex(20)
        assert app.secret_key  # noqa: S101 - so the settings say
        self.token = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(raw)
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        self.cookies = []
        for _ in range(people):
            key = secrets.token_urlsafe(16)
            account = account_of(session, make_actor(session))
            row = SignIn(account_id=account.id, key_hash=key_hash(key), last_seen_at=clock.now())
            session.add(row)
            words = {"_user_id": key, "_fresh": True, "csrf_token": raw}
            self.cookies.append(signer.dumps(words))
        session.commit()
        db.session.remove()

    def speaker(self, port: int) -> Callable[[int], None]:
        """Return what sends a message as a page does."""
        ask = _asker(port, self.cookies[0])

        def speak(_number: int) -> None:
            said = {"body": _WORDS, "client_id": secrets.token_hex(16), "csrf_token": self.token}
            ask("POST", f"/chat/{self.room}/messages", urlencode(said), _FORM, 201)

        return speak

    def catch_up(self, port: int) -> float:
        """Return the seconds in which a page learns of what it has missed."""
        ask = _asker(port, self.cookies[1])
        after, seen, is_all = 0, 0, False
        # What is only loaded for the first question.
        ask("GET", f"/chat/{self.room}/events?after=0", None, {}, 200)
        begun = time.perf_counter()
        while not is_all and seen < _MISSED:
            said = ask("GET", f"/chat/{self.room}/events?after={after}", None, {}, 200)
            words = json.loads(said)
            after, is_all = words["last"], words["is_all"]
            seen += len(words["events"])
        assert seen >= _MISSED, seen  # noqa: S101 - else it was not measured
        return time.perf_counter() - begun


_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
_ORDER = ("room", "events", "messages", "last", "is_all", "has_gap")
_JSON = {"Content-Type": "application/json"}


def _asker(port: int, cookie: str = "") -> Callable[..., bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    named = {"Cookie": f"session={cookie}", "Origin": f"http://127.0.0.1:{port}"}

    def ask(method: str, path: str, body: str | None, more: dict[str, str], status: int) -> bytes:
        connection.request(method, path, body, {**named, **more})
        answer = connection.getresponse()
        said = answer.read()
        assert answer.status == status, (answer.status, said[:300])  # noqa: S101
        return said

    return ask


def _bare_speaker(port: int, words: dict[str, object]) -> Callable[[int], None]:
    ask = _asker(port)
    # In the order of the hub; over HTTP it came sorted.
    ordered = {name: words[name] for name in _ORDER if name in words}

    def speak(number: int) -> None:
        ask("POST", "/say", json.dumps({**ordered, "last": number}), _JSON, 200)

    return speak


@contextmanager
def _process(command: Sequence[str], port: int, **environment: str) -> Iterator[int]:
    process = subprocess.Popen(  # noqa: S603 - our own commands
        command,
        cwd=ROOT,
        env={**os.environ, **environment},  # noqa: TID251 - handed on
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", "/healthz")
                connection.getresponse().read()
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def _servers(kind: str, people: int) -> Iterator[tuple[Hub, tuple[int, int], tuple[int, int]]]:
    """Start both; yield the hub, and pid and port of each."""
    port, bare_port = free_port(), free_port()
    with (
        tempfile.TemporaryDirectory() as folder,
        make_database(kind, Path(folder), lasting=True) as address,
    ):
        settings = {
            "environment": "development",
            "database_url": address,
            "data_dir": folder,
            "secret_key": "the bench only",
            "public_url": f"http://127.0.0.1:{port}",
            "port": str(port),
            "rate_limits": "false",
        }
        app = create_app(
            Settings(**{**settings, "environment": Environment.TESTING})  # type: ignore[arg-type]
        )
        with app.app_context():
            upgrade()
            hub = Hub(app, people)
            db.engine.dispose()
        own = {f"FORUM_{name.upper()}": value for name, value in settings.items()}
        bare = [sys.executable, "-m", "gevent.monkey", "--module", "bench.bare_chat"]
        bare += [str(bare_port), str(os.getpid())]
        with (
            _process(command_of("web", parent=os.getpid()), port, **own) as pid,
            _process(bare, bare_port) as bare_pid,
        ):
            yield hub, (pid, port), (bare_pid, bare_port)


async def measure(kind: str, sizes: Sequence[int], rounds: int) -> bool:
    """Print the table; return whether the bounds are kept."""
    with _servers(kind, -(-max(sizes) // _TABS) + 1) as (hub, (pid, port), (bare_pid, bare_port)):
        # One account writes and does not read: it may ask as often as it likes.
        whole = Side(pid, Crowd(port, hub.room, hub.cookies[1:]), hub.speaker(port))
        bare = Side(bare_pid, Crowd(bare_port, hub.room, ["x"]), _bare_speaker(bare_port, {}))
        last = f"/chat/{hub.room}/events?after={_MISSED - 1}"
        said = _asker(port, hub.cookies[0])("GET", last, None, {}, 200)
        whole.last, bare.speak = _MISSED, _bare_speaker(bare_port, json.loads(said))
        for side in (bare, whole):  # what is only loaded when somebody comes
            await side.crowd.come(20)
            await side.once()
        kept = True
        print(f"{kind}, words of {len(said)} bytes")
        print("readers   bare ms  whole ms   ratio   bare/s   whole/s   ratio  kB each bare/whole")
        for size in sizes:
            kept = await _row(size, rounds, bare, whole) and kept
        seconds = min(hub.catch_up(port) for _ in range(3))
        print(f"{_MISSED} missed events caught up in {1000 * seconds:.0f} ms")
        back = await whole.crowd.come_again()
        refused = whole.crowd.refused
        print(f"{max(sizes)} readers were back in {back:.1f} s, {refused} of them not at once")
        return kept and seconds <= CATCH_UP and not refused


async def _row(size: int, rounds: int, bare: Side, whole: Side) -> bool:
    held = []
    for side in (bare, whole):
        before, had = memory_of(side.pid), len(side.crowd.readers)
        await side.crowd.come(size - had)
        await side.once()
        held.append((memory_of(side.pid) - before) / (size - had) / 1024)
    times: tuple[list[float], list[float]] = ([], [])
    rates: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for side, found in zip((bare, whole), times, strict=True):
            found.append(await side.once())
    for _ in range(max(3, rounds // 5)):
        for side, found in zip((bare, whole), rates, strict=True):
            found.append(await side.burst())
    slow, fast = (1000 * statistics.median(one) for one in reversed(times))
    least, most = (statistics.median(one) for one in rates)
    print(
        f"{size:>7} {fast:>9.1f} {slow:>9.1f} {slow / fast:>7.2f} {least:>8.0f} {most:>9.0f} "
        f"{most / least:>7.2f}  {held[0]:>6.0f} {held[1]:>6.0f}",
        flush=True,
    )
    # Few readers are told sooner than one message can be written after the other.
    is_quick = most / least >= BURST or size < _CROWD
    return slow / fast <= TIME and is_quick and held[1] / held[0] <= MEMORY


def main() -> None:
    """Measure with crowds of the asked sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, nargs="+", default=[500, 1000])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked = parser.parse_args()
    is_kept = asyncio.run(measure(asked.database, sorted(asked.readers), asked.rounds))
    if not is_kept:
        sys.exit(f"A bound is passed: time {TIME}, burst {BURST}, memory {MEMORY}, {CATCH_UP} s.")


if __name__ == "__main__":
    main()
