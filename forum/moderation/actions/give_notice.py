"""Give notice of something that should not be here, and what its sender is told."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.accounts.addresses import clean_email
from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line, clean_source
from forum.kernel.rows import change
from forum.moderation.actions.open_case import open_case
from forum.moderation.addresses import Found, found_at
from forum.moderation.events import NoticeGiven
from forum.moderation.models import Notice, NoticeReason, Signal, Source, Target

ADDRESS_LIMIT = 500
EXPLANATION_LIMIT = 5_000
NAME_LIMIT = 120

# The law asks nobody for a name who tells of these (Art. 16(2)(c) of Regulation (EU) 2022/2065).
NAMELESS = frozenset({NoticeReason.CHILD_ABUSE})

# Anybody can type anybody's address into the form. More letters than this go to none of them in a
# day; the page itself has confirmed the receipt, and the notice is kept.
RECEIPTS_A_DAY = 3
_DAY = dt.timedelta(days=1)
# What the key of its signal begins with.
_KEY = "notice:"

# As long as somebody could still come back to it; then the notice goes on without a name.
FORGOTTEN_AFTER = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who gives notice: a member, whose account knows the rest, or what anybody has typed."""

    actor: Actor | None = None
    name: str = ""
    email: str = ""
    locale: str = "de"


@dataclass(frozen=True, slots=True)
class Told:
    """What a notice says (Art. 16(2)): where, why, and that it is said in good faith."""

    address: str
    path: str
    """The path, query and fragment of the address where it is one of this hub; else ""."""
    reason: NoticeReason
    explanation: str
    good_faith: bool


def give_notice(
    session: Session,
    sender: Sender,
    told: Told,
    *,
    submission_key: str,
    found: Found | None = None,
) -> Notice:
    """Keep a notice and open the case of what it is about; the same form sent twice is one notice.

    Open to everybody (Art. 16(1) of Regulation (EU) 2022/2065). What the address names is looked up
    whatever the sender may read; what it names not is a case as well, decided by administrators.
    `found`: what the caller knows it to be about.

    Raises `Invalid` at "address", "explanation", "name", "email" or "good_faith".
    """
    sent = sa.select(Notice).where(Notice.submission_key == submission_key)
    if (earlier := session.scalars(sent).one_or_none()) is not None:
        return earlier
    notice = _notice(sender, told, submission_key)
    try:
        with session.begin_nested():
            session.add(notice)
    except IntegrityError:
        return session.scalars(sent).one()
    found = found or found_at(session, told.path) or Found(Target.ELSEWHERE, notice.id)
    case = open_case(
        session,
        target=found.target,
        target_id=found.target_id,
        source=Source.NOTICE,
        key=f"{_KEY}{notice.id}",
        reason=notice.reason.value,
        detail="\n\n".join(filter(None, (notice.address, notice.explanation))),
        actor_id=notice.actor_id,
    )
    notice.case_id = case.id
    record(session, NoticeGiven(notice_id=notice.id, case_id=case.id), actor_id=notice.actor_id)
    return notice


def _notice(sender: Sender, told: Told, submission_key: str) -> Notice:
    if not told.good_faith:
        raise Invalid("good_faith_needed", field="good_faith")
    named = {"name": "", "email": ""}
    if sender.actor is None and (told.reason not in NAMELESS or sender.email):
        optional = told.reason in NAMELESS
        named = {
            "name": clean_line(sender.name, limit=NAME_LIMIT, field="name", may_be_empty=optional),
            "email": clean_email(sender.email),
        }
    return Notice(
        address=clean_line(told.address, limit=ADDRESS_LIMIT, field="address"),
        reason=told.reason,
        explanation=clean_source(told.explanation, limit=EXPLANATION_LIMIT, field="explanation"),
        actor_id=None if sender.actor is None else sender.actor.id,
        locale=sender.locale,
        good_faith=True,
        submission_key=submission_key,
        **named,
    )


def note_receipt(session: Session, notice: Notice) -> bool:
    """Note that the receipt goes out by mail; false where too many went to that address already.

    A member's own address is confirmed and gets every receipt.
    """
    if notice.actor_id is None and _receipts_to(session, notice.email) >= RECEIPTS_A_DAY:
        return False
    notice.receipt_at = clock.now()
    return True


def note_outcome(notice: Notice) -> None:
    """Note that its sender is told what was decided; the state page shows the day."""
    notice.outcome_at = clock.now()


def forget_senders(session: Session) -> int:
    """Take out of notices that were answered long ago who gave them; return how many."""
    is_named = sa.or_(Notice.name != "", Notice.email != "", Notice.actor_id.is_not(None))
    old = sa.and_(Notice.outcome_at < clock.now() - FORGOTTEN_AFTER, is_named)
    keys = sa.select(sa.literal(_KEY) + sa.cast(Notice.id, sa.String)).where(old)
    change(session, sa.update(Signal).where(Signal.key.in_(keys)).values(actor_id=None))
    return change(session, sa.update(Notice).where(old).values(name="", email="", actor_id=None))


def _receipts_to(session: Session, email: str) -> int:
    statement = (
        sa.select(sa.func.count())
        .select_from(Notice)
        .where(Notice.email == email, Notice.receipt_at > clock.now() - _DAY)
    )
    return session.scalars(statement).one()
