"""Give a thread another home channel; its inverse is to move it back, where no more people read."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.actions.first_words import remember_first_words
from forum.channels.models import Channel
from forum.channels.queries import membership_of
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.threads.actions.counting import count_channels
from forum.threads.actions.locks import hold_actor, hold_channels, hold_thread, placements_of
from forum.threads.actions.note_down import note_down
from forum.threads.events import ThreadMoved
from forum.threads.models import Placement, Thread
from forum.threads.policy import can_move
from forum.threads.text import clean_reason


def move(
    session: Session, actor: Actor, thread: Thread, *, to: Channel, reason: str = ""
) -> Thread:
    """Let the thread stand at home in `to`, and no longer where it was; return it.

    Who may read it is decided by `to` from now on: as many people as before, or fewer. Moving it to
    where it is changes nothing. Raises `NotAllowed`, `Invalid` ``too_long``, and `Conflict`
    ``audience_changed``.
    """
    hold_actor(session, actor)
    thread = hold_thread(session, thread.id)
    shown_in = {*placements_of(session, thread), to.id}
    hold_channels(session, shown_in)
    # As they are now that nobody can change them.
    for channel in (thread.channel, to):
        session.refresh(channel, attribute_names=["archived_at", "audience", "posting"])
    here = membership_of(session, actor, thread.channel_id)
    require(can_move(actor, thread, here, to, membership_of(session, actor, to.id)))
    if thread.channel_id == to.id:
        return thread
    former, reason = thread.channel, clean_reason(reason)
    session.execute(
        sa.delete(Placement).where(
            Placement.thread_id == thread.id, Placement.channel_id.in_([former.id, to.id])
        )
    )
    session.add(Placement(channel_id=to.id, thread_id=thread.id, is_home=True))
    thread.channel_id = to.id
    thread.channel = to
    count_channels(session, shown_in)
    remember_first_words(session, to)
    note_down(session, thread, "moved", actor=actor, former=former.name, to=to.name, reason=reason)
    event = ThreadMoved(
        thread_id=thread.id, from_channel_id=former.id, to_channel_id=to.id, reason=reason
    )
    record(session, event, actor_id=actor.id)
    return thread
