"""What others see of a member, and how the member sees the hub."""

from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from forum.accounts.actions.locks import lock
from forum.accounts.actions.newcomers import Details
from forum.accounts.events import ProfileChanged
from forum.accounts.models import Account, Actor, ActorPicture, Appearance
from forum.accounts.policy import can_belong_to
from forum.accounts.queries import organisation_by_id
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.markup import clean_source
from forum.kernel.verdict import require

OFFERS_LIMIT = 2_000


def change_profile(session: Session, actor: Actor, details: Details, *, offers: str) -> Actor:
    """Change one's own profile. Raises `NotAllowed` for an organisation that only admins give."""
    lock(session, actor)
    if details.organisation_id != actor.organisation_id:
        require(
            can_belong_to(
                organisation_by_id(session, actor.organisation_id),
                organisation_by_id(session, details.organisation_id),
            )
        )
    details = details.cleaned()
    actor.name = details.name
    actor.function = details.function
    actor.organisation_id = details.organisation_id
    actor.city_id = details.city_id
    actor.offers = (
        clean_source(offers, limit=OFFERS_LIMIT, field="offers") if offers.strip() else ""
    )
    record(session, ProfileChanged(actor_id=actor.id), actor_id=actor.id)
    return actor


def change_picture(session: Session, actor: Actor, *, content: bytes) -> Actor:
    """Set one's picture: what `pictures.square_webp` has made of the upload."""
    lock(session, actor)
    now = clock.now()
    picture = session.get(ActorPicture, actor.id)
    if picture is None:
        session.add(ActorPicture(actor_id=actor.id, content=content, updated_at=now))
    else:
        picture.content = content
        picture.updated_at = now
    actor.picture_at = now
    record(session, ProfileChanged(actor_id=actor.id), actor_id=actor.id)
    return actor


def remove_picture(session: Session, actor: Actor) -> Actor:
    """Take one's picture away."""
    lock(session, actor)
    picture = session.get(ActorPicture, actor.id)
    if picture is not None:
        session.delete(picture)
        actor.picture_at = None
        record(session, ProfileChanged(actor_id=actor.id), actor_id=actor.id)
    return actor


def change_display(
    session: Session, account: Account, *, locale: str, appearance: Appearance, timezone: str
) -> Account:
    """Set language, colours and time zone of one's own pages and letters."""
    lock(session, account)
    if timezone not in available_timezones():
        raise Invalid("unknown_timezone", field="timezone")
    account.locale = locale
    account.appearance = appearance
    account.timezone = timezone
    return account
