"""The servers that the bench of chat compares, and what one asks them for."""

import http.client
import json
import os
import secrets
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
from tests.factories.threads import add_replies, make_thread
from tests.faults.processes import free_port

MISSED = 1000
"""Messages that are in the room before anybody comes."""
_WORDS = "Morgen um zehn im Nachbarschaftstreff, bringt bitte **Ideen** für das Sommerfest mit. "
_POSTS = 20
_BEHIND = ("nice", "-n", "19")
_SECONDS_TO_WARM_UP, _SECONDS_TO_BEGIN = 20, 1


class Hub:
    """A hub with one room, and people who are signed in."""

    def __init__(self, app: Flask, people: int) -> None:
        """Make them; needs an app context."""
        session = db.session()
        channel, author = make_channel(session), make_actor(session)
        room, thread = make_room(session, channel), make_thread(session, channel, author)
        add_replies(session, thread, author, _POSTS)
        self.room = room.public_id
        self.pages = ["/", f"/channels/{channel.slug}", f"/threads/{thread.public_id}"]
        for _ in range(MISSED):
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
        ask = asker(port, self.cookies[0])

        def speak(_number: int) -> None:
            said = {"body": _WORDS, "client_id": secrets.token_hex(16), "csrf_token": self.token}
            ask("POST", f"/chat/{self.room}/messages", urlencode(said), _FORM, 201)

        return speak

    def catch_up(self, port: int) -> float:
        """Return the seconds in which a page learns of what it has missed."""
        ask = asker(port, self.cookies[1])
        after, seen, is_all = 0, 0, False
        # What is only loaded for the first question.
        ask("GET", f"/chat/{self.room}/events?after=0", None, {}, 200)
        begun = time.perf_counter()
        while not is_all and seen < MISSED:
            said = ask("GET", f"/chat/{self.room}/events?after={after}", None, {}, 200)
            words = json.loads(said)
            after, is_all = words["last"], words["is_all"]
            seen += len(words["events"])
        assert seen >= MISSED, seen  # noqa: S101 - else it was not measured
        return time.perf_counter() - begun


_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
_ORDER = ("room", "events", "messages", "last", "is_all", "has_gap")
_JSON = {"Content-Type": "application/json"}


def asker(port: int, cookie: str = "") -> Callable[..., bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    named = {"Cookie": f"session={cookie}", "Origin": f"http://127.0.0.1:{port}"}

    def ask(method: str, path: str, body: str | None, more: dict[str, str], status: int) -> bytes:
        connection.request(method, path, body, {**named, **more})
        answer = connection.getresponse()
        said = answer.read()
        assert answer.status == status, (answer.status, said[:300])  # noqa: S101
        return said

    return ask


def bare_speaker(port: int, words: dict[str, object]) -> Callable[[int], None]:
    ask = asker(port)
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


@dataclass(frozen=True)
class Served:
    """A server: its process, and where it answers."""

    pid: int
    port: int


@dataclass(frozen=True)
class Servers:
    """The hub and the bare server, both empty of readers."""

    hub: Hub
    whole: Served
    bare: Served
    environment: dict[str, str]

    @contextmanager
    def pages(self) -> Iterator[int]:
        """Serve pages of the same hub from a process of their own; yield its port.

        It stands behind the chat for the processor, as far as the units in `deploy/` put them
        apart. It has served for a while, as where it runs for days: PostgreSQL plans a statement
        ten times on each connection before it keeps the plan, which is most of its work then.
        """
        port = free_port()
        command = [*_BEHIND, *command_of("web", parent=os.getpid())]
        with _process(command, port, **{**self.environment, "FORUM_PORT": str(port)}):
            with self.load(port):
                time.sleep(_SECONDS_TO_WARM_UP)
            yield port

    @contextmanager
    def load(self, port: int) -> Iterator[None]:
        """Let people read pages without a pause; who would sit elsewhere is out of the way, too."""
        load = [*_BEHIND, sys.executable, "-m", "bench.page_load", str(port), str(os.getpid())]
        readers = subprocess.Popen(load, cwd=ROOT, stdin=subprocess.PIPE)  # noqa: S603 - ours
        try:
            assert readers.stdin  # noqa: S101 - asked for
            given = {"cookies": self.hub.cookies[2:], "paths": self.hub.pages}
            readers.stdin.write(json.dumps(given).encode())
            readers.stdin.close()
            time.sleep(_SECONDS_TO_BEGIN)
            yield
            assert readers.poll() is None, "nobody reads pages any more"  # noqa: S101
        finally:
            readers.kill()
            readers.wait()


@contextmanager
def servers(kind: str, people: int) -> Iterator[Servers]:
    """Start both."""
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
            yield Servers(hub, Served(pid, port), Served(bare_pid, bare_port), own)
