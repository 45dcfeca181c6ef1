"""Headers of archived letters that only an archive cares for."""

import datetime as dt
import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses
from typing import TypeAlias

_LIMIT = 64 * 1024
_END = re.compile(rb"\r?\n\r?\n")
_MAILTO = re.compile(r"mailto:([^>?\s]{3,254})", re.IGNORECASE)
_ID = re.compile(r"<[^<>\s]{1,900}>")
# Nobody wrote to a list before, and nobody writes tomorrow.
OLDEST = dt.datetime(1985, 1, 1, tzinfo=dt.UTC)
_DAY = dt.timedelta(days=1)

Headers: TypeAlias = "Message[str, str]"


def headers_of(content: bytes) -> Headers:
    """Return the headers, decoded only as far as ASCII goes."""
    end = _END.search(content, 0, _LIMIT)
    return BytesHeaderParser(policy=compat32).parsebytes(content[: end.start() if end else _LIMIT])


def addresses_in(headers: Headers, *names: str) -> list[str]:
    """Return the bare addresses of these headers."""
    values = [str(value)[:2_000] for name in names for value in headers.get_all(name, [])]
    return [address for _, address in getaddresses(values) if address]


def ids_in(headers: Headers, name: str) -> list[str]:
    """Return the Message-IDs of this header, in order."""
    return [one for value in headers.get_all(name, []) for one in _ID.findall(str(value))]


def list_addresses(headers: Headers) -> list[str]:
    """Return what this letter says is the address of its list."""
    posts = _MAILTO.findall(str(headers.get("List-Post", ""))[:2_000])
    return [*posts, *addresses_in(headers, "X-BeenThere", "Mailing-List")]


def subject_in(headers: Headers) -> str:
    """Return the subject decoded, or as it stands there where that cannot be done."""
    value = " ".join(str(headers.get("Subject", ""))[:2_000].split())
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, ValueError, HeaderParseError):
        return value


def wishes_no_archive(headers: Headers) -> bool:
    """Tell whether its author did not want the letter to be kept."""
    return str(headers.get("X-No-Archive", "")).strip().lower() == "yes"


def likely_moment(
    told: dt.datetime | None, envelope: dt.datetime | None, before: dt.datetime, now: dt.datetime
) -> dt.datetime:
    """Return when a letter was written, most likely.

    What the letter says, unless that is impossible: before there were lists, in the future, or
    days after it reached the archive. Then when it got there, then when the one before was written.
    """
    for moment in (told, envelope):
        if moment is None or not OLDEST <= moment <= now + _DAY:
            continue
        if moment is told and envelope is not None and OLDEST <= envelope < told - 2 * _DAY:
            continue
        return min(moment, now)
    return before
