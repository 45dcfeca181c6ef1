"""The outline of a long thread: who wrote when, and the headings of what is on this page."""

import datetime as dt
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from flask_babel import gettext as _

from forum.threads.models import Thread
from forum.threads.queries import PAGE, OutlineRow, PostRow, outline_step
from forum.web.presenters.threads import page_start, thread_address

LONG = 15
"""Posts from which a thread has an outline, whatever stands in it."""
_ENOUGH_HEADINGS = 3
_SHOWN = 80
_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class OutlineHeading:
    """A heading within a post."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A post, or the first of several."""

    number: int
    last: int
    """The number of the last post the line stands for."""
    name: str
    at: dt.datetime
    url: str
    anchor: str
    is_here: bool
    """On this page: the script marks the line while its post is read."""
    headings: tuple[OutlineHeading, ...] = ()


def has_outline(thread: Thread, posts: Sequence[PostRow]) -> bool:
    """Tell whether there is enough to get lost in: many posts, or several headings."""
    if thread.highest_number >= LONG:
        return True
    return sum(len(_HEADING.findall(post.html)) for post in posts) >= _ENOUGH_HEADINGS


def rows_on_page(posts: Sequence[PostRow]) -> list[OutlineRow]:
    """Return the lines of a thread of one page: nothing has to be read for them."""
    return [
        OutlineRow(
            post.public_id,
            post.number,
            post.created_at,
            "" if post.author.closed_at else post.author.name,
        )
        for post in posts
    ]


def outline_lines(
    path: str, thread: Thread, rows: Sequence[OutlineRow], posts: Sequence[PostRow], after: int
) -> tuple[OutlineLine, ...]:
    """Return the lines; `posts` are those of this page, which begins after the number `after`."""
    step = outline_step(thread)
    texts = {post.number: post for post in posts if post.removed_at is None}
    return tuple(
        OutlineLine(
            number=row.number,
            last=min(row.number + step - 1, thread.highest_number),
            name=row.author or str(_("Former member")),
            at=row.created_at,
            url=_address(path, row, after),
            anchor=f"post-{row.public_id}",
            is_here=after < row.number <= after + PAGE,
            headings=tuple(
                heading
                for number in range(row.number, row.number + step)
                if number in texts
                for heading in _headings(texts[number])
            ),
        )
        for row in rows
    )


def _address(path: str, row: OutlineRow, after: int) -> str:
    anchor = f"#post-{row.public_id}"
    return anchor if page_start(row.number) == after else thread_address(path, row.number, anchor)


def _headings(post: PostRow) -> list[OutlineHeading]:
    """Headings have no ids in posts; a text fragment finds them, and else the post is shown."""
    found = []
    for _level, inner in _HEADING.findall(post.html):
        text = " ".join(html.unescape(_TAG.sub("", inner)).split())
        if text:
            target = quote(text, safe="").replace("-", "%2D")
            shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
            found.append(OutlineHeading(shown, f"#post-{post.public_id}:~:text={target}"))
    return found
