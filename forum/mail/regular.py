"""Handing regular letters to the mail server: the weekly letter, those of channels, newsletters.

    planned ──claim──▸ planned, leased ──what stands in it──▸ selected ──▸ handing ──▸ sent
                  └──▸ skipped, with the reason                  └─▸ later, failed  └─▸ unknown

Each arrow is committed before the next step, as in `forum.mail.sender`; but that one was sent is
noted in the transaction that hands over the next, so that there is one for each letter. A process
killed before ``handing`` costs a delay; killed in it, nobody knows whether the letter has gone out,
and it is never sent again by itself.
"""

import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol, TypeAlias
from urllib.parse import urlsplit

import sqlalchemy as sa
import structlog
from flask import current_app
from sqlalchemy.orm import Session

from forum.digests.actions import settle
from forum.digests.actions.claim import Claim, claim, give_up_late, give_up_lost
from forum.digests.actions.fill import fill
from forum.digests.actions.plan import plan_due
from forum.digests.actions.plan_newsletters import plan_newsletters
from forum.digests.contents import Contents
from forum.digests.models import Issue
from forum.digests.obstacles import Reason, obstacle
from forum.digests.queries.contents import contents_of
from forum.digests.queries.newsletters import is_newsletter_due
from forum.digests.queries.standings import is_something_due, is_something_waiting, standings_of
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.mail.context import settings
from forum.mail.models import MailState, OutgoingMail
from forum.mail.regular_letters import letter_of
from forum.mail.sender import UNWRITABLE, pack, pause_after
from forum.mail.smtp import Connection, PutOff, Refused, ServerUnreachable, Unclear

# Rights are asked anew for what was read longer ago than this; by a clock that nobody sets back.
_SECONDS_FRESH = 30.0

log = structlog.get_logger(__name__)

_Look: TypeAlias = Callable[[Session, dt.datetime], bool]


class _Plan(Protocol):
    def __call__(self, session: Session, now: dt.datetime, *, host: str) -> int: ...


def plan_letters() -> int:
    """Plan every letter that is due; return how many orders and newsletters were looked at."""
    host = urlsplit(settings().public_url).hostname or ""
    due: tuple[tuple[_Look, _Plan], ...] = (
        (is_something_due, plan_due),
        (is_newsletter_due, plan_newsletters),
    )
    return sum(_plan(look, plan, host) for look, plan in due)


def write_regular() -> int:
    """Plan what is due, and hand over every letter that waits; return how many were taken."""
    plan_letters()
    if not _is_something_waiting():
        return 0
    with unit_of_work() as session:
        lost = give_up_lost(session, clock.now())
        late = give_up_late(session, clock.now())
    if lost or late:
        log.error("letters_given_up", unknown=lost, too_late=late)
    sent = 0
    with Connection(settings()) as connection:
        try:
            if settings().smtp_host:
                connection.open()  # before anything is claimed: without a server all stays
            while claims := _claim():
                with current_app.app_context():
                    sent += _Round(connection).run(claims)
        except ServerUnreachable as error:
            log.warning("letters_wait_for_server", error=str(error))
    return sent


class _Round:
    """One batch of letters on its way, over one connection."""

    def __init__(self, connection: Connection) -> None:
        """Keep the connection."""
        self._connection = connection
        self._sent = 0
        # What the server has taken, and is to be noted with the next letter.
        self._taken: Claim | None = None

    def run(self, claims: Sequence[Claim]) -> int:
        """Hand these letters over; return how many the server has taken."""
        waiting = list(reversed(_filled(claims)))
        contents: Mapping[int, Contents | Reason] = {}
        read_at = time.monotonic()
        try:
            while waiting:
                if not contents or time.monotonic() - read_at > _SECONDS_FRESH:
                    contents, read_at = _read(waiting), time.monotonic()
                claim = waiting[-1]
                with structlog.contextvars.bound_contextvars(issue_id=claim.issue_id):
                    self._send(claim, contents.get(claim.issue_id))
                waiting.pop()
        except ServerUnreachable:
            self._note(*(partial(settle.release, claim=claim) for claim in waiting))
            raise
        finally:
            self._note()
        return self._sent

    def _send(self, claim: Claim, contents: Contents | Reason | None) -> None:
        """Try once, and note how it went."""
        if contents is None:  # its account is gone, or it could not be read and waits
            return
        if isinstance(contents, Reason):
            self._note(partial(settle.nothing_left, claim=claim, reason=contents))
            return
        if contents.is_empty and claim.needs_news:
            self._note(partial(settle.nothing_left, claim=claim))
            return
        try:
            mail = _mail_of(contents)
        except Exception as error:
            log.exception("letter_not_written")
            _put_off(claim, error, Reason.NOT_WRITTEN)
            return
        if settings().smtp_host:
            self._send_mail(claim, mail)
        else:
            self._note(partial(_keep, claim=claim, mail=mail))

    def _send_mail(self, claim: Claim, mail: OutgoingMail) -> None:
        try:
            parcel = pack(mail)
            self._connection.send(
                parcel.text, parcel.sender, parcel.recipient, partial(self._hand_over, claim)
            )
        except PutOff as error:
            log.warning("letter_put_off", attempt=claim.attempt, error=str(error))
            _put_off(claim, error, Reason.PUT_OFF)
        except (Refused, *UNWRITABLE) as error:
            log.warning("letter_failed", error=str(error))
            self._note(partial(settle.refused, claim=claim, error=str(error)))
        except Unclear as error:
            log.exception("letter_unknown")
            self._note(partial(settle.unclear, claim=claim, error=str(error)))
        else:
            self._taken = claim

    def _hand_over(self, claim: Claim) -> bool:
        """Note what was taken before, and that this one is on its way, in one transaction."""
        with unit_of_work() as session:
            self._note_taken(session)
            is_ours = settle.hand_over(session, claim, clock.now())
        self._taken = None
        return is_ours

    def _note(self, *steps: Callable[[Session], object]) -> None:
        """Note what was taken before, and these, in one transaction."""
        if self._taken is None and not steps:
            return
        with unit_of_work() as session:
            self._note_taken(session)
            for step in steps:
                step(session)
        self._taken = None

    def _note_taken(self, session: Session) -> None:
        if self._taken is not None:
            self._sent += settle.sent(session, self._taken, clock.now())


