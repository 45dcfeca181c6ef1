"""Keeping the promise of a channel's audience to those who write in it."""

from sqlalchemy.orm import Session

from forum.channels.actions.locking import lock_channel
from forum.channels.models import Channel
from forum.channels.policy import is_within
from forum.kernel import clock
from forum.kernel.errors import Conflict
from forum.kernel.verdict import allowed_if, require


def remember_first_words(session: Session, channel: Channel) -> None:
    """Remember that somebody has written here; its audience can only become narrower from now on.

    Call it with the channel as it was when the author was allowed to write. Raises ``Conflict``
    ``audience_changed`` where it was widened in the same moment: they agreed to fewer readers; and
    ``NotAllowed`` where it was archived.
    """
    promised = channel.audience
    held = lock_channel(session, channel)
    if not is_within(held.audience, promised):
        raise Conflict("audience_changed")
    require(allowed_if(held.archived_at is None, "channel_archived"))
    if held.first_written_at is None:
        held.first_written_at = clock.now()
        session.flush()
