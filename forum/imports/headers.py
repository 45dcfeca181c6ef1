"""Headers of archived letters that only an archive cares for."""

import datetime as dt
import re

from forum.kernel.mime.headers import HEADER_LIMIT, Headers

_END = re.compile(rb"\r?\n\r?\n")
_MAILTO = re.compile(r"mailto:([^>?\s]{3,254})", re.IGNORECASE)
# Nobody wrote to a list before, and nobody writes tomorrow.
OLDEST = dt.datetime(1985, 1, 1, tzinfo=dt.UTC)
_DAY = dt.timedelta(days=1)


def end_of_headers(content: bytes) -> int:
    """Return where the headers of a letter end, or where they are long enough."""
    end = _END.search(content, 0, HEADER_LIMIT)
    return min(len(content), HEADER_LIMIT) if end is None else end.start()


def subject_in(content: bytes) -> str:
    """Return the decoded subject of a letter, without reading the rest of it."""
    return Headers(content[: end_of_headers(content)]).words("Subject")


def other_senders(headers: Headers) -> list[str]:
    """Return the addresses that may be the true sender's, or to which one answers, in order."""
    found = headers.addresses("X-Original-From", "X-MailFrom", "Reply-To")
    return [address for _, address in found]


def list_addresses(headers: Headers) -> list[str]:
    """Return what this letter says is the address of its list."""
    posts = [one for value in headers.all("List-Post") for one in _MAILTO.findall(value)]
    others = headers.addresses("X-BeenThere", "Mailing-List")
    return [*posts, *(address for _, address in others)]


def wishes_no_archive(headers: Headers) -> bool:
    """Tell whether its author did not want the letter to be kept."""
    return headers.first("X-No-Archive").strip().lower() == "yes"


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
