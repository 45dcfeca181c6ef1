"""Bring in files that came with what was written elsewhere; the inverse is `remove`."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from forum.attachments.models import Attachment, AttachmentUse
from forum.threads.models import Post


@dataclass(frozen=True, slots=True)
class FormerFile:
    """A file that was looked at (see `content.examined`) and lies in the store."""

    post: Post
    """Names the file, and stands in the database."""
    attachment: Attachment
    """Its row, as `described` has made it."""


def bring_in_files(session: Session, former: Sequence[FormerFile]) -> None:
    """Keep the rows of files that posts show; they are their authors', and as old as the posts.

    No quota is asked: who brings them in answers for them.
    """
    for one in former:
        one.attachment.owner_id = one.post.author_id
        one.attachment.created_at = one.post.created_at
        one.attachment.unused_at = None
    session.add_all(one.attachment for one in former)
    session.flush()
    session.add_all(
        AttachmentUse(attachment_id=one.attachment.id, post_id=one.post.id, is_current=True)
        for one in former
    )
