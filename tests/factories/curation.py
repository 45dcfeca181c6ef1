"""Summaries, suggested edits and collections, made by the actions that everybody uses."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.curation import actions
from forum.curation.models import Collection, Suggestion, Summary
from forum.curation.text import rendered
from forum.threads.models import Thread

TEXT = (
    "Die Stadt trägt den Eigenanteil.\n\n- Löbau: ganz\n\n- Bautzen: halb\n\nOffen ist der Sport."
)


def make_summary(session: Session, thread: Thread, writer: Actor, text: str = TEXT) -> Summary:
    """Let the thread have this summary, or another version of it."""
    present = session.get(Summary, thread.id)
    summary = actions.write_summary(
        session,
        writer,
        thread,
        source=text,
        version=present.version if present else 0,
        up_to=thread.highest_number,
    )
    session.commit()
    return summary


def make_suggestion(
    session: Session,
    thread: Thread,
    author: Actor,
    proposed: str,
    *,
    field: str = "",
    version: int = 1,
) -> Suggestion:
    """Let somebody suggest this wording."""
    suggestion = actions.suggest(
        session, author, thread, field=field, proposed=proposed, version=version
    )
    session.commit()
    return suggestion


def make_collection(
    session: Session, channel: Channel, author: Actor, title: str = "Eigenanteil finden"
) -> Collection:
    """Return a collection; its author moderates the channel."""
    collection = actions.begin_collection(
        session, author, channel, title=title, prose=rendered("Was **hilft**.")
    )
    session.commit()
    return collection
