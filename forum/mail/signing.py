"""Signing letters in the name of the domain (DKIM: RFC 6376 and RFC 8463), relaxed in both parts.

Written by hand: the signature itself is one call, and the rest is putting blanks in order.
"""

import base64
import hashlib
import re

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from forum.kernel import clock
from forum.mail.smtp import ServerUnreachable
from forum.settings import Settings, SigningKey, signing_key

# What a signature covers, if it is there; the last two as RFC 8058 asks for.
_SIGNED = (
    b"from to subject date message-id reply-to in-reply-to references mime-version content-type "
    b"content-transfer-encoding content-language auto-submitted list-id list-unsubscribe "
    b"list-unsubscribe-post"
).split()
_NEXT_HEADER = re.compile(rb"\r\n(?![ \t])")
_BLANKS = re.compile(rb"[ \t]+")
_ENDS = re.compile(rb"\r\n(?=[ \t])")
_WIDTH = 72


def signature(message: bytes, settings: Settings) -> bytes:
    """Return the header that signs the message, to stand before it.

    Its ends of lines are CRLF. Raises `ServerUnreachable` if the key is gone or no longer good:
    no letter is to blame, and all wait.
    """
    if settings.dkim_key_file is None:  # the settings see to it
        return b""
    try:
        key = signing_key(settings.dkim_key_file)
    except ValueError as error:
        raise ServerUnreachable(f"letters cannot be signed: {error}") from error
    head, _, body = message.partition(b"\r\n\r\n")
    covered = _covered(head)
    digest = hashlib.sha256(relaxed_body(body)).digest()
    kind = "ed25519" if isinstance(key, Ed25519PrivateKey) else "rsa"
    names = ":\r\n ".join(name.decode() for name, _ in covered)
    names = ":\r\n ".join(name.decode() for name, _ in covered)
    unsigned = (
        f"DKIM-Signature: v=1; a={kind}-sha256; c=relaxed/relaxed;\r\n"
        f" d={settings.dkim_domain}; s={settings.dkim_selector}; t={int(clock.now().timestamp())};"
        f"\r\n h={names}:\r\n from;"
        f"\r\n bh={base64.b64encode(digest).decode()};\r\n b="
    ).encode()
    what = b"".join(line + b"\r\n" for _, line in covered) + relaxed_header(unsigned)
    proof = base64.b64encode(_sign(key, what))
    pieces = [proof[at : at + _WIDTH] for at in range(0, len(proof), _WIDTH)]
    return unsigned + b"\r\n ".join(pieces) + b"\r\n"


def relaxed_header(field: bytes) -> bytes:
    """Return a header as RFC 6376, 3.4.2 compares it: in one line, without an end."""
    name, _, value = field.partition(b":")
    value = _BLANKS.sub(b" ", _ENDS.sub(b"", value)).strip(b" ")
    return name.lower().rstrip(b" \t") + b":" + value


def relaxed_body(body: bytes) -> bytes:
    """Return the body as RFC 6376, 3.4.4 compares it; each of its lines ends with CRLF."""
    body = _BLANKS.sub(b" ", body).replace(b" \r\n", b"\r\n")
    while body.endswith(b"\r\n"):
        body = body[:-2]
    return body + b"\r\n" if body else b""


def _covered(head: bytes) -> list[tuple[bytes, bytes]]:
    """Return name and relaxed line of each header that is signed.

    From is named once more than it is there, so that nobody adds a second one.
    """
    lines = [relaxed_header(field) for field in _NEXT_HEADER.split(head)]
    present = {line.partition(b":")[0]: line for line in lines}
    return [(name, present[name]) for name in _SIGNED if name in present]


def _sign(key: SigningKey, what: bytes) -> bytes:
    if isinstance(key, Ed25519PrivateKey):
        return key.sign(hashlib.sha256(what).digest())  # RFC 8463, 3
    return key.sign(what, PKCS1v15(), SHA256())
