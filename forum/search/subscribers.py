"""What the index does when something has happened: it writes the present state down again.

So a repeated or late event does no harm, whatever else has happened since.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.events import AccountOpened, ProfileChanged
from forum.accounts.models import Actor
from forum.channels.programme.events import ProgrammeLoaded
from forum.imports.events import (
    AuthorshipTakenOver,
    ImportTakenBack,
    ThreadsImported,
)
from forum.messaging.events import MessageEdited, MessageRemoved, MessageRestored, MessageSent
from forum.search.actions import (
    follow_author,
    forget_removed,
    index_messages,
    index_opening_post,
    index_people,
    index_posts,
    index_tagged_threads,
    index_thread,
)
from forum.threads.events import (
    PostEdited,
    PostPublished,
    PostRemoved,
    PostRestored,
    ThreadMerged,
    ThreadMoved,
    ThreadRemoved,
    ThreadRenamed,
    ThreadRestored,
    ThreadSplit,
    ThreadTagged,
)


def note_post(
    session: Session, event: PostPublished | PostEdited | PostRemoved | PostRestored
) -> None:
    """Bring one post up to date."""
    index_posts(session, [event.post_id])


def note_message(
    session: Session, event: MessageSent | MessageEdited | MessageRemoved | MessageRestored
) -> None:
    """Bring one message up to date."""
    index_messages(session, [event.message_id])


def note_title(session: Session, event: ThreadRenamed | ThreadTagged) -> None:
    """Bring the post up to date that carries the title and the tags."""
    index_opening_post(session, event.thread_id)


def note_thread(session: Session, event: ThreadRemoved | ThreadRestored | ThreadMoved) -> None:
    """Bring all posts of a thread up to date: it was removed, restored, or moved."""
    index_thread(session, event.thread_id)


def note_carried(session: Session, event: ThreadMerged | ThreadSplit) -> None:
    """Bring the posts up to date that came from another thread."""
    index_thread(session, event.into_id)


def note_imported(session: Session, event: ThreadsImported) -> None:
    """Bring in what came from an archive."""
    index_posts(session, event.post_ids)


def note_taken_back(session: Session, event: ImportTakenBack) -> None:
    """Forget what came from an archive and is gone."""
    forget_removed(session, event.thread_ids)


def note_authorship(session: Session, event: AuthorshipTakenOver) -> None:
    """Let what a member took over be found as theirs."""
    follow_author(session, former_id=event.former_id, author_id=event.actor_id)


def note_person(session: Session, event: AccountOpened | ProfileChanged) -> None:
    """Bring a member up to date."""
    index_people(session, [event.actor_id])


def note_everybody(session: Session, _event: ProgrammeLoaded) -> None:
    """Bring all members up to date: their city or organisation may have another name."""
    index_people(session, session.scalars(sa.select(Actor.id)).all())


def note_tags(session: Session, _event: ProgrammeLoaded) -> None:
    """Bring all threads with tags up to date: a tag may have another name, or other synonyms."""
    index_tagged_threads(session)
