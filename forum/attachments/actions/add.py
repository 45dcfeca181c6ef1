"""Add a file that lies in the store already; the inverse is `remove`."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.attachments.content import Content
from forum.attachments.events import AttachmentAdded
from forum.attachments.models import Attachment, Licence
from forum.attachments.policy import can_attach
from forum.attachments.queries import stored_bytes
from forum.attachments.text import clean_alt
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.threads.actions.locks import hold_actor

# How long after the first the same form can be sent again by mistake.
A_MOMENT = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be uploaded."""

    largest: int
    """Bytes of one file."""
    quota: int
    """Bytes of all files of one account."""
    most_pixels: int


def require_room(session: Session, actor: Actor, size: int, limits: Limits) -> None:
    """Raise `NotAllowed`, or `Invalid` ``quota_full`` where so many bytes more are too many."""
    require(can_attach(actor))
    if stored_bytes(session, actor) + size > limits.quota:
        raise Invalid("quota_full", field="file", limit=limits.quota // 1024**2)


def add(
    session: Session,
    actor: Actor,
    content: Content,
    *,
    key: str,
    limits: Limits,
    alt: str = "",
    licence: Licence = Licence.INTERNAL,
) -> Attachment:
    """Keep the row of a file that was put under `key`, and return it.

    The actor is held, so that two uploads at once cannot both find the last room of the quota.
    Sent twice, it is the first one that is returned, and what lies under `key` is not needed.
    Raises `NotAllowed` and `Invalid`.
    """
    hold_actor(session, actor)
    if first := _sent_before(session, actor, content, clean_alt(alt), licence):
        return first
    require_room(session, actor, content.size, limits)
    attachment = described(content, key)
    attachment.owner_id = actor.id
    attachment.alt = clean_alt(alt)
    attachment.licence = licence
    session.add(attachment)
    session.flush()
    event = AttachmentAdded(
        attachment_id=attachment.id, kind=attachment.kind.value, size=attachment.size
    )
    record(session, event, actor_id=actor.id)
    return attachment


def _sent_before(
    session: Session, actor: Actor, content: Content, alt: str, licence: Licence
) -> Attachment | None:
    """Return the file that the same form has brought a moment ago: a button was pressed twice."""
    return session.scalars(
        sa.select(Attachment)
        .where(
            Attachment.owner_id == actor.id,
            Attachment.sha256 == content.sha256,
            Attachment.name == content.name,
            Attachment.alt == alt,
            Attachment.licence == licence,
            Attachment.removed_at.is_(None),
            Attachment.created_at > clock.now() - A_MOMENT,
        )
        .order_by(Attachment.id)
        .limit(1)
    ).one_or_none()


def described(content: Content, key: str) -> Attachment:
    """Return the row of a file that lies under `key`; whose it is remains to be said."""
    now = clock.now()
    return Attachment(
        kind=content.kind,
        name=content.name,
        media_type=content.media_type,
        size=content.size,
        width=content.width,
        height=content.height,
        sha256=content.sha256,
        key=key,
        has_preview=content.preview is not None,
        created_at=now,
        unused_at=now,
    )
