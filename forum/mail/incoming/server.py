"""Taking mail in over LMTP (RFC 2033): from the mail server of the same house, one answer for each
recipient.

``250`` is said once what a letter causes is committed, ``451`` when the database is away or we
failed, so that the mail server keeps the letter and comes again; a letter handed in twice is taken
in once. ``5xx`` only for what will never be taken: no such address, too large.

Memory is bounded by connections × the largest letter, whatever the lines look like (aiosmtpd's own
reading costs some 90 bytes for each empty line); time by one deadline for each command, the whole
text of a letter being one.
"""

import asyncio
import logging
import signal
from concurrent.futures import ThreadPoolExecutor

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session, syntax
from flask import Flask
from typing_extensions import override

from forum.mail.incoming.routing import destination_of, take_in
from forum.settings import Settings

MOST_CONNECTIONS = 8
MOST_RECIPIENTS = 50
_MOST_AT_WORK = 2
_PIECE = 256 * 1024
_SECONDS_A_COMMAND = 300
_SECONDS_TO_FINISH = 20
_END = b"\r\n.\r\n"

NO_SUCH_ADDRESS = "550 5.1.1 No such address here"
TAKEN = "250 2.0.0 Taken in"
LATER = "451 4.3.0 Not now, try again later"
TOO_LARGE = "552 5.3.4 The letter is too large"

log = structlog.get_logger(__name__)
# It writes down who writes to whom.
logging.getLogger("mail.log").setLevel(logging.ERROR)


class Door:
    """Where mail comes in: the listening socket, and the threads that take letters in."""

    def __init__(self, app: Flask, *, seconds_a_command: float = _SECONDS_A_COMMAND) -> None:
        """Keep the hub; nothing is opened yet."""
        self._app = app
        self._seconds = seconds_a_command
        self._server: asyncio.Server | None = None
        self._at_work = ThreadPoolExecutor(_MOST_AT_WORK, thread_name_prefix="mail")
        self.open = 0
        """Connections at this moment."""

    async def start(self, host: str, port: int) -> int:
        """Begin to listen; return the port, which is chosen where `port` is 0. Raises `OSError`."""
        settings: Settings = self._app.extensions["settings"]
        largest = settings.incoming_megabytes * 1024**2
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Conversation(self, largest, self._seconds), host, port
        )
        chosen: int = self._server.sockets[0].getsockname()[1]
        return chosen

    async def stop(self) -> None:
        """Take no further connection; let the letters that are being taken in finish."""
        if self._server is not None:
            self._server.close()
        loop = asyncio.get_running_loop()
        await asyncio.wait_for(
            loop.run_in_executor(None, self._at_work.shutdown), _SECONDS_TO_FINISH
        )

    def is_known(self, recipient: str) -> bool:
        """Tell whether there is such an address."""
        with self._app.app_context():
            return destination_of(recipient) is not None

    async def take_in(self, content: bytes, sender: str, recipient: str) -> str:
        """Take the letter in for this recipient; return the answer to the mail server."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._at_work, self._take_in, content, sender, recipient)

    def _take_in(self, content: bytes, sender: str, recipient: str) -> str:
        try:
            # A session of its own for each.
            with self._app.app_context():
                take_in(content, sender, recipient)
        except Exception:
            log.exception("mail_not_taken_in", size=len(content))
            return LATER
        return TAKEN


class _Recipients:
    """Answers to the recipients of a letter, before its text is sent."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _given: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients at once"
        if not self._door.is_known(address):
            return NO_SUCH_ADDRESS
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_exception(self, error: Exception) -> str:
        log.error("mail_conversation_failed", error=type(error).__name__)
        return LATER


class _Conversation(LMTP):
    """One connection."""

    # Of a command; text is read in pieces, and its lines may be as long as programs write them.
    line_length_limit = _PIECE

    def __init__(self, door: Door, largest: int, seconds: float) -> None:
        super().__init__(
            _Recipients(door),
            data_size_limit=largest,
            enable_SMTPUTF8=True,
            timeout=seconds,
            ident="Quartiersforum",
            loop=asyncio.get_running_loop(),
        )
        self._door = door
        self._largest = largest
        self._is_counted = False

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._door.open >= MOST_CONNECTIONS and isinstance(transport, asyncio.Transport):
            transport.write(b"421 4.3.2 Too many connections, try again later\r\n")
            transport.close()
            return
        self._door.open += 1
        self._is_counted = True
        super().connection_made(transport)

    @override
    def connection_lost(self, error: Exception | None) -> None:
        if self._is_counted:
            self._door.open -= 1
            super().connection_lost(error)

    @override
    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        envelope = self.envelope
        if envelope is None or not envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        if arg:
            await self.push("501 Syntax: DATA")
            return
        # So an empty letter ends as every other does. Nobody may send any text before the answer.
        self._reader.feed_data(b"\r\n")
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        content = await self._text()
        sender = (envelope.mail_from or "").strip("<>")
        for recipient in envelope.rcpt_tos:
            if content is None:
                answer = TOO_LARGE
            else:
                answer = await self._door.take_in(content, sender, recipient)
            await self.push(answer)
        self._set_post_data_state()  # type: ignore[no-untyped-call]

    async def _text(self) -> bytes | None:
        """Return the text up to its end, `None` if it is too large: then none of it is kept."""
        text: bytearray | None = bytearray()
        is_whole = False
        while not is_whole:
            try:
                piece = await self._reader.readuntil(_END)
                is_whole = True
            except asyncio.LimitOverrunError as more:
                piece = await self._reader.read(more.consumed)
            except asyncio.IncompleteReadError as error:
                raise ConnectionResetError from error
            if text is not None and len(text) + len(piece) <= self._largest + len(_END):
                text += piece
            else:
                text = None
        if text is None:
            return None
        del text[-len(_END) + 2 :]
        if b"\r\n." in text:
            # Of each line that begins with a dot, one is not part of it (RFC 5321, 4.5.2).
            text = text.replace(b"\r\n.", b"\r\n")
        del text[:2]
        return bytes(text)


async def serve(app: Flask, settings: Settings) -> None:
    """Take mail in until SIGTERM or SIGINT. Raises `OSError` if the port cannot be used."""
    door = Door(app)
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ending.set)
    port = await door.start(settings.lmtp_bind, settings.lmtp_port)
    log.info("mail_door_open", port=port)
    await ending.wait()
    await door.stop()
    log.info("mail_door_closed")
