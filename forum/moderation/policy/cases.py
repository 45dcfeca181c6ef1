"""Who decides cases, and the same as SQL for the queue.

A ``case`` has its ``channel`` loaded; ``membership`` is the actor's in that channel.
"""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from forum.accounts.models import Actor
from forum.channels import policy as channels
from forum.channels.models import Channel, Membership
from forum.kernel.verdict import Allowed, Denied, Verdict, allowed_if
from forum.moderation.models import Case, Measure

# They reach beyond every channel, and take away all that somebody has here.
ADMINS_ONLY = frozenset({Measure.SUSPEND, Measure.BAN})
# What an administrator meets with only from another one.
AMONG_ADMINS = ADMINS_ONLY | {Measure.MUTE}


def can_decide(actor: Actor | None, case: Case, membership: Membership | None) -> Verdict:
    """Answer for the moderation of the channel; without a channel, for the administrators.

    Nobody decides about themselves, nor about an objection to a decision of their own. It is also
    the answer to who may read a case: who it is about must not learn who gave notice.
    """
    if actor is None:
        return Denied("signed_out")
    if actor.is_muted:
        return Denied("muted", actor.muted_until)
    moderates = (
        allowed_if(channels.is_admin(actor), "admins_only")
        if case.channel is None
        else channels.can_moderate(actor, case.channel, membership)
    )
    if not moderates:
        return moderates
    if actor.id == case.about_id:
        return Denied("own_case")
    return allowed_if(actor.id != case.barred_id, "own_decision")


def decidable_cases(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Case`` that holds where `can_decide` allows."""
    if actor is None or not channels.may_write(actor):
        return sa.false()
    moderated = sa.select(Channel.id).where(channels.moderated_channels(actor)).correlate(None)
    reached: ColumnElement[bool] = Case.channel_id.in_(moderated)
    if channels.is_admin(actor):
        reached = sa.true()
    return sa.and_(
        reached,
        Case.about_id.is_distinct_from(actor.id),
        Case.barred_id.is_distinct_from(actor.id),
    )


def can_take(actor: Actor, measure: Measure, about: Actor | None) -> Verdict:
    """Answer whether whoever may decide may decide this: closing accounts is for administrators."""
    if channels.is_admin(actor):
        return Allowed()
    if measure in ADMINS_ONLY:
        return Denied("admins_only")
    if measure in AMONG_ADMINS and about is not None and about.is_admin:
        return Denied("admins_only")
    return Allowed()


def can_moderate_anything(actor: Actor | None, *, moderates_anywhere: bool) -> Verdict:
    """Answer whether there is a queue for the actor at all."""
    if not channels.is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    return allowed_if(channels.is_admin(actor) or moderates_anywhere, "moderators_only")


def can_keep_canned_texts(actor: Actor | None, *, moderates_anywhere: bool) -> Verdict:
    """Answer whether the actor may change the texts that all moderators use."""
    return can_moderate_anything(actor, moderates_anywhere=moderates_anywhere)


def holder_of(case: Case, now: dt.datetime) -> int | None:
    """Return who holds the case at this moment; a claim that ran out holds nothing."""
    if case.claimed_until is None or case.claimed_until <= now:
        return None
    return case.claimed_by_id
