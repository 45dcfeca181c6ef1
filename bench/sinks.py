"""Mail servers that letters are handed to while it is measured: processes of their own."""

import contextlib
import multiprocessing
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from aiosmtpd.controller import Controller


class _Taking:
    """A sink of aiosmtpd that forgets what it gets."""

    async def handle_DATA(self, *_words: object) -> str:  # noqa: N802 - aiosmtpd calls it so
        return "250 OK"


def forgetful(port: int) -> None:
    """Take letters in with aiosmtpd, and forget them."""
    controller = Controller(_Taking(), hostname="127.0.0.1", port=port)
    controller.start()
    time.sleep(3600)


def minimal(port: int) -> None:
    """Answer whatever comes, on each connection."""
    with socket.create_server(("127.0.0.1", port)) as door:
        while True:
            line, _ = door.accept()
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=_answer, args=(line,), daemon=True).start()


def _answer(line: socket.socket) -> None:
    with line, line.makefile("rb") as reader, contextlib.suppress(OSError):
        line.sendall(b"220 hello\r\n")
        _converse(line, reader)


def _converse(line: socket.socket, reader: BinaryIO) -> None:
    while words := reader.readline():
        if words[:4].upper() == b"DATA":
            line.sendall(b"354 go on\r\n")
            while reader.readline() not in {b".\r\n", b""}:
                pass
        line.sendall(b"250 OK\r\n")


@contextmanager
def sink(serve: Callable[[int], None]) -> Iterator[int]:
    """Run a sink in a process of its own, and yield its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(port,), daemon=True)
    process.start()
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield port
    finally:
        process.kill()
        process.join()
