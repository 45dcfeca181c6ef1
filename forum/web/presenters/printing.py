"""A thread as it is put on paper."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from forum.curation.models import Summary
from forum.kernel import clock
from forum.threads.queries import PostRow
from forum.web.presenters.faces import Faces
from forum.web.presenters.parts import Person
from forum.web.reading import Reading

MOST = 500
"""Posts on one page for paper: about two hundred sheets."""


@dataclass(frozen=True, slots=True)
class PrintedPost:
    """A post without anything to do with it."""

    number: int
    person: Person
    at: dt.datetime
    html: Markup | None
    """`None` of a removed post."""


@dataclass(frozen=True, slots=True)
class PrintedThread:
    """What stands on the sheets beside the head of the thread."""

    channel: str
    address: str
    """In full: on paper nobody can follow a link."""
    at: dt.datetime
    posts: tuple[PrintedPost, ...]
    is_cut: bool
    """There are more posts than are printed."""
    summary: Markup | None
    """What the thread comes down to, where somebody has written it."""


def printed_thread(
    reading: Reading, posts: Sequence[PostRow], summary: Summary | None
) -> PrintedThread:
    """Return the sheets."""
    thread = reading.thread
    return PrintedThread(
        channel=thread.channel.name,
        address=url_for("threads.show", public_id=thread.public_id, _external=True),
        at=clock.now(),
        posts=_posts(posts),
        is_cut=thread.highest_number > MOST,
        summary=None if summary is None else Markup(summary.html),  # noqa: S704 - cleaned, too
    )


def _posts(posts: Sequence[PostRow]) -> tuple[PrintedPost, ...]:
    faces = Faces()
    return tuple(
        PrintedPost(
            number=post.number,
            person=faces.person(post.author),
            at=post.created_at,
            html=None if post.removed_at else Markup(post.html),  # noqa: S704 - cleaned when written
        )
        for post in posts
    )
