"""A letter as it comes in, read within bounds: whatever is broken or hostile in it, it is one.

The bounds: ``HEADER_LIMIT`` bytes of headers a part, ``DEEPEST`` levels, ``MOST_PARTS`` parts,
``TEXT_LIMIT`` bytes of text, ``MOST_FILES`` files. What is beyond is left out, `is_truncated` tells
so. The time grows with the size of the letter and with nothing else.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from forum.kernel.mime.automatic import is_automatic
from forum.kernel.mime.headers import Headers, one_line
from forum.kernel.mime.pages import MOST_TAGS, markdown_of
from forum.kernel.mime.parts import Bounds, Part, parts_of

TEXT_LIMIT = 400_000
MOST_FILES = 50
_BODIES = frozenset({"text/plain", "text/html"})
# They prove something to the program that reads the letter, and are no files to anybody.
_PROOFS = frozenset(
    {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-keys",
        "text/x-amp-html",
    }
)
_ADDRESS = re.compile(r"[^\s@<>\"(),:;\\]{1,64}@[^\s@<>\"(),:;\\]{1,190}")
_MBOX_LINE = re.compile(rb"\A>?From [^\r\n]{0,500}\r?\n")


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file in a letter."""

    name: str
    """Without any path; made up where the letter gives none."""
    media_type: str
    """What the letter says it is, which may be wrong."""
    content: bytes = field(repr=False)
    is_inline: bool = False
    """It is shown in the text, as logos in signatures are."""


@dataclass(frozen=True, slots=True)
class ReadLetter:
    """What a letter says."""

    message_id: str
    """With its angle brackets; "" where there is none."""
    references: tuple[str, ...]
    """The letters it names, oldest first, the one it answers last; with angle brackets."""
    sender: str
    """The one address it claims to come from, in lower case; "" where it names none or several."""
    sender_name: str
    recipients: tuple[str, ...]
    subject: str
    at: dt.datetime | None
    """When it says it was written, in UTC."""
    text: str
    """As plain text with plain line ends; of a letter that only came as a page, Markdown."""
    is_page: bool
    """The text was HTML and is Markdown now."""
    files: tuple[ReadFile, ...] = field(repr=False)
    is_automatic: bool
    """A machine wrote it, or a list passed it on (RFC 3834): it is not to be answered."""
    is_truncated: bool
    """There was more in it than is ever looked at."""
    headers: Headers = field(repr=False)


def read_letter(content: bytes) -> ReadLetter:
    """Read a letter in the form of RFC 5322; never fails."""
    bounds = Bounds()
    if line := _MBOX_LINE.match(content):
        content = content[line.end() :]
    root = parts_of(content, bounds)
    headers = root.headers
    sender, name = _sender(headers)
    body = _body_of(root)
    files = list(_files_in(root, body))
    text, is_page = _text_of(body)
    return ReadLetter(
        message_id=next(iter(headers.ids("Message-ID")), ""),
        references=_references(headers),
        sender=sender,
        sender_name=name,
        recipients=tuple(dict.fromkeys(one for _, one in headers.addresses("To", "Cc"))),
        subject=headers.words("Subject"),
        at=headers.moment(),
        text=text,
        is_page=is_page,
        files=tuple(files[:MOST_FILES]),
        is_automatic=is_automatic(headers, root.media_type),
        is_truncated=bounds.is_exceeded or len(files) > MOST_FILES or _is_long(body),
        headers=headers,
    )


def _sender(headers: Headers) -> tuple[str, str]:
    """Return address and name. Who names several senders wants to be taken for another."""
    found = headers.addresses("From")
    if len(found) != 1 or not _ADDRESS.fullmatch(found[0][1]):
        return "", next((name for name, _ in found if name), "")
    return found[0][1], one_line(found[0][0])


def _references(headers: Headers) -> tuple[str, ...]:
    answered = headers.ids("In-Reply-To")
    older = [one for one in headers.ids("References") if one not in answered]
    return tuple(dict.fromkeys([*older, *answered]))


