"""Write a line about a thread between its posts; lines are never taken back."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.threads.models import Thread, ThreadNote


def note_down(
    session: Session,
    thread: Thread,
    verb: str,
    *,
    actor: Actor | None = None,
    after: int | None = None,
    **values: object,
) -> ThreadNote:
    """Add a line to a held thread: after its last post, or `after` this number; return it.

    `verb` is a code that has its sentence in `forum.web.texts.notes`; `values` are plain and stand
    in it. Everybody who reads the thread reads them: name nothing that not all of them may read.
    """
    note = ThreadNote(
        thread_id=thread.id,
        after_number=thread.highest_number if after is None else after,
        verb=verb,
        values=values,
        actor_id=None if actor is None else actor.id,
    )
    session.add(note)
    return note
