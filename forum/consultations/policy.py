"""Who may see a consultation, lead it, and do what in which phase; the same as SQL for lists.

Nobody from outside: administrators take no part in it, and so they see nothing of it.
"""

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from forum.accounts.models import Actor
from forum.channels import policy as channels
from forum.consultations.models import Consultation, Part, Phase, Taker
from forum.consultations.phases import MORE
from forum.kernel import clock
from forum.kernel.verdict import Allowed, Denied, Verdict, allowed_if

NO_CONSULTATION = "no_consultation"


def can_see_consultation(actor: Actor | None, own: Taker | None) -> Verdict:
    """Answer for those who take part, and nobody else."""
    if actor is None or not channels.is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    return allowed_if(own is not None and own.actor_id == actor.id, NO_CONSULTATION)


def visible_consultations(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Consultation`` that holds where `can_see_consultation` allows."""
    if actor is None or not channels.is_present(actor):
        return sa.false()
    own = sa.select(Taker.consultation_id).where(Taker.actor_id == actor.id)
    return Consultation.id.in_(own)


def can_take_action(actor: Actor | None, consultation: Consultation, own: Taker | None) -> Verdict:
    """Answer for those who take part while it goes on, unless they may write nowhere."""
    seen = can_see_consultation(actor, own)
    if not seen or actor is None:
        return seen
    if consultation.ended_at is not None:
        return Denied("consultation_over")
    return Denied("muted", actor.muted_until) if actor.is_muted else Allowed()


def can_lead_consultation(
    actor: Actor | None, consultation: Consultation, own: Taker | None
) -> Verdict:
    """Answer for its moderation, which goes on, extends, goes back, and ends."""
    acting = can_take_action(actor, consultation, own)
    if not acting:
        return acting
    return allowed_if(own is not None and own.part is Part.MODERATOR, "not_its_moderation")


def can_cast(actor: Actor | None, consultation: Consultation, own: Taker | None) -> Verdict:
    """Answer who brings people in and gives roles: the moderation, before the case is told."""
    leading = can_lead_consultation(actor, consultation, own)
    if not leading:
        return leading
    return allowed_if(consultation.phase is Phase.CASTING, "casting_over")


def can_hand_over(actor: Actor | None, consultation: Consultation, own: Taker | None) -> Verdict:
    """Answer who makes somebody else the moderation: the moderation, in any phase."""
    return can_lead_consultation(actor, consultation, own)


def can_take_over(
    actor: Actor | None, consultation: Consultation, own: Taker | None, moderator: Taker | None
) -> Verdict:
    """Answer who moderates instead of who is missing: an adviser.

    Missing is who may not take part or write any more, and who lets a phase be over for long.
    """
    acting = can_take_action(actor, consultation, own)
    if not acting:
        return acting
    if own is None or own.part not in {Part.ADVISER, Part.SCRIBE}:
        return Denied("not_an_adviser")
    until = consultation.phase_until
    is_missing = (
        moderator is None
        or not channels.is_present(moderator.actor)
        or moderator.actor.is_muted
        or (until is not None and until + MORE[consultation.pace] <= clock.now())
    )
    return allowed_if(is_missing, "moderation_is_there")


def can_promise(actor: Actor | None, consultation: Consultation, own: Taker | None) -> Verdict:
    """Answer for everybody in it, whether they may confirm the rules of confidence."""
    return can_take_action(actor, consultation, own)


def can_set_question(actor: Actor | None, consultation: Consultation, own: Taker | None) -> Verdict:
    """Answer who puts the question into words: case giver and moderation, in its phase."""
    return _in_phase(actor, consultation, own, Phase.QUESTION, "question_not_now")


def can_choose_method(
    actor: Actor | None, consultation: Consultation, own: Taker | None
) -> Verdict:
    """Answer who chooses how to advise: case giver and moderation, in its phase."""
    return _in_phase(actor, consultation, own, Phase.METHOD, "method_not_now")


def can_leave_consultation(actor: Actor | None, own: Taker | None) -> Verdict:
    """Answer for everybody in it: nobody has to stay, not even who may write nowhere."""
    return can_see_consultation(actor, own)


def can_share_result(actor: Actor | None, consultation: Consultation, own: Taker | None) -> Verdict:
    """Answer who agrees that the result becomes a report: the case giver, once it is over."""
    seen = can_see_consultation(actor, own)
    if not seen:
        return seen
    if consultation.ended_at is None:
        return Denied("consultation_goes_on")
    return allowed_if(own is not None and own.part is Part.GIVER, "not_the_case_giver")


def can_write_result(actor: Actor | None, consultation: Consultation, own: Taker | None) -> Verdict:
    """Answer who writes down what can be learned: everybody in it, once the case giver agrees."""
    seen = can_see_consultation(actor, own)
    if not seen or actor is None:
        return seen
    if actor.is_muted:
        return Denied("muted", actor.muted_until)
    is_shared = consultation.ended_at is not None and consultation.shared_at is not None
    return allowed_if(is_shared, "result_not_shared")


def _in_phase(
    actor: Actor | None,
    consultation: Consultation,
    own: Taker | None,
    phase: Phase,
    reason: str,
) -> Verdict:
    acting = can_take_action(actor, consultation, own)
    if not acting:
        return acting
    if own is None or own.part not in {Part.GIVER, Part.MODERATOR}:
        return Denied("not_giver_or_moderation")
    return allowed_if(consultation.phase is phase, reason)
