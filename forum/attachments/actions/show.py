"""Let a post show the files that its text speaks of; the inverse is to edit them out."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.attachments.actions.locks import hold, is_in_use
from forum.attachments.models import Attachment, AttachmentUse
from forum.attachments.policy import readable_attachments
from forum.attachments.references import PATH, ids_in
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.threads.models import Post, Revision

MOST_IN_A_POST = 50


def show_attachments(session: Session, actor: Actor, post: Post) -> list[Attachment]:
    """Link the post to the files that its source names, and return those it shows now.

    Called after publishing or editing, in the same transaction. Files are linked that the actor
    may read: so nobody opens what is closed to them by guessing its address; those linked before
    stay, whoever edits. What the text names no longer is let go, unless a former version of the
    post, which can still be looked at, shows it. Raises `Invalid` ``too_many_attachments``.
    """
    named = ids_in(post.source)
    if len(named) > MOST_IN_A_POST:
        raise Invalid("too_many_attachments", field="body", limit=MOST_IN_A_POST)
    uses = {use.attachment_id: use for use in _uses_of(session, post)}
    if not named and not uses:
        return []
    is_asked_for = sa.and_(Attachment.public_id.in_(named), readable_attachments(actor))
    rows = hold(session, sa.or_(Attachment.id.in_(list(uses)), is_asked_for))
    shown = [row for row in rows if row.public_id in named and row.removed_at is None]
    for row in shown:
        use = uses.get(row.id)
        if use is None:
            session.add(AttachmentUse(attachment_id=row.id, post_id=post.id, is_current=True))
        else:
            use.is_current = True
        row.unused_at = None
    for row in rows:
        if row not in shown:
            _let_go(session, post, row, uses[row.id])
    session.flush()
    return shown


def _uses_of(session: Session, post: Post) -> list[AttachmentUse]:
    return list(
        session.scalars(
            sa.select(AttachmentUse)
            .where(AttachmentUse.post_id == post.id)
            .execution_options(populate_existing=True)
        )
    )


def _let_go(session: Session, post: Post, row: Attachment, use: AttachmentUse) -> None:
    former = sa.select(Revision.id).where(
        Revision.post_id == post.id, Revision.source.contains(f"{PATH}{row.public_id}")
    )
    if session.scalar(sa.select(former.exists())):
        use.is_current = False
        return
    session.delete(use)
    session.flush()
    unused = sa.select(Attachment.id).where(Attachment.id == row.id, ~is_in_use())
    if session.scalar(sa.select(unused.exists())):
        row.unused_at = clock.now()
