"""`forum up`, really started: it answers, and whatever ends it leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from forum.settings import ROOT

SECONDS = 90


class Hub:
    """A hub in a folder of its own, on a free port."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.log = folder / "log"
        own = {"FORUM_DATA_DIR": str(folder), "FORUM_PORT": str(self.port)}
        inherited = {name: text for name, text in os.environ.items() if "FORUM_" not in name}
        with self.log.open("wb") as log:
            self.up = subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", "wsgi", "forum", "up"],
                cwd=ROOT,
                env=inherited | own,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as page:
                return bool(page.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def is_open(self) -> bool:
        return f"http://127.0.0.1:{self.port}" in self.said() and self.answers()

    def children(self) -> dict[str, int]:
        """Return the process ids of web and worker, by name."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().decode().split("\0")
            except OSError:
                continue
            if command[-3:-1] == ["--parent", str(self.up.pid)]:
                found[command[-4]] = int(folder.name)
        return found


def wait_for(condition: Callable[[], bool], hub: Hub) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, hub.said()
        time.sleep(0.1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that is empty for the first hub; it fills it for those that follow."""
    return tmp_path_factory.mktemp("hub")


@pytest.fixture
def hub(folder: Path) -> Iterator[Hub]:
    hub = Hub(folder)
    try:
        wait_for(lambda: hub.is_open() or hub.up.poll() is not None, hub)
        assert hub.up.poll() is None, hub.said()
        assert set(hub.children()) == {"web", "worker"}
        yield hub
    finally:
        left = hub.children()
        for pid in (*left.values(), hub.up.pid):
            if hub.up.poll() is None or pid != hub.up.pid:
                os.kill(pid, signal.SIGKILL)
        hub.up.wait()


def test_a_signal_ends_everything_that_was_started(hub: Hub) -> None:
    hub.up.send_signal(signal.SIGINT)
    assert hub.up.wait(SECONDS) == 0, hub.said()
    assert hub.children() == {}
    assert "Traceback" not in hub.said()


def test_the_children_end_when_their_parent_is_killed(hub: Hub) -> None:
    hub.up.kill()
    hub.up.wait()
    wait_for(lambda: hub.children() == {}, hub)


def test_the_death_of_one_child_is_said_and_ends_the_rest(hub: Hub) -> None:
    os.kill(hub.children()["worker"], signal.SIGKILL)
    assert hub.up.wait(SECONDS) == 1
    assert "“worker” (status -9) ended by itself" in hub.said()
    assert hub.children() == {}


def test_a_taken_port_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", "forum", "up"],
            cwd=ROOT,
            env=os.environ | {"FORUM_DATA_DIR": str(tmp_path), "FORUM_PORT": str(port)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in done.stderr
    assert f"FORUM_PORT={port % 60000 + 1} make run" in done.stderr
    assert not (tmp_path / "forum.db").exists()
