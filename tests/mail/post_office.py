"""A real SMTP server on the loopback, that can be told to be difficult."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class PostOffice:
    """What arrived, and how to answer. An answer of ``"hang up"`` cuts the line without a word."""

    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answer_to_recipient: str = "250 OK"
    answer_to_text: str = "250 OK"
    seconds_to_answer: float = 0.0
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.answer_to_recipient == "hang up":
            hang_up(server)
        elif self.answer_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        message = message_from_bytes(cast("bytes", envelope.content), policy=policy.default)
        if self.answer_to_text.startswith(("250", "hang up")):
            self.letters.append(message)
            self.recipients += envelope.rcpt_tos
        await asyncio.sleep(self.seconds_to_answer)
        if self.answer_to_text == "hang up":
            hang_up(server)
        return self.answer_to_text


def hang_up(server: SMTP) -> None:
    cast("asyncio.Transport", server.transport).abort()


@contextmanager
def open_post_office(office: PostOffice | None = None) -> Iterator[PostOffice]:
    """Open a post office on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    office = office or PostOffice()
    office.port = port
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
