"""Watch for a word; its inverse is `end_watching`."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line
from forum.kernel.verdict import require
from forum.kernel.words import folded_text
from forum.screening.events import WatchingEnded, WordWatched
from forum.screening.models import WatchedFor, WatchedWord
from forum.screening.policy import can_watch_words
from forum.screening.queries import watched_words

PHRASE_LIMIT = 120
NOTE_LIMIT = 300
MOST_WORDS = 500
"""Each post is compared with all of them while it is published."""


def watch_word(
    session: Session, actor: Actor, *, phrase: str, watched_for: WatchedFor, note: str = ""
) -> WatchedWord:
    """Watch for a word or phrase and return it; of one that is watched already, change what for.

    Spellings that cannot be told apart in a text are the same word. Raises `NotAllowed`, `Invalid`
    for ``phrase`` or ``note``, and `Conflict` ``too_many_words``.
    """
    require(can_watch_words(actor))
    phrase = clean_line(phrase, limit=PHRASE_LIMIT, field="phrase")
    note = clean_line(note, limit=NOTE_LIMIT, field="note", may_be_empty=True)
    folded = folded_text(phrase)
    if not folded.strip():
        raise Invalid("nothing_to_find", field="phrase")
    present = watched_words(session)
    word = next((one for one in present if folded_text(one.phrase) == folded), None)
    if word is None:
        if len(present) >= MOST_WORDS:
            raise Conflict("too_many_words", limit=MOST_WORDS)
        word = WatchedWord(phrase=phrase, added_by_id=actor.id, created_at=clock.now())
        session.add(word)
    word.watched_for = watched_for
    word.note = note
    session.flush()
    event = WordWatched(word_id=word.id, phrase=word.phrase, watched_for=watched_for.value)
    record(session, event, actor_id=actor.id)
    return word


def end_watching(session: Session, actor: Actor, public_id: str) -> None:
    """Do not watch for this word any more; what is not on the list is not watched for.

    Raises `NotAllowed`.
    """
    require(can_watch_words(actor))
    word = session.scalars(
        sa.select(WatchedWord).where(WatchedWord.public_id == public_id)
    ).one_or_none()
    if word is None:
        return
    session.delete(word)
    event = WatchingEnded(word_id=word.id, phrase=word.phrase)
    record(session, event, actor_id=actor.id)
