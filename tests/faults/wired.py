"""The hub as the fault tests run it: two subscribers more, which leave traces that can be counted.

Loaded by the real commands instead of ``wsgi``: ``flask --app tests.faults.wired forum web``.
"""

from flask import Flask
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy.orm import Session

from forum.app import create_app
from forum.cli import forum
from forum.jobs.relay import Subscribers
from forum.mail.letters import queue_letter
from forum.settings import Settings
from forum.threads.events import PostPublished
from forum.wiring import SUBSCRIBERS
from tests.jobs.bells import leave_trace

_TEMPLATES = {
    "mail/notice/subject.txt": "{{ post_id }}",
    "mail/notice/body.txt": "There is a new post.",
    "mail/notice/body.html": "<p>There is a new post.</p>",
}


def count(session: Session, event: PostPublished) -> None:
    """Leave a trace without looking whether there is one: run twice, it would show."""
    leave_trace(session, "count", event.post_id)


def write_letter(session: Session, event: PostPublished) -> None:
    """Write a letter about the post."""
    queue_letter(
        session, to="reader@example.org", locale="de", letter="notice", post_id=event.post_id
    )


def make_app() -> Flask:
    """Return the hub with both subscribers."""
    assert isinstance(SUBSCRIBERS, dict)
    wired: Subscribers = {**SUBSCRIBERS, PostPublished: (count, write_letter)}
    SUBSCRIBERS.update(wired)
    app = create_app(Settings.from_env())
    assert app.jinja_env.loader is not None
    app.jinja_env.loader = ChoiceLoader([DictLoader(_TEMPLATES), app.jinja_env.loader])
    app.cli.add_command(forum)
    return app


app = make_app()
