"""Opening a working group, archiving it, and taking it up again."""

import re
import unicodedata

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.actions.locking import enter
from forum.channels.events import GroupArchived, GroupOpened, GroupReopened
from forum.channels.models import (
    Audience,
    Channel,
    ChannelKind,
    Membership,
    MembershipRole,
)
from forum.channels.policy import can_archive, can_open_group
from forum.channels.queries import moderates_anywhere
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.ids import new_public_id
from forum.kernel.markup import clean_line
from forum.kernel.verdict import require

NAME_LIMIT = 120
PURPOSE_LIMIT = 300
SLUG_LIMIT = 60
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def open_group(session: Session, actor: Actor, *, name: str, purpose: str) -> Channel:
    """Open a working group for invited people; the actor becomes its first moderator.

    `name` and `purpose` are one line each. Raises ``Invalid`` (``empty``, ``too_long``).
    """
    require(can_open_group(actor, moderates_anywhere=moderates_anywhere(session, actor)))
    name = clean_line(name, limit=NAME_LIMIT, field="name")
    purpose = clean_line(purpose, limit=PURPOSE_LIMIT, field="purpose")
    group = Channel(
        slug=_slug(name),
        kind=ChannelKind.GROUP,
        audience=Audience.INVITED,
        name=name,
        description=purpose,
    )
    session.add(group)
    session.flush()
    session.add(Membership(channel_id=group.id, actor_id=actor.id, role=MembershipRole.MODERATOR))
    session.flush()
    record(session, GroupOpened(channel_id=group.id, actor_id=actor.id), actor_id=actor.id)
    return group


def archive_group(session: Session, actor: Actor, channel: Channel) -> Channel:
    """Close the group: its members can still read it, nobody can write."""
    channel, membership = enter(session, actor, channel)
    require(can_archive(actor, channel, membership))
    if channel.archived_at is None:
        channel.archived_at = clock.now()
        session.flush()
        record(session, GroupArchived(channel_id=channel.id, by_id=actor.id), actor_id=actor.id)
    return channel


def reopen_group(session: Session, actor: Actor, channel: Channel) -> Channel:
    """Take an archived group up again."""
    channel, membership = enter(session, actor, channel)
    require(can_archive(actor, channel, membership))
    if channel.archived_at is not None:
        channel.archived_at = None
        session.flush()
        record(session, GroupReopened(channel_id=channel.id, by_id=actor.id), actor_id=actor.id)
    return channel


def _slug(name: str) -> str:
    """Return an address for a group of that name, always with a random ending.

    A number, or an ending only where the name is taken, would tell that there is another one;
    and a plain name could stand in the way of a channel that the programme wants.
    """
    plain = unicodedata.normalize("NFKD", name.lower().translate(_UMLAUTS))
    letters = plain.encode("ascii", "ignore").decode("ascii")
    words = re.sub(r"[^a-z0-9]+", "-", letters)[:SLUG_LIMIT].strip("-")
    return f"{words or 'gruppe'}-{new_public_id()[-6:]}"
