"""Give a thread a better title; giving it another one is the inverse."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.queries import membership_of
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line
from forum.kernel.verdict import require
from forum.threads.actions.locks import hold_thread
from forum.threads.actions.note_down import note_down
from forum.threads.events import ThreadRenamed
from forum.threads.models import Thread
from forum.threads.policy import can_rename
from forum.threads.text import TITLE_LIMIT


def retitle(session: Session, actor: Actor, thread: Thread, *, title: str) -> Thread:
    """Give the thread this title and return it; the text below it stays as it is.

    Raises `NotAllowed`, and `Invalid` for the field ``title``.
    """
    thread = hold_thread(session, thread.id)
    require(can_rename(actor, thread, membership_of(session, actor, thread.channel_id)))
    rename(session, actor, thread, clean_line(title, limit=TITLE_LIMIT, field="title"))
    return thread


def rename(session: Session, actor: Actor, thread: Thread, title: str) -> None:
    """Write a cleaned title on a held thread; where others than the author do, a line says so."""
    former = thread.title
    if title == former:
        return
    thread.title = title
    if actor.id != thread.author_id:
        note_down(session, thread, "renamed", actor=actor, former=former)
    event = ThreadRenamed(thread_id=thread.id, former=former, title=title)
    record(session, event, actor_id=actor.id)
