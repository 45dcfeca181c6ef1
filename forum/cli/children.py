"""The child processes of `forum up`: started, watched, ended."""

import os
import signal
import subprocess
import time

from forum.cli.processes import command_of
from forum.settings import ROOT

_SECONDS_TO_END = 10


class Children:
    """Processes that live no longer than this one.

    Each gets a process group of its own, so that Ctrl-C in the terminal reaches only us and we
    decide how they end. Should we be killed outright, the kernel tells them (see `end_with`).
    """

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        """Start `web`, `worker` or `lmtp`."""
        self._running[name] = subprocess.Popen(  # noqa: S603 - our own command
            command_of(name, parent=os.getpid()), cwd=ROOT, start_new_session=True
        )

    def first_ended(self) -> str:
        """Return the name and status of a child that has ended, or an empty string."""
        for name, child in self._running.items():
            if (status := child.poll()) is not None:
                return f"The process “{name}” (status {status})"
        return ""

    def end_all(self) -> None:
        """Ask all to end, and kill those that have not after some seconds."""
        for child in self._running.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + _SECONDS_TO_END
        for child in self._running.values():
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
