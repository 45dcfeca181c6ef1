"""A hub that is really served: its own process, its own database, and people who connect to it."""

import http.client
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from pydantic import SecretStr
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.cli.processes import command_of
from forum.extensions import db
from forum.settings import ROOT
from tests.factories.accounts import make_actor, sign_in
from tests.faults.poster import Poster
from tests.faults.processes import free_port
from tests.hubs import OpenHub
from tests.realtime.sockets import Socket

_SECONDS_TO_START = 120


@dataclass
class Served:
    """The hub as the test sees it: the app writes from here, the process holds the sockets."""

    app: Flask
    port: int
    process: subprocess.Popen[bytes]
    log: Path
    sockets: list[Socket] = field(default_factory=list)

    @property
    def session(self) -> Session:
        """Return this side's session, as any other process has one."""
        return db.session()

    def cookie_of(self, actor: Actor) -> str:
        """Sign somebody in and return the cookie of their browser."""
        browser = self.app.test_client()
        sign_in(browser, self.session, actor)
        cookie = browser.get_cookie("session", domain="127.0.0.1")
        assert cookie is not None
        return cookie.value

    def knock(
        self,
        cookie: str | None,
        *,
        origin: str | None = "",
        transport: str = "websocket",
        **more: str,
    ) -> int:
        """Ask for a connection and return the status: 101 where it would be given."""
        headers = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version": "13",
            "Cookie": f"session={cookie or ''}",
        }
        if transport != "websocket":
            del headers["Upgrade"]
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        if origin is not None:
            headers["Origin"] = origin or f"http://127.0.0.1:{self.port}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            address = f"/socket.io/?EIO=4&transport={transport}"
            connection.request("GET", address, headers=headers)
            return connection.getresponse().status
        finally:
            connection.close()

    def post_reply(self, actor: Actor, thread: str, text: str) -> None:
        """Write a reply in the form of the page, in the process that holds the sockets."""
        poster = Poster(actor.handle, self.port, thread, self.cookie_of(actor))
        poster.write(text)

    def connect(self, actor: Actor) -> Socket:
        """Open a socket in a browser where somebody is signed in."""
        socket = Socket.open(self.port, self.cookie_of(actor))
        self.sockets.append(socket)
        return socket


@pytest.fixture(scope="package")
def process(open_hub: OpenHub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return the hub; it starts once for all tests of this folder."""
    folder, port = tmp_path_factory.mktemp("served"), free_port()
    own = {
        "secret_key": SecretStr("a key for the processes of one test"),
        "public_url": f"http://127.0.0.1:{port}",
    }
    with open_hub(folder, **own) as app:
        settings = app.extensions["settings"]
        environment = {
            **os.environ,
            "FORUM_ENVIRONMENT": "development",
            "FORUM_DATABASE_URL": settings.database_url,
            "FORUM_DATA_DIR": str(folder),
            "FORUM_SECRET_KEY": settings.secret_key.get_secret_value(),
            "FORUM_PUBLIC_URL": settings.public_url,
            "FORUM_PORT": str(port),
            "FORUM_RATE_LIMITS": "false",
        }
        log = folder / "web.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                command_of("web", parent=os.getpid()),
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=output,
            )
        served = Served(app, port, process, log)
        try:
            wait_for_answer(served)
            yield served
            end_politely(served)
        finally:
            process.kill()
            process.wait()


@pytest.fixture
def served(process: Served) -> Iterator[Served]:
    """Return the hub for one test; whoever connects goes away with it, and nothing went wrong."""
    with process.app.app_context():
        yield process
        db.session.remove()
    for socket in process.sockets:
        socket.close()
    process.sockets.clear()
    said = process.log.read_text(errors="replace")
    assert "Traceback" not in said, said[-6000:]


def end_politely(served: Served) -> None:
    """End the process while somebody is connected: it says good-bye and does not wait for them."""
    with served.app.app_context():
        socket = served.connect(make_actor(served.session, "Zuletzt"))
    served.process.terminate()
    assert socket.is_closed_within(10)
    assert served.process.wait(10) == 0
    assert "Traceback" not in served.log.read_text(errors="replace")


def wait_for_answer(served: Served) -> None:
    """Wait until pages are answered."""
    deadline = time.monotonic() + _SECONDS_TO_START
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            said = served.log.read_text(errors="replace")[-4000:]
            assert served.process.poll() is None, said
            assert time.monotonic() < deadline, said
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
