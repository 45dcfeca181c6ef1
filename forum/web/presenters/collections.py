"""Collections ("dossiers"): the list of them, and one with its entries and tools."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from forum.curation.models import Collection
from forum.curation.policy import can_curate
from forum.curation.queries import CollectionRow, EntryRow
from forum.kernel.markup.excerpt import excerpt
from forum.kernel.paging import Page
from forum.web.presenters.addresses import address_of
from forum.web.presenters.attachments import file_card
from forum.web.presenters.channels import Standing, audience_of
from forum.web.presenters.kinds import kind_states
from forum.web.presenters.parts import (
    Audience,
    ChannelLink,
    Crumb,
    FileCard,
    Pages,
    ThreadState,
    Tool,
)


@dataclass(frozen=True, slots=True)
class CollectionLine:
    """A collection in a list."""

    title: str
    url: str
    excerpt: str
    channel: ChannelLink | None
    """Given where the list mixes channels."""
    entries: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry; without thread and file it is something that this reader may not open."""

    id: int
    note: str
    title: str | None
    url: str | None
    states: tuple[ThreadState, ...]
    channel: ChannelLink | None
    excerpt: str
    replies: int
    at: dt.datetime | None
    file: FileCard | None


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """A collection as its page shows it."""

    public_id: str
    title: str
    html: Markup
    author: str
    at: dt.datetime
    crumbs: tuple[Crumb, ...]
    audience: Audience
    entries: tuple[EntryView, ...]
    tools: tuple[Tool, ...]
    is_removed: bool
    arrange_url: str | None


def collection_lines(
    rows: Iterable[CollectionRow], *, with_channel: bool
) -> tuple[CollectionLine, ...]:
    """Return the lines, in the order given."""
    own, channel = address_of("collections.show", "public_id"), address_of("channels.show", "slug")
    return tuple(
        CollectionLine(
            title=row.title,
            url=own(row.public_id),
            excerpt=excerpt(row.html),
            channel=ChannelLink(row.channel, channel(row.channel_slug)) if with_channel else None,
            entries=row.entries,
            at=row.updated_at,
        )
        for row in rows
    )


def collection_pages(page: Page[CollectionRow], after: str | None, path: str) -> Pages:
    """Return where the list goes on."""
    return Pages(
        later_url=f"{path}?after={page.after}" if page.after else None,
        first_url=path if after else None,
    )


def collection_page(
    standing: Standing, collection: Collection, entries: Iterable[EntryRow]
) -> CollectionPage:
    """Return the page; entries that this reader may not open are left out by the view."""
    channel = collection.channel
    curates = can_curate(standing.actor, channel, standing.membership)
    address = url_for("collections.arrange", public_id=collection.public_id)
    is_removed = collection.removed_at is not None
    return CollectionPage(
        public_id=collection.public_id,
        title=collection.title,
        html=Markup(collection.html),  # noqa: S704 - cleaned when it was written
        author=collection.author.name,
        at=collection.updated_at,
        crumbs=(
            Crumb(_("Channels"), url_for("channels.overview")),
            Crumb(channel.name, url_for("channels.show", slug=channel.slug)),
            Crumb(_("Dossiers"), url_for("collections.in_channel", slug=channel.slug)),
        ),
        audience=audience_of(channel.audience),
        entries=tuple(_entry(entry) for entry in entries),
        tools=_tools(collection) if curates else (),
        is_removed=is_removed,
        arrange_url=address if curates and not is_removed else None,
    )


def _tools(collection: Collection) -> tuple[Tool, ...]:
    public_id = collection.public_id
    if collection.removed_at is not None:
        restore = url_for("collections.restore", public_id=public_id)
        return (Tool(_("Restore the dossier"), "undo-2", restore, "post"),)
    edit, remove = (
        url_for(f"collections.{verb}", public_id=public_id) for verb in ("edit", "remove")
    )
    return (
        Tool(_("Edit title and introduction"), "pencil", edit),
        Tool(_("Remove the dossier"), "trash-2", remove, is_grave=True),
    )


def _entry(row: EntryRow) -> EntryView:
    thread = row.thread
    if thread is None:
        card = None if row.attachment is None else file_card(row.attachment)
        return EntryView(
            id=row.id,
            note=row.note,
            title=None if card is None else card.name,
            url=None if card is None else card.url,
            states=(),
            channel=None,
            excerpt="",
            replies=0,
            at=None,
            file=card,
        )
    locked: tuple[ThreadState, ...] = ("locked",) if thread.is_locked else ()
    return EntryView(
        id=row.id,
        note=row.note,
        title=thread.title,
        url=url_for("threads.show", public_id=thread.public_id),
        states=(*kind_states(thread.kind, is_solved=thread.is_solved), *locked),
        channel=ChannelLink(thread.channel, url_for("channels.show", slug=thread.channel_slug)),
        excerpt=thread.excerpt,
        replies=thread.replies,
        at=thread.last_post_at,
        file=None,
    )
