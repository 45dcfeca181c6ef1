"""A small hub to search in."""

import datetime as dt

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.search.actions import index_people, index_thread
from forum.search.answers import Answer, Question, answer
from forum.threads.models import Thread
from tests.factories.threads import make_thread


def write(
    session: Session, channel: Channel, author: Actor, text: str, title: str = "Ohne Belang"
) -> Thread:
    """Return an indexed thread with this text."""
    thread = make_thread(session, channel, author, title, text)
    index_thread(session, thread.id)
    session.commit()
    return thread


def enrol(session: Session, *people: Actor) -> None:
    """Let people be found."""
    index_people(session, [person.id for person in people])
    session.commit()


def ask(session: Session, actor: Actor | None, text: str, **options: object) -> Answer:
    """Return what is found, as seen from UTC."""
    question = Question(text=text, **options)  # type: ignore[arg-type]
    return answer(session, actor, question, zone=dt.UTC)


def titles(found: Answer) -> list[str]:
    """Return the titles of the posts, in order."""
    return [post.title for post in found.posts]
