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
