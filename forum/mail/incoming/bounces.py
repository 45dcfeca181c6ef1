"""Letters of ours that come back: which one it was, and what the other server says.

Which letter is known by the address it comes back to, which only the hub can make; what stands in
the letter is believed only about how bad it is. So nobody can have another member's delivery
paused without having got a letter of theirs.
"""

import re
from email import message_from_bytes

import sqlalchemy as sa
from flufl.bounce import all_failures
from sqlalchemy.orm import Session

from forum.accounts.models import Account, AccountState
from forum.digests.models import Issue
from forum.kernel.mime.headers import Headers
from forum.kernel.mime.parts import Bounds, Part, parts_of
from forum.mail.models import OutgoingMail
from forum.mailboxes.actions import Report

_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_LONGEST_STATUS = 64 * 1024
_LONGEST_OLD_SHAPE = 48 * 1024
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_BLOCKS = re.compile(r"\n[ \t]*\n")
# Full, or not liked for what stood in it: the mailbox is there, and the next letter may get in.
_FOR_NOW = re.compile(r"5\.(?:2\.[23]|3\.\d+|4\.\d+|7\.\d+)")
# Said where a server gives no code: by German and English providers.
_FULL = re.compile(
    r"mailbox\s+(?:is\s+)?full|quota|over\s*quota|postfach\s+(?:ist\s+)?voll|speicherplatz",
    re.IGNORECASE,
)


def read_bounce(content: bytes, key: str) -> Report | None:
    """Return what a letter that came back says; `None` if it is none, or only tells of a delay.

    By RFC 3464 where the server keeps to it, else by the shapes of servers that do not.
    """
    bounds = Bounds()
    root = parts_of(content, bounds)
    status = next((part for part in root.walk() if part.media_type in _STATUS_TYPES), None)
    if status is not None:
        return _by_standard(status, key)
    # The library knows no bounds.
    return None if bounds.is_exceeded else _by_shape(content, root, key)


def account_of_letter(session: Session, mail_key: str) -> Account | None:
    """Return the account that the letter with this public id went to, if it is still there.

    Where the address is another one by now, what comes back from the old one does not matter.
    Regular letters keep no address: those sent before the present one was confirmed went elsewhere.
    """
    active = sa.select(Account).where(Account.state == AccountState.ACTIVE)
    by_mail = active.join(OutgoingMail, OutgoingMail.recipient == Account.email)
    found = session.scalars(by_mail.where(OutgoingMail.public_id == mail_key)).one_or_none()
    if found is not None:
        return found
    went_at = sa.func.coalesce(Issue.sent_at, Issue.created_at)
    by_issue = active.join(Issue, Issue.account_id == Account.id).where(
        sa.or_(Account.email_confirmed_at.is_(None), Account.email_confirmed_at <= went_at)
    )
    return session.scalars(by_issue.where(Issue.public_id == mail_key)).one_or_none()


def _by_standard(part: Part, key: str) -> Report | None:
    blocks = [Headers(one.encode()) for one in _BLOCKS.split(part.text(_LONGEST_STATUS))]
    failed = [one for one in blocks if one.first("Action").lower().startswith("failed")]
    if not failed:
        return None
    worst = max(failed, key=_severity)
    said = worst.first("Diagnostic-Code").partition(";")
    diagnostic = (said[2] or said[0]).strip()
    status = _status_in(worst.first("Status")) or _status_in(diagnostic)
    return Report(key, _is_permanent(status, diagnostic), status, diagnostic)


def _by_shape(content: bytes, root: Part, key: str) -> Report | None:
    """Read what Exim, qmail, Exchange and others write in their own words."""
    try:
        message = message_from_bytes(content[:_LONGEST_OLD_SHAPE])
        failures = all_failures(message)
    except Exception:  # noqa: BLE001 - twenty readers of odd shapes; none may stop the letter
        failures = frozenset(), frozenset()
    temporary, permanent = failures
    exim = root.headers.count("X-Failed-Recipients") > 0
    if not temporary and not permanent and not exim:
        return None
    body = next((part for part in root.walk() if part.media_type == "text/plain"), root)
    text = body.text(_LONGEST_STATUS)
    diagnostic = _telling_line(text)
    status = _status_in(text)
    is_permanent = bool(permanent or exim) and _is_permanent(status, diagnostic or text)
    return Report(key, is_permanent, status, diagnostic)


def _severity(block: Headers) -> int:
    return 1 if block.first("Status").startswith("5") else 0


def _status_in(text: str) -> str:
    found = _STATUS.search(text)
    return ".".join(found.groups()) if found else ""


def _is_permanent(status: str, diagnostic: str) -> bool:
    if status:
        return status.startswith("5") and not _FOR_NOW.fullmatch(status)
    return not _FULL.search(diagnostic)


def _telling_line(text: str) -> str:
    """Return the line with a code in it, or else the first ones."""
    lines = [line.strip() for line in text.split("\n")[:400] if line.strip()]
    coded = (line for line in lines if _STATUS.search(line) or re.search(r"\b[45]\d\d\b", line))
    return next(coded, " ".join(lines[:3]))[:1_000]
