"""Who wrote a letter, as far as an archive tells: archives hide addresses, and lists replace them.

Mailman's public archives write "anna at example.org". Lists that cannot keep the signature of a
sending domain valid (DMARC) put their own address in its place and call the sender "Anna via
Quartier"; whose letter it is stands in ``Reply-To`` or ``X-Original-From`` then, if anywhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from forum.accounts.addresses import clean_email
from forum.accounts.handles import handle_from
from forum.imports.headers import end_of_headers
from forum.kernel.errors import Invalid
from forum.kernel.markup import clean_line

NAME_LIMIT = 120
NAMELESS = "Anonym"
"""In German, and nearly so in English; archives do not know who reads."""
# Reserved for ever (RFC 2606): nobody can confirm an address there, so nobody takes it over.
_NOWHERE = "archive.invalid"

_HIDDEN = re.compile(
    rb"^((?:from|reply-to|x-original-from)[ \t]*:[ \t]*(?:[^\r\n<>@]{0,200}<)?)"
    rb"([^\s<>()@]{1,64})(?:[ \t]+(?:at|\(at\)|\[at\]|\(a\)|=at=)[ \t]+|_at_|\(at\)|\[at\])"
    rb"([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})(?![^\r\n]*@)",
    re.IGNORECASE | re.MULTILINE,
)
# The old way to say a name (RFC 822), which Mailman's archives keep to.
_NAME_BEHIND = re.compile(
    rb"^(from[ \t]*:[ \t]*)([^\s<>()]{1,320})[ \t]+\(([^\r\n]{1,900})\)(?=[ \t]*\r?$)",
    re.IGNORECASE | re.MULTILINE,
)
_VIA = re.compile(r"(.{1,200}?)[\"']?\s+(?:via|über)\s+\S", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose letter it is."""

    email: str
    """In the one spelling we store; one that nobody can have where none is known."""
    name: str


def revealed(content: bytes) -> bytes:
    """Write senders as mail programs do: hidden addresses as addresses, and the name before."""
    stop = end_of_headers(content)
    shown = _HIDDEN.sub(rb"\1\2@\3", content[:stop])
    return _NAME_BEHIND.sub(_name_before, shown) + content[stop:]


def _name_before(found: re.Match[bytes]) -> bytes:
    header, address, name = found.groups()
    if b"=?" not in name:  # An encoded word must not stand in quotes.
        name = b'"' + name.replace(b"\\", b"").replace(b'"', b"'") + b'"'
    return header + name + b" <" + address + b">"


def sender_of(address: str, name: str, *, others: Sequence[str], lists: Sequence[str]) -> Sender:
    """Return whose letter it is.

    `others`: addresses that the letter names as the true sender's or for the answer; `lists`: what
    is known as an address of the list.
    """
    known = {_email(one) for one in lists} - {""}
    email, name = _email(address), _name(name)
    via = _VIA.match(name)
    if via or email in known:
        name = _name(via[1]) if via else name
        email = next((other for one in others if (other := _email(one)) not in {*known, ""}), "")
        if via and email == _email(address):
            email = ""
    if not email:
        mailbox = handle_from(name) if name else ""
        return Sender(f"{mailbox}@{_NOWHERE}", name or NAMELESS)
    return Sender(email, name or email.partition("@")[0])


def _email(text: str) -> str:
    try:
        return clean_email(text)
    except Invalid:
        return ""


def _name(text: str) -> str:
    """Return a name in one line, without quotes around it; never an address."""
    try:
        line = clean_line(text[:300], limit=300, field="name", may_be_empty=True)
    except Invalid:
        return ""
    line = line.strip("\"' ")
    return "" if "@" in line else line[:NAME_LIMIT].rstrip()