def _plan(look: _Look, plan: _Plan, host: str) -> int:
    """Plan in batches, until there is nothing more or another worker holds it."""
    planned = 0
    while True:
        # A session of its own for each batch, so that the memory does not grow.
        with current_app.app_context():
            if not look(db.session(), clock.now()):
                return planned
            with unit_of_work() as session:
                batch = plan(session, clock.now(), host=host)
        if not batch:
            return planned
        planned += batch


def _is_something_waiting() -> bool:
    with current_app.app_context():
        return is_something_waiting(db.session(), clock.now())


def _claim() -> Sequence[Claim]:
    with current_app.app_context(), unit_of_work() as session:
        return claim(session, clock.now())


def _filled(claims: Sequence[Claim]) -> Sequence[Claim]:
    """Choose what stands in the letters; one that cannot be filled holds up no other."""
    try:
        with unit_of_work() as session:
            return fill(session, claims, clock.now())
    except Exception as error:
        log.exception("letters_not_filled", letters=len(claims))
        if len(claims) == 1:
            _put_off(claims[0], error, Reason.NOT_WRITTEN)
            return ()
    return [ready for claim in claims for ready in _filled([claim])]


def _read(claims: Sequence[Claim]) -> Mapping[int, Contents | Reason]:
    """Return what the letters say, or why they do not go out after all, by the id of the issue.

    Rights and everything else that can stand in the way are asked now.
    """
    try:
        with current_app.app_context():
            session, ids = db.session(), [claim.issue_id for claim in claims]
            wanted = sa.select(Issue).where(Issue.id.in_(ids))
            contents = contents_of(session, session.scalars(wanted).all())
            now = clock.now()
            found = {
                issue_id: obstacle(standing, now)
                for issue_id, standing in standings_of(session, ids).items()
            }
            return {issue_id: found.get(issue_id) or one for issue_id, one in contents.items()}
    except Exception as error:
        log.exception("letters_not_read", letters=len(claims))
        if len(claims) == 1:
            _put_off(claims[0], error, Reason.NOT_WRITTEN)
            return {}
    return {issue_id: one for claim in claims for issue_id, one in _read([claim]).items()}


def _put_off(claim: Claim, error: Exception, reason: Reason) -> None:
    until = clock.now() + pause_after(claim.attempt)
    text = f"{type(error).__name__}: {error}" if reason is Reason.NOT_WRITTEN else str(error)
    with unit_of_work() as session:
        settle.put_off(session, claim, text, until=until, reason=reason)


def _mail_of(contents: Contents) -> OutgoingMail:
    """Return the letter as it goes out; a row of the ledger of letters stands for it."""
    issue, reader, letter = contents.issue, contents.reader, letter_of(contents)
    if issue is None:
        message = "a preview is not sent"
        raise ValueError(message)
    return OutgoingMail(
        public_id=issue.public_id,
        message_id=issue.message_id,
        letter=issue.kind.value,
        locale=reader.locale,
        recipient=reader.email,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        headers=dict(letter.headers),
        state=MailState.KEPT,
        next_attempt_at=issue.due_at,
        created_at=clock.now(),
    )


def _keep(session: Session, claim: Claim, mail: OutgoingMail) -> None:
    """Leave the letter in the outbox page; sent again it is there already."""
    if settle.kept(session, claim) and not session.scalar(
        sa.select(sa.exists().where(OutgoingMail.message_id == mail.message_id))
    ):
        session.add(mail)
