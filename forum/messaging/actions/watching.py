"""Look for watched words in what is said in the room of a channel.

Chat cannot wait: what would hold a post is sent, and the moderation is asked to look at it. Only
where the posts of its author wait anyway, such words are not taken in: a thread can wait for its
release. Conversations of people are looked at by nobody.
"""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.messaging.events import MessageFlagged
from forum.messaging.models import Message, Room
from forum.messaging.policy import Belonging
from forum.screening.queries import words_in
from forum.threads.actions.screening import WORD, screen
from forum.threads.text import Text


def watched_in(
    session: Session, actor: Actor, room: Room, own: Belonging, text: Text, *, before: str = ""
) -> tuple[str, ...]:
    """Return the watched words of the text that did not stand in the folded text `before`.

    Raises `Invalid` ``word_waits``. `room` has its channel loaded.
    """
    if room.channel is None:
        return ()
    found = screen(session, actor, room.channel, own.membership, text)
    new = found.words
    if new and before:
        known = words_in(session, before)
        new = tuple(word for word in new if word not in known.hold + known.flag)
    if new and WORD in found.wait and len(found.wait) > 1:
        raise Invalid("word_waits", field="body")
    return new


def flag_message(session: Session, room: Room, message: Message, words: tuple[str, ...]) -> None:
    """Ask the moderation to look at the message, if anything was found in it."""
    if words:
        event = MessageFlagged(message_id=message.id, room_id=room.id, words=list(words))
        record(session, event, actor_id=message.author_id)
