"""One connection to the SMTP server, and what its answers mean for a letter.

A message counts as handed over when the server has answered the end of its text (RFC 5321, 4.1.1.4
and 6.1). Before its text is sent nothing can have happened; after it, silence may mean either.
"""

import re
import smtplib
import ssl
from collections.abc import Callable
from types import TracebackType
from typing import Self

from forum.settings import Settings

_SECONDS = 20
_DOT = re.compile(rb"^\.", re.MULTILINE)


class ServerUnreachable(Exception):
    """There is no usable connection to the server; no letter is to blame."""


class PutOff(Exception):
    """The server does not take this letter now (4xx), or the connection ended before its text."""


class Refused(Exception):
    """The server will never take this letter (5xx)."""


class Unclear(Exception):
    """The text was on its way when the connection was lost: it may have arrived."""


class Connection:
    """A connection that is opened by the first letter and used for all of them."""

    def __init__(self, settings: Settings) -> None:
        """Keep the server's address."""
        self._settings = settings
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Open nothing yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say good-bye, whatever happened."""
        self.close()

    def open(self) -> None:
        """Open the connection unless it is open. Raises `ServerUnreachable`."""
        self._smtp = self._smtp or self._opened()

    def close(self) -> None:
        """End the connection; the next letter opens a new one."""
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self._smtp.close()
            self._smtp = None

    def send(
        self, text: bytes, sender: str, recipient: str, before_text: Callable[[], bool]
    ) -> None:
        """Hand the text of a message over.

        ``before_text`` is called once the server waits for the text, the last moment at which
        nothing can have been sent; it returns whether to go on. Raises one of the four above.
        """
        smtp = self._smtp = self._smtp or self._opened()
        try:
            _ask(smtp, "MAIL", f"FROM:{smtplib.quoteaddr(sender)}")
            _ask(smtp, "RCPT", f"TO:{smtplib.quoteaddr(recipient)}")
            _ask(smtp, "DATA")
        except (PutOff, Refused):
            self._start_over()
            raise
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise PutOff(f"{type(error).__name__}: {error}") from error
        goes_on = False
        try:
            goes_on = before_text()
        finally:
            if not goes_on:
                smtp.close()  # not a good-bye: that would be text
                self._smtp = None
        if not goes_on:
            return
        try:
            smtp.send(_with_dots_doubled(text) + b".\r\n")
            _answer(*smtp.getreply())
        except (OSError, smtplib.SMTPException) as error:
            smtp.close()
            self._smtp = None
            raise Unclear(f"{type(error).__name__}: {error}") from error

    def _opened(self) -> smtplib.SMTP:
        settings = self._settings
        host, port = settings.smtp_host, settings.smtp_port
        smtp: smtplib.SMTP | None = None
        try:
            if settings.smtp_security == "tls":
                context = ssl.create_default_context()
                smtp = smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=context)
            else:
                smtp = smtplib.SMTP(host, port, timeout=_SECONDS)
            if settings.smtp_security == "starttls":
                smtp.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                smtp.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            smtp.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as error:
            if smtp is not None:
                smtp.close()
            raise ServerUnreachable(f"{type(error).__name__}: {error}") from error
        return smtp

    def _start_over(self) -> None:
        """Make the connection ready for the next letter."""
        try:
            if self._smtp is not None:
                self._smtp.rset()
        except (OSError, smtplib.SMTPException):
            self.close()


def _ask(smtp: smtplib.SMTP, command: str, arguments: str = "") -> None:
    _answer(*smtp.docmd(command, arguments))


def _answer(code: int, words: bytes) -> None:
    """Raise what a refusal means; a good answer passes."""
    text = f"{code} {words.decode('utf-8', 'replace')}".replace("\0", "")
    if code == -1:
        raise smtplib.SMTPServerDisconnected(text)
    if 400 <= code < 500:
        raise PutOff(text)
    if code >= 500:
        raise Refused(text)


def _with_dots_doubled(text: bytes) -> bytes:
    """Return the text as it goes over the line: CRLF at each end, a leading dot doubled."""
    lines = text.replace(b"\r\n", b"\n").removesuffix(b"\n") + b"\n"
    return _DOT.sub(b"..", lines).replace(b"\n", b"\r\n")
