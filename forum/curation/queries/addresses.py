"""What an address of this hub leads to, for those who put it into a collection."""

import re
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.attachments.models import Attachment
from forum.practices.models import ExperienceReport
from forum.threads.models import Post, Thread

# What follows the noun, up to the next part of the path: "/threads/<id>/print" is its thread.
_PATH = re.compile(r"/(?P<noun>threads|posts|reports|attachments)/(?P<name>[0-9a-z]{1,40})(?:/|$)")


def thing_at(session: Session, address: str) -> Thread | Attachment | None:
    """Return the thread or the file there, whoever may read it; ``None`` where there is neither.

    A post leads to its thread, and so does an experience report.
    """
    try:
        matched = _PATH.match(urlsplit(address.strip()).path)
    except ValueError:  # no address at all, such as "http://["
        return None
    if matched is None:
        return None
    name = matched["name"]
    if matched["noun"] == "attachments":
        return session.scalars(sa.select(Attachment).where(_named(Attachment, name))).one_or_none()
    threads = sa.select(Thread)
    if matched["noun"] == "posts":
        threads = threads.join(Post, Post.thread_id == Thread.id).where(_named(Post, name))
    elif matched["noun"] == "reports":
        threads = threads.join(ExperienceReport, ExperienceReport.thread_id == Thread.id)
        threads = threads.where(_named(ExperienceReport, name))
    else:
        threads = threads.where(_named(Thread, name))
    return session.scalars(threads).one_or_none()


def _named(
    model: type[Thread | Post | Attachment | ExperienceReport], name: str
) -> sa.ColumnElement[bool]:
    return model.public_id == name
