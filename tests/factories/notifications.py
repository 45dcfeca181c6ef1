"""Notifications, without anything having happened."""

import itertools

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.notifications.kinds import Kind, Way
from forum.notifications.models import Notification
from forum.threads.models import Post
from tests.factories.accounts import account_of

_numbers = itertools.count(1)


def make_notification(
    session: Session, to: Actor, post: Post, kind: Kind = Kind.FOLLOWED, **values: object
) -> Notification:
    """Tell somebody of a post."""
    told = Notification(
        **{
            "account_id": account_of(session, to).id,
            "key": f"made:{next(_numbers)}",
            "kind": kind,
            "thread_id": post.thread_id,
            "post_id": post.id,
            "actor_id": post.author_id,
            "way": Way.PAGE,
            **values,
        }
    )
    session.add(told)
    session.commit()
    return told