def _body_of(part: Part) -> list[Part]:
    """Return the parts that are the text of the letter.

    Of alternatives (RFC 2046, 5.1.4) the plain one is taken where it says anything.
    """
    if part.media_type == "multipart/alternative":
        choices = [body for child in part.children if (body := _body_of(child))]
        plain = (body for body in choices if all(one.media_type == "text/plain" for one in body))
        said = (body for body in plain if any(one.text(TEXT_LIMIT).strip() for one in body))
        return next(said, choices[-1] if choices else [])
    if part.media_type == "multipart/related":
        return next((body for child in part.children if (body := _body_of(child))), [])
    if part.media_type == "multipart/report":
        return _body_of(part.children[0]) if part.children else []
    if part.children:
        # A list adds its footer as a further part, programs put pictures between pieces of text.
        return [one for child in part.children for one in _body_of(child)]
    if part.media_type in _BODIES and part.disposition != "attachment" and not part.file_name:
        return [part]
    return []


def _text_of(body: list[Part]) -> tuple[str, bool]:
    """Return the text, and whether any of it was a page."""
    pieces: list[str] = []
    is_page, tags_left, length = False, MOST_TAGS, 0
    for part in body:
        text = part.text(TEXT_LIMIT)
        if part.media_type == "text/html":
            is_page = True
            pieces.append(markdown_of(text, most_tags=tags_left))
            tags_left = max(0, tags_left - text.count("<"))
        else:
            pieces.append(_unflowed(text, part).strip("\n"))
        length += len(pieces[-1])
        if length > TEXT_LIMIT:
            break
    return "\n\n".join(piece for piece in pieces if piece.strip())[:TEXT_LIMIT], is_page


def _unflowed(text: str, part: Part) -> str:
    """Return the text with the lines that were broken on the way joined again (RFC 3676)."""
    if str(part.about.get_param("format", "")).lower() != "flowed":
        return text
    is_deleted = str(part.about.get_param("delsp", "")).lower() == "yes"
    lines: list[str] = []
    goes_on = False
    for given in text.split("\n"):
        line = given.removeprefix(" ")
        if goes_on and not line.startswith(">") and line != "-- ":
            lines[-1] += line
        else:
            lines.append(line)
        goes_on = line.endswith(" ") and line != "-- " and not line.startswith(">")
        if goes_on and is_deleted:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _files_in(root: Part, body: list[Part]) -> Iterator[ReadFile]:
    # The other forms of the same text are no files, whoever wrote them.
    number = 0
    for part in _beside_text(root):
        if any(part is one for one in body) or part.media_type in _PROOFS:
            continue
        number += 1
        if number > MOST_FILES:
            yield ReadFile("", "", b"")
            return
        yield ReadFile(
            name=part.file_name or _made_up_name(part, number),
            media_type=part.media_type,
            content=part.content(),
            is_inline=part.disposition == "inline" or bool(part.headers.count("Content-ID")),
        )


def _beside_text(part: Part, *, is_alternative: bool = False) -> Iterator[Part]:
    """Yield all parts but those that say the text of the letter in another form."""
    if part.children:
        for child in part.children:
            inside = is_alternative or part.media_type == "multipart/alternative"
            yield from _beside_text(child, is_alternative=inside)
    elif not (is_alternative and part.media_type.startswith("text/") and not part.file_name):
        yield part


def _made_up_name(part: Part, number: int) -> str:
    kind, _, form = part.media_type.partition("/")
    ending = {"plain": "txt", "jpeg": "jpg", "rfc822": "eml", "calendar": "ics"}.get(form, form)
    safe = re.sub(r"[^a-z0-9]", "", ending)[:10] or "bin"
    return f"{kind}-{number}.{safe}"


def _is_long(body: list[Part]) -> bool:
    return sum(part.end - part.start for part in body) > 2 * TEXT_LIMIT
