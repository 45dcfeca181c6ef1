"""Letters back to who has answered by mail: why it was not published, or what became of it.

They go to the account's own address and to no other, whoever the letter claimed to come from.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from flask_babel import force_locale
from sqlalchemy.orm import Session

from forum.accounts.models import Account
from forum.kernel import clock
from forum.kernel.personal_data import Finding
from forum.mail.incoming.files import LeftOut
from forum.mail.incoming.texts import DATA_KINDS, sentence
from forum.mail.letters import absolute_url, queue_letter
from forum.mail.models import IncomingMail
from forum.threads.models import Post, Thread

MOST_A_DAY = 10
"""Letters back to one account: enough for a person, too few for two machines that answer."""
_ID = re.compile(r"<[!-;=?-~]{1,250}>")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an answer is not published, as a code with its values."""

    reason: str
    values: Mapping[str, object] = field(default_factory=dict)
    found: tuple[Finding, ...] = ()
    """What looks like personal data."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What goes back to the author with the reason."""

    message_id: str
    """Of the letter that is answered."""
    words: str
    thread: Thread | None
    """`None` where the author may not read it."""
    has_draft: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was found or left out, with what is said of it."""

    label: str
    text: str


def tell_refusal(
    session: Session, incoming: IncomingMail, account: Account, refusal: Refusal, back: Returned
) -> None:
    """Tell the author why the answer was not published, and give the text back."""
    if not _may_be_told(session, incoming, account):
        return
    with force_locale(account.locale):
        why = sentence(refusal.reason, refusal.values, account)
        found = [Line(str(DATA_KINDS[one.kind]), one.text) for one in refusal.found]
    queue_letter(
        session,
        to=account.email,
        locale=account.locale,
        letter="reply_refused",
        headers=_threading(back.message_id),
        name=account.actor.name,
        why=why,
        found=found,
        words=back.words,
        has_draft=back.has_draft,
        thread=None if back.thread is None else back.thread.title,
        url=None if back.thread is None else _answer_url(back.thread),
    )


def tell_fate(
    session: Session,
    incoming: IncomingMail,
    account: Account,
    post: Post,
    left_out: Sequence[LeftOut],
    message_id: str,
) -> None:
    """Tell the author what is not as expected: the post waits for release, files are missing."""
    if not _may_be_told(session, incoming, account):
        return
    with force_locale(account.locale):
        lines = [Line(one.name, sentence(one.reason, one.values, account)) for one in left_out]
    queue_letter(
        session,
        to=account.email,
        locale=account.locale,
        letter="reply_received",
        headers=_threading(message_id),
        name=account.actor.name,
        waits=post.visible_at is None,
        left_out=lines,
        url=absolute_url("posts.show", public_id=post.public_id),
    )


def _may_be_told(session: Session, incoming: IncomingMail, account: Account) -> bool:
    now = clock.now()
    told = session.scalar(
        sa.select(sa.func.count()).where(
            IncomingMail.account_id == account.id,
            IncomingMail.answered_at > now - dt.timedelta(days=1),
        )
    )
    if (told or 0) >= MOST_A_DAY:
        return False
    incoming.answered_at = now
    return True


def _answer_url(thread: Thread) -> str:
    return absolute_url("threads.reply", public_id=thread.public_id)


def _threading(message_id: str) -> dict[str, str]:
    """Return the headers that put the letter beside the one it answers (RFC 3834)."""
    headers = {"Auto-Submitted": "auto-replied"}
    if _ID.fullmatch(message_id):
        headers |= {"In-Reply-To": message_id, "References": message_id}
    return headers
