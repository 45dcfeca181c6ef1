"""Packing a letter for its way: the one form of message that the hub writes (RFC 5322, RFC 2045).

    multipart/alternative
        text/plain
        text/html                     or, where the page shows the emblem,
        multipart/related             text/html and image/png

Written by hand: building a message with Python's ``email`` and writing it out costs more than
everything else about a letter. Tests read what is written here back with it, and compare.
"""

import base64
import hashlib
import re
from email.header import Header
from email.headerregistry import Address
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from forum.kernel.hosts import host_in_ascii
from forum.mail.emblem import CONTENT_ID, emblem
from forum.mail.models import OutgoingMail
from forum.mail.signing import signature
from forum.settings import Settings

_WIDTH = 76
_LONGEST_LINE = 998
"""Of a header, without its end (RFC 5322, 2.1.1)."""
_PLAIN = re.compile(r"[!-~](?:[ -~]*[!-~])?", re.ASCII)
_NAME = re.compile(r"[A-Za-z][A-Za-z-]*", re.ASCII)
_USUAL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII
)
_HOST = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*", re.ASCII)


def compose(mail: OutgoingMail, settings: Settings) -> bytes:
    """Return the message as it goes over the line, its ends of lines CRLF.

    A header of the letter's own takes the place of one that every letter has. Raises `ValueError`
    for what cannot stand in a header: nothing is left out, and no line is added; and
    `ServerUnreachable` if it is to be signed and cannot be.
    """
    kind, body = _body(mail)
    headers = {
        "From": _from(settings.mail_from),
        "To": address_on_the_wire(mail.recipient),
        "Subject": _words("Subject", mail.subject),
        "Date": format_datetime(mail.created_at),
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday reply, please
        "Content-Language": mail.locale,
    }
    form = {"MIME-Version": "1.0", "Content-Type": kind}
    every = (*headers.items(), *(mail.headers or {}).items(), *form.items())
    # Names are the same in any case (RFC 5322, 1.2.2): the last one stands, and none twice.
    merged = {name.lower(): (name, value) for name, value in every}
    lines = [_header(name, value) for name, value in merged.values()]
    message = "".join(lines).encode("ascii") + b"\r\n" + body
    return signature(message, settings) + message if settings.dkim_domain else message


def address_on_the_wire(address: str) -> str:
    """Return the address with its host in ASCII, as every mail server understands it.

    Raises `ValueError` for what is no single address.
    """
    name, _, host = address.rpartition("@")
    host = host_in_ascii(host)
    if _USUAL.fullmatch(name) and _HOST.fullmatch(host):
        return f"{name}@{host}"
    # Quoted names and whatever else there is: asked of who knows all the rules.
    message = "no address that mail servers understand"
    try:
        known = Address(addr_spec=f"{name}@{host}").addr_spec
    except (IndexError, AttributeError) as error:  # it stumbles over some instead of refusing them
        raise ValueError(message) from error
    if not _PLAIN.fullmatch(known):
        raise ValueError(message)
    return known


def _body(mail: OutgoingMail) -> tuple[str, bytes]:
    """Return kind and content of the whole; no part can hold a boundary, as "-" is not coded."""
    mark = hashlib.sha256(mail.message_id.encode()).hexdigest()[:24]
    text = _text("plain", mail.text)
    page = _text("html", mail.html)
    if f"cid:{CONTENT_ID}" in mail.html:
        related = f"=_related_{mark}"
        page = (
            f'Content-Type: multipart/related; type="text/html";\r\n boundary="{related}"\r\n\r\n'
        ).encode() + _parts(related, page, _picture())
    boundary = f"=_{mark}"
    return f'multipart/alternative;\r\n boundary="{boundary}"', _parts(boundary, text, page)


def _parts(boundary: str, *parts: bytes) -> bytes:
    line = f"--{boundary}".encode()
    return b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def _text(kind: str, text: str) -> bytes:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    head = (
        f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    )
    return head.encode() + _coded(text.replace("\n", "\r\n").encode())


def _coded(content: bytes) -> bytes:
    coded = base64.b64encode(content)
    return b"\r\n".join([coded[at : at + _WIDTH] for at in range(0, len(coded), _WIDTH)])


@lru_cache(maxsize=1)
def _picture() -> bytes:
    head = (
        "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-ID: <{CONTENT_ID}>\r\nContent-Disposition: inline; filename="{CONTENT_ID}.png"'
        "\r\n\r\n"
    )
    return head.encode() + _coded(emblem())


@lru_cache(maxsize=8)
def _from(sender: str) -> str:
    name, address = parseaddr(sender)
    address = address_on_the_wire(address)
    if not name:
        return address
    if not _PLAIN.fullmatch(name):
        return f"{_words('From', name)} <{address}>"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>'


@lru_cache(maxsize=256)
def _words(name: str, text: str) -> str:
    """Return a text as it may stand in a header: encoded words where it is not ASCII (RFC 2047)."""
    if not text or (_PLAIN.fullmatch(text) and "=?" not in text):
        return text
    if any(sign in text for sign in "\r\n\0"):
        message = f"{name} holds what ends a line"
        raise ValueError(message)
    return Header(text, "utf-8", header_name=name, maxlinelen=_WIDTH).encode(linesep="\r\n")


def _header(name: str, value: str) -> str:
    """Return a header with the end of its line; addresses of lists stay in one piece (RFC 2369)."""
    lines = value.split("\r\n ")
    if not _NAME.fullmatch(name) or not all(not line or _PLAIN.fullmatch(line) for line in lines):
        message = f"{name} holds what no header can hold"
        raise ValueError(message)
    if len(lines) == 1 and not name.startswith("List-"):
        value = _folded(name, value)
    if any(len(line) > _LONGEST_LINE for line in f"{name}: {value}".split("\r\n")):
        message = f"{name} is too long"
        raise ValueError(message)
    return f"{name}: {value}\r\n"


def _folded(name: str, value: str) -> str:
    """Return the value broken at its blanks, where the line would be too long."""
    if len(name) + 2 + len(value) <= _WIDTH:
        return value
    lines, room = [""], _WIDTH - len(name) - 2
    for word in re.split(r"(?<=[^ ])(?= )", value):
        if lines[-1] and len(lines[-1]) + len(word) > room:
            lines.append("")
            room = _WIDTH
        lines[-1] += word
    return "\r\n".join(lines)
