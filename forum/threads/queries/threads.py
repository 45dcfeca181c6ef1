"""Reading one thread and where it is shown."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.channels.policy import placeable_channels
from forum.kernel.errors import NotFound
from forum.threads.models import Placement, Thread
from forum.threads.queries.rows import FurtherChannel


def thread_by_public_id(session: Session, public_id: str) -> Thread:
    """Return the thread with its home channel, or raise ``NotFound``."""
    thread = session.scalars(
        sa.select(Thread).where(Thread.public_id == public_id).options(joinedload(Thread.channel))
    ).one_or_none()
    if thread is None:
        raise NotFound("no_thread")
    return thread


def channels_of(session: Session, thread: Thread) -> list[FurtherChannel]:
    """Return where the thread is shown, its home first."""
    rows = session.execute(
        sa.select(Channel.slug, Channel.name, Channel.kind, Placement.is_home)
        .join(Placement, Placement.channel_id == Channel.id)
        .where(Placement.thread_id == thread.id)
        .order_by(Placement.is_home.desc(), Channel.kind, Channel.name)
    )
    return [FurtherChannel(*row) for row in rows]


def places_of(session: Session, actor: Actor, thread: Thread) -> tuple[list[Channel], list[str]]:
    """Return the channels to choose from and the slugs of those the thread stands in already.

    What it stands in is offered in any case: keeping it is no new choice.
    """
    standing = session.scalars(
        sa.select(Channel)
        .join(Placement, Placement.channel_id == Channel.id)
        .where(Placement.thread_id == thread.id, Placement.is_home.is_(False))
    ).all()
    choice = channels_to_place_in(session, actor, thread.channel)
    choice += [channel for channel in standing if channel not in choice]
    return choice, [channel.slug for channel in standing]


def channels_to_place_in(session: Session, actor: Actor, home: Channel) -> list[Channel]:
    """Return the themes and cities that the actor may choose beside this home."""
    return list(
        session.scalars(
            sa.select(Channel)
            .where(placeable_channels(actor), Channel.id != home.id)
            .order_by(Channel.kind.desc(), Channel.position, Channel.name)
        )
    )
