"""Remove a file; what lies in the store goes after a while (see `clean`)."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.attachments.actions.locks import hold
from forum.attachments.events import AttachmentRemoved
from forum.attachments.models import Attachment
from forum.attachments.policy import can_remove
from forum.attachments.queries import is_shown
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.verdict import require


def remove(session: Session, actor: Actor, attachment: Attachment) -> Attachment:
    """Take the file away for everybody at once, and return the attachment.

    Removing what is removed changes nothing. Raises `NotAllowed`.
    """
    (attachment,) = hold(session, Attachment.id == attachment.id)
    if attachment.removed_at is not None:
        return attachment
    require(can_remove(actor, attachment, is_shown=is_shown(session, attachment)))
    attachment.removed_at = clock.now()
    event = AttachmentRemoved(attachment_id=attachment.id, by_owner=attachment.owner_id == actor.id)
    record(session, event, actor_id=actor.id)
    return attachment
