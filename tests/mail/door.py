"""The door for mail on a free port of this machine, and somebody who hands letters in."""

import asyncio
import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from forum.mail.incoming.server import Door


@contextmanager
def open_door(hub: Flask, *, seconds_a_command: float = 30) -> Iterator[int]:
    """Take mail in for this hub; give the port."""
    loop = asyncio.new_event_loop()
    door = Door(hub, seconds_a_command=seconds_a_command)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield asyncio.run_coroutine_threadsafe(door.start("127.0.0.1", 0), loop).result(10)
    finally:
        asyncio.run_coroutine_threadsafe(door.stop(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


class Postman(smtplib.LMTP):
    """Hands letters in, one answer for each recipient."""

    def __init__(self, port: int) -> None:
        super().__init__("127.0.0.1", port, timeout=30)
        self.lhlo = self.ehlo("mail.example.org")

    def deliver(self, content: bytes, *recipients: str, sender: str = "") -> list[int]:
        """Hand the letter in; return the code for each recipient, of RCPT where that is refused."""
        self.docmd("MAIL", f"FROM:<{sender}>")
        codes = [self.docmd("RCPT", f"TO:<{one}>")[0] for one in recipients]
        if 250 not in codes:
            self.rset()
            return codes
        self.docmd("DATA")
        text = content.replace(b"\n.", b"\n..")
        self.send((b"." if text.startswith(b".") else b"") + text + b"\r\n.\r\n")
        return [self.getreply()[0] if code == 250 else code for code in codes]
