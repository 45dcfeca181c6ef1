"""Getting the next batch of letters ready while the one before is on its way.

Handing over is mostly waiting, for the disk and for the server; choosing, reading and writing is
work. So one thread works one batch ahead, with a session of its own, and hands nothing over. What
is ready waits with its rights as they were asked: asked long ago, `Batch.fresh` asks them anew.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Self, cast

import sqlalchemy as sa
import structlog
from flask import Flask, current_app

from forum.digests.actions import settle
from forum.digests.actions.claim import Claim, claim
from forum.digests.actions.fill import fill
from forum.digests.contents import Contents
from forum.digests.models import Issue, LetterKind
from forum.digests.obstacles import Reason, obstacle
from forum.digests.queries.contents import contents_of
from forum.digests.queries.standings import standings_of
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.mail.context import settings
from forum.mail.models import MailState, OutgoingMail
from forum.mail.regular_letters import letter_of
from forum.mail.sender import UNWRITABLE, Parcel, pack, pause_after

# Rights are asked anew for what was read longer ago than this; by a clock that nobody sets back.
_SECONDS_FRESH = 30.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter as it is to go out."""

    mail: OutgoingMail
    parcel: Parcel | None
    """Packed; not without a server."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Letters that are ours. Those that do not go out after all are settled, and not in it."""

    claims: Sequence[Claim]
    letters: Mapping[int, Ready]
    """By the id of the issue."""
    read_at: float

    def fresh(self, left: Sequence[Claim]) -> "Batch":
        """Return what is left of it with rights that were asked a moment ago."""
        is_old = time.monotonic() - self.read_at > _SECONDS_FRESH
        return _written(left) if is_old else self


class Ahead:
    """Gives one batch after the other, and gets the next ready meanwhile."""

    def __init__(self, thread: Executor | None) -> None:
        """Keep what works meanwhile, one thing at a time; `None`: nothing does."""
        self._thread = thread
        self._next: Future[Batch | None] | None = None

    def take(self) -> Batch | None:
        """Return the next batch; `None`: nothing waits. The one before has been settled by now.

        Raises what came up when it was made ready; `ServerUnreachable` if none can be signed.
        """
        made, self._next = self._next, None
        # Once more at the end: something may have come back, or become due, meanwhile.
        batch = (made.result() if made else None) or _batch_of(_this_app())
        if batch is not None and self._thread is not None:
            self._next = self._thread.submit(_batch_of, _this_app())
        return batch

    def __enter__(self) -> Self:
        """Start nothing yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give back what was made ready for nothing."""
        if self._next is None or self._next.exception() is not None:
            return
        batch = self._next.result()
        if batch is not None:
            give_back(batch.claims)


def _this_app() -> Flask:
    return cast("Flask", current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001


def _batch_of(app: Flask) -> Batch | None:
    with app.app_context():
        return _batch()


def give_back(claims: Sequence[Claim]) -> None:
    """Let others have these letters, untouched."""
    with unit_of_work() as session:
        for one in claims:
            settle.release(session, one)


def put_off(claim: Claim, error: Exception, reason: Reason) -> None:
    """Let it be tried again later."""
    until = clock.now() + pause_after(claim.attempt)
    text = f"{type(error).__name__}: {error}" if reason is Reason.NOT_WRITTEN else str(error)
    with unit_of_work() as session:
        settle.put_off(session, claim, text, until=until, reason=reason)


def _batch() -> Batch | None:
    with unit_of_work() as session:
        claims = claim(session, clock.now())
    if not claims:
        return None
    try:
        return _written(_filled(claims))
    except BaseException:
        give_back(claims)
        raise


def _written(claims: Sequence[Claim]) -> Batch:
    """Return these letters as they go out now."""
    read_at = time.monotonic()
    contents, letters = _read(claims), {}
    for one in claims:
        with structlog.contextvars.bound_contextvars(issue_id=one.issue_id):
            ready = _ready(one, contents.get(one.issue_id))
        if ready is not None:
            letters[one.issue_id] = ready
    return Batch([one for one in claims if one.issue_id in letters], letters, read_at)


def _ready(claim: Claim, contents: Contents | Reason | None) -> Ready | None:
    """Return the letter, or settle it."""
    if contents is None:  # its account is gone, or it could not be read and waits
        return None
    if isinstance(contents, Reason):
        _settle(partial(settle.nothing_left, claim=claim, reason=contents))
        return None
    if contents.is_empty and (claim.needs_news or contents.kind is LetterKind.NEWSLETTER):
        _settle(partial(settle.nothing_left, claim=claim))
        return None
    try:
        mail = mail_of(contents)
    except Exception as error:
        log.exception("letter_not_written")
        put_off(claim, error, Reason.NOT_WRITTEN)
        return None
    try:
        return Ready(mail, pack(mail) if settings().smtp_host else None)
    except UNWRITABLE as error:
        log.warning("letter_failed", error=str(error))
        _settle(partial(settle.refused, claim=claim, error=str(error)))
        return None


def _settle(step: Callable[..., object]) -> None:
    with unit_of_work() as session:
        step(session)


def _filled(claims: Sequence[Claim]) -> Sequence[Claim]:
    """Choose what stands in the letters; one that cannot be filled holds up no other."""
    try:
        with unit_of_work() as session:
            return fill(session, claims, clock.now())
    except Exception as error:
        log.exception("letters_not_filled", letters=len(claims))
        if len(claims) == 1:
            put_off(claims[0], error, Reason.NOT_WRITTEN)
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
            put_off(claims[0], error, Reason.NOT_WRITTEN)
            return {}
    return {issue_id: one for claim in claims for issue_id, one in _read([claim]).items()}


def mail_of(contents: Contents) -> OutgoingMail:
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
