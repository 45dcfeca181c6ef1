"""Letters of archives, made by hand."""

import datetime as dt

from sqlalchemy.orm import Session

from forum.channels.models import Channel
from forum.imports.actions import Outcome, begin, take_in
from forum.imports.conversations import Links, hashed
from forum.imports.letters import Batch, Letter
from forum.imports.models import ArchiveImport
from forum.imports.senders import Sender
from forum.imports.subjects import subject_of
from forum.threads.text import compose

FIRST = dt.datetime(2012, 1, 5, 10, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def make_letter(
    message_id: str,
    subject: str = "Sommerfest",
    *,
    named: tuple[str, ...] = (),
    email: str = "anna@example.org",
    at: dt.datetime = FIRST,
    text: str = "Wer kommt?",
) -> Letter:
    """Return a letter; `named` are the letters it names, the first of all first."""
    told = subject_of(subject)
    keys = [hashed(one) for one in named]
    return Letter(
        links=Links(
            key=hashed(message_id),
            named=tuple(reversed(keys)),
            root=keys[0] if keys else "",
            subject=told.key,
            is_answer=told.is_answer,
            at=at,
        ),
        sender=Sender(email, email.partition("@")[0].title()),
        title=told.title,
        text=compose(text) if text else None,
        reason="" if text else "empty",
    )


def begin_import(session: Session, channel: Channel, fingerprint: str = "f") -> ArchiveImport:
    """Return an import that is running."""
    archive = begin(session, channel, name="liste.mbox", fingerprint=fingerprint, size=10_000)
    session.commit()
    return archive


def bring(session: Session, archive: ArchiveImport, channel: Channel, *letters: Letter) -> Outcome:
    """Take the letters in, as the next part of the archive."""
    batch = Batch(archive.position, archive.position + len(letters), letters)
    outcome = take_in(session, archive, channel, batch)
    session.commit()
    return outcome
