"""Threads in lists."""

from collections.abc import Iterable
from typing import Any

from flask import url_for

from forum.channels.models import Channel
from forum.kernel.paging import Page
from forum.threads.queries import PAGE, FurtherChannel, ThreadSummary
from forum.web.presenters.addresses import address_of
from forum.web.presenters.faces import Faces
from forum.web.presenters.kinds import kind_states
from forum.web.presenters.parts import (
    ChannelLink,
    Pages,
    ThreadRow,
    ThreadState,
)
from forum.web.presenters.tags import tag_links


def page_start(number: int) -> int:
    """Return the number before the page on which this post stands: 0, 20, or 40."""
    return max(number - 1, 0) // PAGE * PAGE


def thread_address(path: str, number: int, anchor: str = "") -> str:
    """Return where in a thread this post stands."""
    start = page_start(number)
    return f"{path}?after={start}{anchor}" if start else f"{path}{anchor}"


def thread_rows(
    items: Iterable[ThreadSummary], *, channel: Channel | None = None, is_pinned: bool = False
) -> tuple[ThreadRow, ...]:
    """Return the rows of a list; `channel` is the one whose list it is, and so goes unsaid."""
    on_top: tuple[ThreadState, ...] = ("pinned",) if is_pinned else ()
    faces = Faces()
    thread, place = address_of("threads.show", "public_id"), address_of("channels.show", "slug")
    here = None if channel is None else channel.slug

    def link(shown_in: FurtherChannel) -> ChannelLink:
        return ChannelLink(shown_in.name, place(shown_in.slug))

    return tuple(
        ThreadRow(
            title=item.title,
            url=_continuing(thread(item.public_id), item),
            person=faces.person(item.author),
            at=item.last_post_at,
            replies=item.reply_count,
            excerpt=item.excerpt,
            states=(*on_top, *_states(item)),
            unread=item.unread,
            channel=None if item.channel.slug == here else link(item.channel),
            cities=tuple(link(other) for other in item.further if other.slug != here),
            tags=tag_links(item.tags),
        )
        for item in items
    )


def _continuing(path: str, item: ThreadSummary) -> str:
    """Return where the reader goes on: at the first new post, or at the end when there is none."""
    if item.mark is None or item.mark == 0:
        return path
    if item.mark < item.last_post_number:
        return thread_address(path, item.mark + 1, "#new")
    return thread_address(path, item.last_post_number)


def _states(item: ThreadSummary) -> tuple[ThreadState, ...]:
    states = kind_states(item.kind, is_solved=item.is_solved)
    if item.is_locked:
        states = (*states, "locked")
    return (*states, "archived") if item.is_archived else states


def pages_of(page: Page[ThreadSummary], endpoint: str, **values: str) -> Pages:
    """Return where a list of threads goes on; what is newer lies before."""

    def address(**key: str) -> str:
        everything: dict[str, Any] = values | key
        return url_for(endpoint, **everything)

    return Pages(
        earlier_url=address(before=page.before) if page.before else None,
        later_url=address(after=page.after) if page.after else None,
        first_url=address() if page.before else None,
    )
