"""Begin a collection, change it, remove it; the inverse of removing is `restore_collection`."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.curation.actions.locks import held_channel, held_collection
from forum.curation.events import (
    CollectionBegun,
    CollectionEdited,
    CollectionRemoved,
    CollectionRestored,
)
from forum.curation.models import Collection
from forum.curation.policy import can_curate
from forum.curation.text import Prose
from forum.kernel import clock
from forum.kernel.errors import Conflict, NotAllowed
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line
from forum.kernel.verdict import require
from forum.threads.text import TITLE_LIMIT


def begin_collection(
    session: Session, actor: Actor, channel: Channel, *, title: str, prose: Prose
) -> Collection:
    """Begin a collection in the channel, whose readers are its readers; return it.

    Sent twice, it is the first one that is returned. Raises `NotAllowed`, `Invalid`.
    """
    channel, membership = held_channel(session, actor, channel)
    require(can_curate(actor, channel, membership))
    title = clean_line(title, limit=TITLE_LIMIT, field="title")
    if first := _same(session, actor, channel, title, prose):
        return first
    collection = Collection(
        channel_id=channel.id,
        author_id=actor.id,
        title=title,
        source=prose.source,
        html=prose.html,
        renderer_version=prose.renderer_version,
        updated_at=clock.now(),
    )
    session.add(collection)
    session.flush()
    begun = CollectionBegun(collection_id=collection.id, channel_id=channel.id)
    record(session, begun, actor_id=actor.id)
    return collection


def edit_collection(
    session: Session,
    actor: Actor,
    collection: Collection,
    *,
    title: str,
    prose: Prose,
    version: int,
) -> Collection:
    """Change title and introduction; return the collection.

    `version` is the one the editor began with. Raises `NotAllowed`, `Invalid`, and `Conflict`
    ``collection_changed``.
    """
    collection = standing_collection(session, actor, collection)
    title = clean_line(title, limit=TITLE_LIMIT, field="title")
    if (collection.title, collection.source) == (title, prose.source):
        return collection
    if collection.version != version:
        raise Conflict("collection_changed")
    collection.title = title
    collection.source, collection.html = prose.source, prose.html
    collection.renderer_version = prose.renderer_version
    collection.version += 1
    collection.updated_at = clock.now()
    edited = CollectionEdited(collection_id=collection.id, version=collection.version)
    record(session, edited, actor_id=actor.id)
    return collection


def remove_collection(session: Session, actor: Actor, collection: Collection) -> Collection:
    """Take the collection away; what it lists stays where it is. Raises `NotAllowed`."""
    collection = standing_collection(session, actor, collection)
    collection.removed_at = clock.now()
    record(session, CollectionRemoved(collection_id=collection.id), actor_id=actor.id)
    return collection


def restore_collection(session: Session, actor: Actor, collection: Collection) -> Collection:
    """Bring a removed collection back. Raises `NotAllowed`."""
    collection, membership = held_collection(session, actor, collection)
    require(can_curate(actor, collection.channel, membership))
    if collection.removed_at is not None:
        collection.removed_at = None
        record(session, CollectionRestored(collection_id=collection.id), actor_id=actor.id)
    return collection


def standing_collection(session: Session, actor: Actor, collection: Collection) -> Collection:
    """Return the collection, held, for whoever may change it. Raises `NotAllowed`."""
    collection, membership = held_collection(session, actor, collection)
    require(can_curate(actor, collection.channel, membership))
    if collection.removed_at is not None:
        raise NotAllowed("collection_removed")
    return collection


def _same(
    session: Session, actor: Actor, channel: Channel, title: str, prose: Prose
) -> Collection | None:
    return session.scalars(
        sa.select(Collection)
        .where(
            Collection.channel_id == channel.id,
            Collection.author_id == actor.id,
            Collection.title == title,
            Collection.source == prose.source,
            Collection.removed_at.is_(None),
        )
        .limit(1)
    ).first()
