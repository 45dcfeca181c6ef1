"""The real processes of a hub, started, killed without warning, and started again."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self, cast

from forum.settings import ROOT

_SECONDS_TO_START = 60


@dataclass
class Nursery:
    """Starts one kind of process; see `tests/faults/nursery.py`."""

    parent: subprocess.Popen[str]

    @classmethod
    def open(
        cls,
        name: str,
        environment: dict[str, str],
        output: IO[str],
        module: str = "tests.faults.nursery",
    ) -> Self:
        """Begin to load what ``web``, ``worker`` or what another module starts need."""
        # gevent must replace locks and sockets before anything of ours is imported.
        patched = ["gevent.monkey", "--module"] if name == "web" else []
        command = [sys.executable, "-m", *patched, module, name]
        return cls(
            subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **environment},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                text=True,
            )
        )

    def ask(self, line: str) -> int:
        """Give an order and return the answer."""
        print(line, file=self.parent.stdin, flush=True)
        return int(cast("IO[str]", self.parent.stdout).readline())

    def close(self) -> None:
        """End the nursery itself."""
        self.parent.communicate()


class Processes:
    """The web process and the worker of one hub."""

    def __init__(self, environment: dict[str, str], folder: Path, port: int) -> None:
        """Begin to load; nothing answers yet."""
        self._folder = folder
        self._port = port
        self._running: dict[str, int] = {}
        self._nurseries = {}
        for name in ("web", "worker"):
            with self._log(name).open("a") as output:
                self._nurseries[name] = Nursery.open(name, environment, output)

    def start(self, name: str) -> None:
        """Start ``web`` or ``worker``."""
        self._running[name] = self._nurseries[name].ask("start")
        if name == "web":
            self._wait_for_answer()

    def kill(self, name: str) -> None:
        """End a process in the middle of whatever it does (SIGKILL: no code of ours runs)."""
        os.kill(self._running[name], signal.SIGKILL)
        status = self._wait(name)
        assert status == -signal.SIGKILL, f"it had ended by itself: {self.output_of(name)}"

    def end_all(self) -> dict[str, int]:
        """End what runs politely; return the exit statuses."""
        for child in self._running.values():
            os.kill(child, signal.SIGTERM)
        return {name: self._wait(name) for name in list(self._running)}

    def close(self) -> None:
        """Leave nothing behind, whatever happened."""
        for name in list(self._running):
            self.kill(name)
        for nursery in self._nurseries.values():
            nursery.close()

    def output_of(self, name: str) -> str:
        """Return the end of what a process has said."""
        return self._log(name).read_text(errors="replace")[-4000:]

    def _log(self, name: str) -> Path:
        return self._folder / f"{name}.log"

    def _wait(self, name: str) -> int:
        return self._nurseries[name].ask(f"wait {self._running.pop(name)}")

    def _wait_for_answer(self) -> None:
        deadline = time.monotonic() + _SECONDS_TO_START
        while time.monotonic() < deadline:
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=5)
            try:
                connection.request("GET", "/healthz")
                connection.getresponse().read()
            except OSError:
                time.sleep(0.05)
            else:
                return
            finally:
                connection.close()
        raise AssertionError(f"no answer\n{self.output_of('web')}")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port
