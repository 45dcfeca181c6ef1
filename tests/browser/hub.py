"""A hub as `make run` starts it, with programme and examples, in a folder of its own."""

import http.client
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from forum.cli.processes import command_of
from forum.cli.up import PROGRAMME
from forum.settings import ROOT

_SECONDS_TO_ANSWER = 150
_SECONDS_TO_END = 15


@dataclass
class Hub:
    """The web process and the worker of one hub."""

    folder: Path
    port: int
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The origin, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told; nothing that the caller's shell says about a hub."""
        outer = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
        return {
            **outer,
            "FORUM_DATA_DIR": str(self.folder),
            "FORUM_PORT": str(self.port),
            "FORUM_RATE_LIMITS": "false",
            "FORUM_PASSWORD_MEMORY": "1024",
            # Every change makes a version, so that there is a history to look at.
            "FORUM_EDIT_GRACE_SECONDS": "0",
        }

    def fill(self) -> None:
        """Build the database; load the programme and the examples."""
        for command in (
            ("db", "upgrade"),
            ("forum", "programme", "load", str(PROGRAMME), "--apply"),
            ("forum", "examples", "load"),
        ):
            done = subprocess.run(
                [sys.executable, "-m", "flask", "--app", "wsgi", *command],
                cwd=ROOT,
                env=self.environment,
                capture_output=True,
                check=False,
                text=True,
            )
            assert done.returncode == 0, f"{command} failed:\n{done.stdout}\n{done.stderr}"

    def start(self) -> None:
        """Start both processes and wait until pages are answered."""
        for name in ("web", "worker"):
            with (self.folder / f"{name}.log").open("ab") as output:
                self._running.append(
                    subprocess.Popen(
                        command_of(name, parent=os.getpid()),
                        cwd=ROOT,
                        env=self.environment,
                        stdout=output,
                        stderr=output,
                    )
                )
        deadline = time.monotonic() + _SECONDS_TO_ANSWER
        while not self._answers():
            log = (self.folder / "web.log").read_text(errors="replace")[-4000:]
            assert self._running[0].poll() is None, f"web has ended\n{log}"
            assert time.monotonic() < deadline, f"no answer\n{log}"
            time.sleep(0.1)

    def let_an_hour_pass(self) -> None:
        """Let the last visit of everybody to every thread be an hour ago."""
        with closing(sqlite3.connect(self.folder / "forum.db", timeout=10)) as database:
            database.execute("UPDATE read_mark SET updated_at = datetime(updated_at, '-1 hour')")
            database.commit()

    def let_letters_be_due(self) -> None:
        """Let the hour of everybody's next letter be now."""
        with closing(sqlite3.connect(self.folder / "forum.db", timeout=10)) as database:
            database.execute(
                "UPDATE letter_order SET next_due_at = datetime('now') "
                "WHERE next_due_at IS NOT NULL"
            )
            database.commit()

    def end(self) -> None:
        """End both processes, politely and then not."""
        for process in self._running:
            process.terminate()
        for process in self._running:
            try:
                process.wait(_SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()


@contextmanager
def running_hub(folder: Path) -> Iterator[Hub]:
    """Yield a hub that answers, and end it afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    hub = Hub(folder, port)
    hub.fill()
    try:
        hub.start()
        yield hub
    finally:
        hub.end()
