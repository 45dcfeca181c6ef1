"""Describe a file: what a picture shows, and what others may do with it."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.attachments.actions.locks import hold
from forum.attachments.events import AttachmentDescribed
from forum.attachments.models import Attachment, Licence
from forum.attachments.policy import can_describe
from forum.attachments.text import clean_alt
from forum.kernel.event_log import record
from forum.kernel.verdict import require


def describe(
    session: Session,
    actor: Actor,
    attachment: Attachment,
    *,
    alt: str | None = None,
    licence: Licence | None = None,
) -> Attachment:
    """Change description or licence, where given, and return the attachment.

    The text of a post keeps its own description of the picture. Raises `NotAllowed`, `Invalid`.
    """
    (attachment,) = hold(session, Attachment.id == attachment.id)
    require(can_describe(actor, attachment))
    former = (attachment.alt, attachment.licence)
    if alt is not None:
        attachment.alt = clean_alt(alt)
    if licence is not None:
        attachment.licence = licence
    if former != (attachment.alt, attachment.licence):
        event = AttachmentDescribed(attachment_id=attachment.id, licence=attachment.licence.value)
        record(session, event, actor_id=actor.id)
    return attachment
