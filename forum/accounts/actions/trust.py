"""Trust somebody, so that their posts never wait for release; end it."""

from sqlalchemy.orm import Session

from forum.accounts.actions.locks import lock
from forum.accounts.events import TrustEnded, TrustGiven
from forum.accounts.models import Actor
from forum.accounts.policy import can_trust
from forum.kernel.event_log import record
from forum.kernel.verdict import require


def trust(session: Session, actor: Actor, person: Actor) -> Actor:
    """Let what the person writes be published at once in every channel, and return them.

    What waits already goes on waiting. Raises `NotAllowed`.
    """
    require(can_trust(actor, person))
    lock(session, person)
    if not person.is_trusted:
        person.is_trusted = True
        record(session, TrustGiven(actor_id=person.id), actor_id=actor.id)
    return person


def end_trust(session: Session, actor: Actor, person: Actor) -> Actor:
    """Let the rules of the channels hold for the person as for anybody, and return them."""
    require(can_trust(actor, person))
    lock(session, person)
    if person.is_trusted:
        person.is_trusted = False
        record(session, TrustEnded(actor_id=person.id), actor_id=actor.id)
    return person
