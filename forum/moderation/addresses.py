"""What an address of this hub is about: a post, a message, a profile, a report, or nothing of it.

Whoever sends a notice names what they mean by its address. It is looked up whatever they may read:
somebody who cannot read a text (any more) may still know that it hurts them. Nothing of what is
found is ever shown to them, so the form does not tell what exists.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.kernel.ids import LENGTH
from forum.messaging.models import Message, Room
from forum.moderation.models import Target
from forum.practices.models import ExperienceReport
from forum.threads.models import MergedThread, Post, Thread

# What follows the noun, up to the next part of the path: "/threads/<id>/print" is its thread.
_PATH = re.compile(r"/(?P<noun>posts|threads|people|reports)/(?P<name>[^/]+)")
_CHAT = re.compile(r"/channels/(?P<name>[^/]+)/chat/?$")
_POST_ANCHOR = re.compile(rf"post-(?P<name>[0-9a-z]{{{LENGTH}}})$")


@dataclass(frozen=True, slots=True)
class Found:
    """What an address is about: the key of a post, a message, an actor, or a report."""

    target: Target
    target_id: int


def found_at(session: Session, path: str) -> Found | None:
    """Return what this path of the hub (with query and fragment) is about; ``None``: nothing.

    Of a thread it is the opening post, unless the fragment names another one. A report that was
    never handed in is nobody's business but its author's, the moderation's included.
    """
    parts = urlsplit(path)
    chat, matched = _CHAT.match(parts.path), _PATH.match(parts.path)
    if matched is None:
        return None if chat is None else _message_at(session, unquote(chat["name"]), parts.query)
    name = unquote(matched["name"])
    if not name.isprintable():  # "%00", which PostgreSQL takes in no text
        return None
    match matched["noun"]:
        case "people":
            statement = sa.select(Actor.id).where(Actor.handle == name.lower(), Actor.domain == "")
            return _found(session, Target.PROFILE, statement)
        case "reports":
            handed_in = ExperienceReport.thread_id.is_not(None)
            by_id = ExperienceReport.public_id == name
            statement = sa.select(ExperienceReport.id).where(by_id, handed_in)
            return _found(session, Target.REPORT, statement)
        case "threads":
            anchor = _POST_ANCHOR.match(parts.fragment)
            post = None if anchor is None else _post_called(session, anchor["name"])
            return post or _found(session, Target.POST, _opening_post(name))
    return _post_called(session, name)


def _post_called(session: Session, public_id: str) -> Found | None:
    return _found(session, Target.POST, sa.select(Post.id).where(Post.public_id == public_id))


def _message_at(session: Session, slug: str, query: str) -> Found | None:
    """Find a message of a channel. One of a conversation is reported by who reads it, no other."""
    public_id = parse_qs(query).get("message", [""])[0]
    if not (slug.isprintable() and public_id.isprintable()):
        return None
    statement = (
        sa.select(Message.id)
        .join(Room, Room.id == Message.room_id)
        .join(Channel, Channel.id == Room.channel_id)
        .where(Message.public_id == public_id, Channel.slug == slug)
    )
    return _found(session, Target.MESSAGE, statement)


def _opening_post(public_id: str) -> sa.Select[int]:
    """Select the opening post; of a merged thread, that of the thread it went into."""
    own = sa.select(Thread.id).where(Thread.public_id == public_id)
    into = sa.select(MergedThread.into_id).where(MergedThread.thread_id.in_(own))
    return (
        sa.select(Post.id)
        .where(sa.or_(Post.thread_id.in_(own), Post.thread_id.in_(into)))
        .order_by(Post.thread_id.in_(into), Post.number)
        .limit(1)
    )


def _found(session: Session, target: Target, statement: sa.Select[int]) -> Found | None:
    target_id = session.scalars(statement).one_or_none()
    return None if target_id is None else Found(target, target_id)
