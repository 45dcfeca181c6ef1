"""The newsletter until it goes out: write it, try it, set its moment, and take it back again."""

import datetime as dt
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from forum.accounts.actions.locks import lock
from forum.accounts.models import Account, Actor, OrganisationKind
from forum.channels.models import Channel
from forum.channels.policy import can_read
from forum.channels.queries import membership_of
from forum.digests.events import (
    NewsletterDropped,
    NewsletterEdited,
    NewsletterScheduled,
    NewsletterTakenBack,
    NewsletterTried,
)
from forum.digests.models import Newsletter, NewsletterState
from forum.digests.policy import can_edit_letters
from forum.digests.prose import Prose
from forum.digests.queries.newsletters import kinds_written
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line
from forum.kernel.verdict import require

SUBJECT_LIMIT = 150
LONGEST_AHEAD = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a newsletter says, and whom it is for."""

    subject: str
    prose: Prose
    kinds: frozenset[OrganisationKind] = field(default_factory=frozenset)
    """Of the organisations that readers work for; none: all."""
    channel: Channel | None = None
    """Only for who belongs to it."""


def begin_newsletter(session: Session, actor: Actor, draft: Draft) -> Newsletter:
    """Begin a newsletter; nobody but its editors sees it. Raises `NotAllowed`, `Invalid`."""
    require(can_edit_letters(actor))
    newsletter = Newsletter(written_by_id=actor.id, version=1)
    _fill(session, actor, newsletter, draft)
    session.add(newsletter)
    session.flush()
    _record_edit(session, actor, newsletter)
    return newsletter


def edit_newsletter(
    session: Session, actor: Actor, newsletter: Newsletter, draft: Draft, *, version: int
) -> Newsletter:
    """Change a draft; `version` is the one that the editor began with.

    Raises `NotAllowed`, `Invalid`, and `Conflict`: ``newsletter_changed``, ``newsletter_is_set``.
    """
    newsletter = _held_draft(session, actor, newsletter)
    if newsletter.version != version:
        raise Conflict("newsletter_changed")
    before = _content(newsletter)
    _fill(session, actor, newsletter, draft)
    if _content(newsletter) != before:
        newsletter.version += 1
        session.flush()
        _record_edit(session, actor, newsletter)
    return newsletter


def try_newsletter(
    session: Session, actor: Actor, newsletter: Newsletter, account: Account
) -> Newsletter:
    """Let the draft come to its editor's mailbox. Raises `NotAllowed`, `Invalid`, `Conflict`."""
    newsletter = _held_draft(session, actor, newsletter)
    _require_complete(newsletter)
    newsletter.tested_version = newsletter.version
    tried = NewsletterTried(
        newsletter_id=newsletter.id, version=newsletter.version, account_id=account.id
    )
    session.flush()
    record(session, tried, actor_id=actor.id)
    return newsletter


def schedule_newsletter(
    session: Session,
    actor: Actor,
    newsletter: Newsletter,
    *,
    send_at: dt.datetime | None,
    version: int,
) -> Newsletter:
    """Let it go out at a moment, or at once (``None``); until then it can be taken back.

    Raises `NotAllowed`, `Invalid` (``newsletter_not_tried``: this version has been in nobody's
    mailbox, ``moment_is_over``, ``moment_is_far``, ``empty``), and `Conflict`.
    """
    newsletter = _held_draft(session, actor, newsletter)
    if newsletter.version != version:
        raise Conflict("newsletter_changed")
    _require_complete(newsletter)
    if newsletter.tested_version != newsletter.version:
        raise Invalid("newsletter_not_tried")
    now = clock.now()
    if send_at is not None and send_at <= now:
        raise Invalid("moment_is_over", field="send_at")
    if send_at is not None and send_at > now + LONGEST_AHEAD:
        raise Invalid("moment_is_far", field="send_at")
    newsletter.send_at = send_at or now
    newsletter.state = NewsletterState.SCHEDULED
    newsletter.updated_at = now
    scheduled = NewsletterScheduled(
        newsletter_id=newsletter.id, send_at=newsletter.send_at.isoformat()
    )
    session.flush()
    record(session, scheduled, actor_id=actor.id)
    return newsletter


def take_back_newsletter(session: Session, actor: Actor, newsletter: Newsletter) -> Newsletter:
    """Make a draft of it again before it goes out. Twice is once.

    Raises `NotAllowed`, and `Conflict` ``newsletter_is_out``.
    """
    require(can_edit_letters(actor))
    lock(session, newsletter)
    if newsletter.state in {NewsletterState.SENDING, NewsletterState.SENT}:
        raise Conflict("newsletter_is_out")
    if newsletter.state is NewsletterState.SCHEDULED:
        newsletter.state, newsletter.send_at = NewsletterState.DRAFT, None
        newsletter.updated_at = clock.now()
        taken_back = NewsletterTakenBack(newsletter_id=newsletter.id, is_missed=False)
        session.flush()
        record(session, taken_back, actor_id=actor.id)
    return newsletter


def drop_newsletter(session: Session, actor: Actor, newsletter: Newsletter) -> None:
    """Throw a draft away. Raises `NotAllowed`, `Conflict`."""
    newsletter = _held_draft(session, actor, newsletter)
    dropped = NewsletterDropped(newsletter_id=newsletter.id)
    session.delete(newsletter)
    session.flush()
    record(session, dropped, actor_id=actor.id)


def _held_draft(session: Session, actor: Actor, newsletter: Newsletter) -> Newsletter:
    require(can_edit_letters(actor))
    lock(session, newsletter)
    if newsletter.state is NewsletterState.SCHEDULED:
        raise Conflict("newsletter_is_set")
    if newsletter.state is not NewsletterState.DRAFT:
        raise Conflict("newsletter_is_out")
    return newsletter


def _require_complete(newsletter: Newsletter) -> None:
    if not newsletter.subject:
        raise Invalid("empty", field="subject")
    if not newsletter.source:
        raise Invalid("empty", field="body")


def _fill(session: Session, actor: Actor, newsletter: Newsletter, draft: Draft) -> None:
    if draft.channel is not None:
        membership = membership_of(session, actor, draft.channel.id)
        require(can_read(actor, draft.channel, membership))
    newsletter.subject = clean_line(draft.subject, limit=SUBJECT_LIMIT, field="subject")
    newsletter.source, newsletter.html = draft.prose.source, draft.prose.html
    newsletter.renderer_version = draft.prose.renderer_version
    newsletter.organisation_kinds = kinds_written(draft.kinds)
    newsletter.channel_id = None if draft.channel is None else draft.channel.id
    newsletter.updated_at = clock.now()


def _content(newsletter: Newsletter) -> tuple[object, ...]:
    return (
        newsletter.subject,
        newsletter.source,
        newsletter.organisation_kinds,
        newsletter.channel_id,
    )


def _record_edit(session: Session, actor: Actor, newsletter: Newsletter) -> None:
    edited = NewsletterEdited(newsletter_id=newsletter.id, version=newsletter.version)
    record(session, edited, actor_id=actor.id)
