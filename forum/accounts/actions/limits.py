"""Limits on an actor: reads but does not write, does not come in for a time, or never again.

Who may decide that, why, and how it is told is the moderation's business; here it takes effect.
"""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.actions.locks import lock
from forum.accounts.actions.sign_ins import end_other_sign_ins
from forum.accounts.events import ActorBanned, ActorMuted, ActorSuspended, SanctionLifted
from forum.accounts.models import Account, Actor
from forum.accounts.policy import can_come_in
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.verdict import require


def mute(session: Session, actor: Actor, person: Actor, *, until: dt.datetime) -> Actor:
    """Let the person read but not write; a longer limit that holds already stays.

    Raises `Invalid` ("until_past") for a moment that has passed.
    """
    person = _held(session, person)
    person.muted_until = _later(person.muted_until, until)
    record(session, ActorMuted(actor_id=person.id), actor_id=actor.id)
    return person


def suspend(session: Session, actor: Actor, person: Actor, *, until: dt.datetime) -> Actor:
    """Keep the person out for a time and end all sign-ins; a longer limit that holds stays.

    Raises `Invalid` ("until_past") for a moment that has passed, and `NotAllowed` where the actor
    was shut out meanwhile: of two who shut each other out, one does.
    """
    account, person = _held_with_account(session, actor, person)
    person.suspended_until = _later(person.suspended_until, until)
    if account is not None:
        end_other_sign_ins(session, account, keep=None)
    record(session, ActorSuspended(actor_id=person.id), actor_id=actor.id)
    return person


def ban(session: Session, actor: Actor, person: Actor) -> Actor:
    """Keep the person out for good and end all sign-ins. Raises `NotAllowed` as `suspend` does."""
    account, person = _held_with_account(session, actor, person)
    person.banned_at = person.banned_at or clock.now()
    if account is not None:
        end_other_sign_ins(session, account, keep=None)
    record(session, ActorBanned(actor_id=person.id), actor_id=actor.id)
    return person


def limit_again(
    session: Session,
    actor: Actor,
    person: Actor,
    *,
    measure: str,
    muted_until: dt.datetime | None,
    suspended_until: dt.datetime | None,
    is_banned: bool,
) -> Actor:
    """Take a limit back: what is left are those that other decisions have set.

    `measure` says which one was lifted: "mute", "suspend" or "ban".
    """
    person = _held(session, person)
    person.muted_until = muted_until
    person.suspended_until = suspended_until
    person.banned_at = (person.banned_at or clock.now()) if is_banned else None
    event = SanctionLifted(actor_id=person.id, measure=measure)
    record(session, event, actor_id=actor.id)
    return person


def _later(present: dt.datetime | None, until: dt.datetime) -> dt.datetime:
    if until <= clock.now():
        raise Invalid("until_past", field="until")
    return until if present is None else max(present, until)


def _held(session: Session, person: Actor) -> Actor:
    session.flush()  # Reading again would drop what this transaction has set.
    lock(session, person)
    return person


def _held_with_account(
    session: Session, actor: Actor, person: Actor
) -> tuple[Account | None, Actor]:
    """Hold the person, and who acts so that nobody shuts them out meanwhile.

    The accounts first, as signing in does: it finds the limit, or is ended by it. All in the order
    of their keys, so that of two who do this to each other the second one waits.
    """
    session.flush()  # Reading again would drop what this transaction has set.
    accounts = session.scalars(
        sa.select(Account)
        .where(Account.actor_id.in_([actor.id, person.id]))
        .order_by(Account.id)
        .with_for_update(of=Account)
        .execution_options(populate_existing=True)
    ).all()
    for one in sorted({actor, person}, key=lambda one: one.id):
        lock(session, one)
    require(can_come_in(actor))
    return next((one for one in accounts if one.actor_id == person.id), None), person
