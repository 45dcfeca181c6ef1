"""The list of one's own drafts."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from forum.channels.models import Channel
from forum.threads.models import Draft, Post, Thread

_SHOWN = 280


@dataclass(frozen=True, slots=True)
class DraftRow:
    """An unfinished text."""

    kind: str
    """What it is, in words."""
    title: str
    url: str
    """Where to write on."""
    excerpt: str
    at: dt.datetime
    place: str
    """The channel; "" where the reader is not to know of it any more."""
    discard_url: str


@dataclass(frozen=True, slots=True)
class WayBack:
    """How a draft that was just discarded comes back: everything it held, as fields of a form."""

    url: str
    fields: tuple[tuple[str, str], ...]


def way_back_to(draft: Draft, drafts: Iterable[Any]) -> WayBack | None:
    """Return it, or ``None`` where the reader is not to know of the place any more.

    `drafts` are the rows of the list before it was discarded: with channel, thread and post.
    """
    channel, thread = next(row[1:3] for row in drafts if row[0] == draft)
    kind, _colon, target = draft.purpose.partition(":")
    if channel is None or (kind != "thread" and thread is None):
        return None
    if kind == "thread":
        target = channel.slug
    kept = {
        "title": draft.title,
        "body": draft.source,
        "version": str(draft.version or ""),
        "places": draft.channel_slugs.split(),
        **draft.kept_fields,
    }
    return WayBack(
        url=url_for("drafts.restore", kind=kind, target=target),
        fields=tuple(
            (name, str(value))
            for name, values in kept.items()
            for value in (values if isinstance(values, list) else [values])
        ),
    )


def draft_rows(drafts: Iterable[Any]) -> tuple[DraftRow, ...]:
    """Return the rows; each comes with the channel, thread and post it belongs to."""
    return tuple(_row(draft, channel, thread, post) for draft, channel, thread, post in drafts)


def _row(
    draft: Draft, channel: Channel | None, thread: Thread | None, post: Post | None
) -> DraftRow:
    """Return the row; an address that leads nowhere any more says why."""
    target = draft.purpose.partition(":")[2]
    if post is not None:
        kind, url = _("Change of a post"), url_for("posts.edit", public_id=target)
    elif draft.thread_id is not None:
        kind, url = _("Reply"), url_for("threads.reply", public_id=target)
    else:
        slug = target if channel is None else channel.slug
        kind, url = _("New thread"), url_for("threads.start", slug=slug)
    title = thread.title if thread is not None else draft.title
    return DraftRow(
        kind=kind,
        title=title or _("Without a title"),
        url=url,
        excerpt=" ".join(draft.source.split())[:_SHOWN],
        at=draft.updated_at,
        place="" if channel is None else channel.name,
        discard_url=url_for("drafts.discard", public_id=draft.public_id),
    )
