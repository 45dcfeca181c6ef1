"""Threads and posts, made by the actions that everybody uses."""

import itertools
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel, Tag
from forum.kernel import clock
from forum.threads import actions
from forum.threads.models import Poll, PollOption, Post, Thread, ThreadKind
from forum.threads.text import compose

_numbers = itertools.count(1)


def make_thread(
    session: Session,
    channel: Channel,
    author: Actor,
    title: str = "Wer trägt den Eigenanteil?",
    text: str = "Bei uns übernimmt ihn die Stadt. Wie ist das anderswo?",
    *,
    places: Sequence[Channel] = (),
) -> Thread:
    """Return a thread with its opening post; its home is loaded."""
    thread = actions.start_thread(
        session, author, channel, title=title, text=compose(text), places=places
    )
    session.commit()
    thread.channel = channel
    return thread


def make_reply(session: Session, thread: Thread, author: Actor, text: str | None = None) -> Post:
    """Return a reply."""
    post = actions.reply(
        session, author, thread, text=compose(text or f"Antwort Nummer {next(_numbers)}.")
    )
    session.commit()
    return post


def add_replies(session: Session, thread: Thread, author: Actor, count: int) -> None:
    """Add many replies at once, with true counters; nothing is recorded."""
    now = clock.now()
    first = thread.highest_number + 1
    session.add_all(
        Post(
            thread_id=thread.id,
            author_id=author.id,
            number=number,
            source=f"Beitrag {number}",
            html=f"<p>Beitrag {number}</p>",
            excerpt=f"Beitrag {number}",
            created_at=now,
            visible_at=now,
        )
        for number in range(first, first + count)
    )
    thread.highest_number += count
    thread.post_count += count
    thread.reply_count += count
    thread.last_post_number = thread.highest_number
    thread.last_post_at = now
    session.commit()


def opening_post(session: Session, thread: Thread) -> Post:
    """Return the first post of the thread."""
    return session.query(Post).filter_by(thread_id=thread.id, number=1).one()


def make_poll(session: Session, channel: Channel, author: Actor, **plan: Any) -> Thread:  # noqa: ANN401
    """Return a thread with a poll; `plan` as `PollPlan` takes it."""
    asked = actions.PollPlan(**{"options": ("Montag", "Dienstag", "Mittwoch"), **plan})
    thread = actions.start_thread(
        session,
        author,
        channel,
        title="Wann treffen wir uns?",
        text=compose("Bitte kreuzen Sie an."),
        plan=actions.ThreadPlan(kind=ThreadKind.POLL, poll=asked),
    )
    session.commit()
    thread.channel = channel
    return thread


def make_question(session: Session, channel: Channel, author: Actor, **plan: Any) -> Thread:  # noqa: ANN401
    """Return a question."""
    thread = actions.start_thread(
        session,
        author,
        channel,
        title="Wer trägt den Eigenanteil?",
        text=compose("Bei uns übernimmt ihn die Stadt. Wie ist das anderswo?"),
        plan=actions.ThreadPlan(kind=ThreadKind.QUESTION, **plan),
    )
    session.commit()
    thread.channel = channel
    return thread


def make_tag(session: Session, name: str, *synonyms: str, archived: bool = False) -> Tag:
    """Return a tag of the vocabulary; its slug is the name in small letters."""
    tag = Tag(
        slug=name.casefold().replace(" ", "-"),
        name=name,
        synonyms="\n".join(synonyms),
        archived_at=clock.now() if archived else None,
    )
    session.add(tag)
    session.commit()
    return tag


def options_of(session: Session, thread: Thread) -> list[str]:
    """Return the public ids of a poll's options, as they are listed."""
    found = session.query(PollOption.public_id).join(Poll, Poll.id == PollOption.poll_id)
    return [row[0] for row in found.filter(Poll.thread_id == thread.id).order_by("position")]
