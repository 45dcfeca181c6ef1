"""Who may make a thread of a conversation, and what those who are quoted can still decide."""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from forum.accounts.models import Actor
from forum.channels import policy as channels
from forum.channels.models import Audience, Channel
from forum.kernel import clock
from forum.kernel.verdict import Allowed, Denied, Verdict, allowed_if
from forum.messaging.models import (
    Keeping,
    KeepingState,
    KeepingVoice,
    KeptPart,
    Room,
    RoomKind,
    Treatment,
)
from forum.messaging.policy import Belonging, can_read_room

# Who writes in a channel's room knows that others read it; so long they can object all the same.
TIME_TO_OBJECT = dt.timedelta(hours=24)
NO_KEEPING = "no_keeping"
_TOLD = (KeepingState.ASKED, KeepingState.PUBLISHED)
# How much of what somebody said is seen; once it is published there is no way back to more.
_SHOWN = {Treatment.NAMED: 2, Treatment.ANONYMOUS: 1, Treatment.WITHDRAWN: 0}


def can_keep(actor: Actor | None, room: Room, own: Belonging) -> Verdict:
    """Answer whether the actor may make a thread of what is said here: who reads it and may write.

    A peer consultation decides on its result by itself.
    """
    readable = can_read_room(actor, room, own)
    if not readable:
        return readable
    if room.kind is RoomKind.CONSULTATION:
        return Denied("consultation_stays")
    if actor is not None and actor.is_muted:
        return Denied("muted", actor.muted_until)
    return Allowed()


def needs_everybody(room: Room, target: Channel) -> bool:
    """Tell whether silence is no consent: the readers of the thread could not have read the room.

    `room` with its channel. People are invited one by one: what two groups have in common is
    nobody's business.
    """
    if room.kind is not RoomKind.CHANNEL or room.channel is None:
        return True
    if room.channel_id == target.id:
        return False
    is_group = target.audience is Audience.INVITED
    return is_group or not channels.is_within(target.audience, room.channel.audience)


def can_see_keeping(
    actor: Actor | None, keeping: Keeping, voices: Collection[KeepingVoice]
) -> Verdict:
    """Answer for the keeper, and for who was asked, once they were; nobody else is concerned."""
    if actor is None or not channels.is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    if keeping.keeper_id == actor.id:
        return Allowed()
    is_asked = any(voice.actor_id == actor.id for voice in voices)
    return allowed_if(is_asked and keeping.state in _TOLD, NO_KEEPING)


def visible_keepings(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Keeping`` that holds where :func:`can_see_keeping` allows."""
    if actor is None or not channels.is_present(actor):
        return sa.false()
    asked = sa.select(KeepingVoice.keeping_id).where(KeepingVoice.actor_id == actor.id)
    return sa.or_(
        Keeping.keeper_id == actor.id, sa.and_(Keeping.state.in_(_TOLD), Keeping.id.in_(asked))
    )


def can_edit_keeping(actor: Actor | None, keeping: Keeping) -> Verdict:
    """Answer for the keeper, until others were told what it is going to be."""
    own = _is_keeper(actor, keeping)
    if not own:
        return own
    return allowed_if(keeping.state is KeepingState.DRAFT, "keeping_not_a_draft")


def can_drop_keeping(actor: Actor | None, keeping: Keeping) -> Verdict:
    """Answer for the keeper, until there is a thread."""
    own = _is_keeper(actor, keeping)
    if not own:
        return own
    is_open = keeping.state in {KeepingState.DRAFT, KeepingState.ASKED}
    return allowed_if(is_open, "keeping_is_done")


def can_publish_keeping(
    actor: Actor | None,
    keeping: Keeping,
    voices: Sequence[KeepingVoice],
    parts: Sequence[KeptPart],
) -> Verdict:
    """Answer whether everybody who has a say has had it; the channel is asked by itself."""
    own = can_drop_keeping(actor, keeping)
    if not own:
        return own
    if keeping.state is KeepingState.DRAFT:
        return Denied("keeping_not_told")
    if not any(part.is_quoted for part in parts):
        return Denied("nothing_left_to_keep")
    return _has_everybody_had_their_say(keeping, voices)


def _has_everybody_had_their_say(keeping: Keeping, voices: Sequence[KeepingVoice]) -> Verdict:
    if any(voice.agrees is False for voice in voices):
        return Denied("somebody_disagrees")
    if all(voice.agrees for voice in voices):
        return Allowed()
    if keeping.needs_everybody or keeping.asked_at is None:
        return Denied("not_everybody_agreed")
    until = keeping.asked_at + TIME_TO_OBJECT
    return Allowed() if until <= clock.now() else Denied("time_to_object", until)


def can_answer_keeping(
    actor: Actor | None, keeping: Keeping, voices: Collection[KeepingVoice]
) -> Verdict:
    """Answer for who was asked, and for keepers about their own words, also when it is published.

    Who has lost other rights keeps this one: it is about what they said.
    """
    if actor is None:
        return Denied("signed_out")
    if keeping.state is KeepingState.DROPPED:
        return Denied("keeping_is_done")
    if actor.id == keeping.keeper_id:
        return Allowed()
    is_asked = any(voice.actor_id == actor.id for voice in voices)
    return allowed_if(is_asked and keeping.state in _TOLD, NO_KEEPING)


def can_treat(
    actor: Actor | None, part: KeptPart, treatment: Treatment, *, is_published: bool
) -> Verdict:
    """Answer for authors: how their words are quoted; once published, only ever less of them."""
    if actor is None or part.author_id != actor.id:
        return Denied("not_the_author")
    if is_published and _SHOWN[treatment] > _SHOWN[part.treatment]:
        return Denied("only_less_is_shown")
    return Allowed()


def _is_keeper(actor: Actor | None, keeping: Keeping) -> Verdict:
    if actor is None or not channels.is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    return allowed_if(keeping.keeper_id == actor.id, "not_the_keeper")
