"""The versions of a post, and two texts side by side."""

import datetime as dt
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from forum.threads.difference import difference
from forum.threads.models import Post, Revision
from forum.web.presenters.parts import Choice

# A Markup escapes what is put into it.
_TAGS = {
    "same": Markup("{}"),
    "added": Markup("<ins>{}</ins>"),
    "taken": Markup("<del>{}</del>"),
}


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """One version of a post beside the one before it."""

    author: str
    permalink: str
    versions: tuple[Choice, ...]
    """Oldest first; the label is the number."""
    number: int
    is_first: bool
    editor: str
    at: dt.datetime
    changes: Markup
    """The text, with what was added and taken since the version before."""
    title_changes: Markup | None
    html: Markup
    is_current: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """What stands there now and what was just sent."""

    title_changes: Markup | None
    changes: Markup
    """From the standing text to the one just sent."""
    standing: str
    """The source of the standing text."""


@dataclass(frozen=True, slots=True)
class _Version:
    title: str | None
    source: str
    html: str
    editor: str
    at: dt.datetime


def marked(old: str, new: str) -> Markup:
    """Return the new text with ``ins`` and ``del`` around what has changed."""
    return Markup("").join(
        _TAGS[stretch.change].format(stretch.text) for stretch in difference(old, new)
    )


def history_page(post: Post, revisions: list[Revision], number: int | None) -> HistoryPage:
    """Return the version asked for, the present one unless it exists; versions count from 1."""
    versions = _versions(post, revisions)
    chosen = number if number is not None and 1 <= number <= len(versions) else len(versions)
    here = versions[chosen - 1]
    former = versions[chosen - 2] if chosen > 1 else here
    address = url_for("posts.history", public_id=post.public_id)
    return HistoryPage(
        author=post.author.name,
        permalink=url_for("posts.show", public_id=post.public_id),
        versions=tuple(
            Choice(str(index), f"{address}?version={index}", is_current=index == chosen)
            for index in range(1, len(versions) + 1)
        ),
        number=chosen,
        is_first=chosen == 1,
        editor=here.editor,
        at=here.at,
        changes=marked(former.source, here.source),
        title_changes=_titles(former.title, here.title),
        html=Markup(here.html),  # noqa: S704 - cleaned when it was written
        is_current=chosen == len(versions),
    )


def _versions(post: Post, revisions: list[Revision]) -> list[_Version]:
    """Return all texts, each with who wrote it: whoever replaced the one before."""
    writers = [
        (post.author.name, post.created_at),
        *((one.editor.name if one.editor else "", one.replaced_at) for one in revisions),
    ]
    title = post.thread.title if post.number == 1 else None
    texts = [
        *((one.title, one.source, one.html) for one in revisions),
        (title, post.source, post.html),
    ]
    return [_Version(*text, *writer) for text, writer in zip(texts, writers, strict=True)]


def _titles(former: str | None, here: str | None) -> Markup | None:
    if former is None or here is None or former == here:
        return None
    return marked(former, here)


def clash(post: Post, sent: str, sent_title: str) -> Clash:
    """Return both texts and what is between them."""
    title = post.thread.title if post.number == 1 else None
    return Clash(
        title_changes=_titles(title, sent_title),
        changes=marked(post.source, sent),
        standing=post.source,
    )
