"""Keep a post in the reader's list; take it out."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.bookmarks.models import NOTE_LIMIT, Bookmark
from forum.bookmarks.policy import can_bookmark
from forum.bookmarks.queries import bookmark_for
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.ids import new_public_id
from forum.kernel.markup import clean_source
from forum.kernel.rows import insert_into
from forum.kernel.verdict import require
from forum.threads.models import Post
from forum.threads.queries import post_as_it_is


def keep_bookmark(
    session: Session, actor: Actor, post: Post, *, note: str = "", remind_at: dt.datetime | None
) -> Bookmark | None:
    """Bookmark the post, or change what was noted about it; return the bookmark.

    A new moment is announced anew, the same moment is not. Two windows that save at once make one
    bookmark. Raises `NotAllowed`, and `Invalid` for the field ``note``.
    """
    post = post_as_it_is(session, post)
    membership = membership_of(session, actor, post.thread.channel_id)
    require(can_bookmark(actor, post, post.thread, membership))
    insert = insert_into(session, Bookmark).values(
        public_id=new_public_id(),
        actor_id=actor.id,
        post_id=post.id,
        note=clean_source(note, limit=NOTE_LIMIT, field="note", may_be_empty=True),
        remind_at=remind_at,
        created_at=clock.now(),
    )
    is_same = Bookmark.remind_at.is_not_distinct_from(insert.excluded.remind_at)
    session.execute(
        insert.on_conflict_do_update(
            index_elements=[Bookmark.actor_id, Bookmark.post_id],
            set_={
                "note": insert.excluded.note,
                "remind_at": insert.excluded.remind_at,
                "announced_at": sa.case((is_same, Bookmark.announced_at), else_=None),
            },
        )
    )
    return bookmark_for(session, actor, post)


def remove_bookmark(session: Session, bookmark: Bookmark) -> None:
    """Take it out of the list; `bookmark_by_public_id` gives it to nobody but its owner."""
    session.execute(sa.delete(Bookmark).where(Bookmark.id == bookmark.id))
