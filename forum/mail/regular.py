"""Handing regular letters to the mail server: the weekly letter, those of channels, newsletters.

    planned ──claim──▸ planned, leased ──what stands in it──▸ selected ──▸ handing ──▸ sent
                  └──▸ skipped, with the reason                  └─▸ later, failed  └─▸ unknown

Each arrow is committed before the next step, as in `forum.mail.sender`; but that one was sent is
noted in the transaction that hands over the next, so that there is one for each letter. A process
killed before ``handing`` costs a delay; killed in it, nobody knows whether the letter has gone out,
and it is never sent again by itself.
"""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from typing import Protocol, TypeAlias
from urllib.parse import urlsplit

import sqlalchemy as sa
import structlog
from flask import current_app
from sqlalchemy.orm import Session

from forum.digests.actions import settle
from forum.digests.actions.claim import Claim, give_up_late, give_up_lost
from forum.digests.actions.plan import plan_due
from forum.digests.actions.plan_newsletters import plan_newsletters
from forum.digests.obstacles import Reason
from forum.digests.queries.newsletters import is_newsletter_due
from forum.digests.queries.standings import is_something_due, is_something_waiting
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.mail.ahead import Ahead, Batch, Ready, put_off
from forum.mail.context import settings
from forum.mail.models import OutgoingMail
from forum.mail.sender import Parcel
from forum.mail.smtp import Connection, PutOff, Refused, ServerUnreachable, Unclear

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


def write_regular_ahead() -> int:
    """Do the same with a thread that gets the next letters ready while others go out."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="letters") as thread:
        return write_regular(thread)


def write_regular(thread: Executor | None = None) -> int:
    """Plan what is due, and hand over every letter that waits; return how many were taken.

    `thread` works ahead, with a connection of its own to the database.
    """
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
            with Ahead(thread) as ahead:
                while batch := ahead.take():
                    with current_app.app_context():
                        sent += _Round(connection).run(batch)
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

    def run(self, batch: Batch) -> int:
        """Hand these letters over; return how many the server has taken."""
        waiting = list(reversed(batch.claims))
        try:
            while waiting:
                batch = batch.fresh(waiting[::-1])
                claim = waiting[-1]
                ready = batch.letters.get(claim.issue_id)
                with structlog.contextvars.bound_contextvars(issue_id=claim.issue_id):
                    if ready is not None:  # otherwise it was settled when it was read again
                        self._send(claim, ready)
                waiting.pop()
        except ServerUnreachable:
            self._note(*(partial(settle.release, claim=claim) for claim in waiting))
            raise
        finally:
            self._note()
        return self._sent

    def _send(self, claim: Claim, ready: Ready) -> None:
        """Try once, and note how it went."""
        if ready.parcel is None:
            self._note(partial(_keep, claim=claim, mail=ready.mail))
        else:
            self._send_parcel(claim, ready.parcel)

    def _send_parcel(self, claim: Claim, parcel: Parcel) -> None:
        try:
            self._connection.send(
                parcel.text, parcel.sender, parcel.recipient, partial(self._hand_over, claim)
            )
        except PutOff as error:
            log.warning("letter_put_off", attempt=claim.attempt, error=str(error))
            put_off(claim, error, Reason.PUT_OFF)
        except Refused as error:
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


def _keep(session: Session, claim: Claim, mail: OutgoingMail) -> None:
    """Leave the letter in the outbox page; sent again it is there already."""
    if settle.kept(session, claim) and not session.scalar(
        sa.select(sa.exists().where(OutgoingMail.message_id == mail.message_id))
    ):
        session.add(mail)
