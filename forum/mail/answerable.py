"""Which posts a letter about them can be answered to, and where that answer goes."""

import datetime as dt

from forum.accounts.models import Account
from forum.channels.policy import may_write
from forum.kernel import clock
from forum.mail.addresses import reply_address
from forum.threads.models import Post, Thread

ANSWERABLE_FOR = dt.timedelta(days=180)
"""How long after a post the letters about it can be answered: an address that leaks gets old."""


def is_recent(post: Post) -> bool:
    """Tell whether what was told of this post can still be answered by mail."""
    return (post.visible_at or post.created_at) >= clock.now() - ANSWERABLE_FOR


def answer_address(account: Account, thread: Thread, post: Post) -> str:
    """Return where the account answers the post by mail; "" where it could not, or not here.

    An offer, made for who may read the thread, its channel loaded: the answer asks for its rights.
    """
    is_open = (
        thread.visible_at is not None
        and thread.removed_at is None
        and thread.locked_at is None
        and thread.archived_at is None
        and thread.channel.archived_at is None
    )
    if not (is_open and is_recent(post) and may_write(account.actor)):
        return ""
    return reply_address(account.id, post.id)
