"""People as pages show them."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from markupsafe import Markup

from forum.accounts.models import Actor
from forum.accounts.policy import can_see_profile, can_trust
from forum.kernel.markup import render
from forum.web.auth import current_actor
from forum.web.presenters.parts import Person, initials, tone


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything a profile shows."""

    person: Person
    handle: str
    function: str
    offers: Markup
    since: datetime
    is_own: bool
    is_admin: bool
    is_trusted: bool | None = None
    """For admins, of others than admins: whether what they write never waits for release."""


def person_of(actor: Actor, *, role: str | None = None) -> Person:
    """Return how an actor is shown to this reader (organisation and city must be loaded).

    Name, organisation and city stand above every post; profile and picture are for members.
    """
    is_open = bool(can_see_profile(current_actor(), actor))
    return Person(
        name=actor.name,
        initials=initials(actor.name),
        tone=tone(actor.public_id),
        url=url_for("profiles.show", handle=actor.handle) if is_open else None,
        avatar_url=avatar_url(actor) if is_open else None,
        organisation=actor.organisation.name if actor.organisation else None,
        city=actor.city.name if actor.city else None,
        role=role,
    )


def avatar_url(actor: Actor) -> str | None:
    """Return the address of the actor's picture; it changes with the picture."""
    if actor.picture_at is None:
        return None
    version = int(actor.picture_at.timestamp() * 1000)
    return url_for("profiles.picture", handle=actor.handle, v=version)


def profile_of(actor: Actor) -> Profile:
    """Return the profile as this reader sees it."""
    reader = current_actor()
    return Profile(
        person=person_of(actor),
        handle=actor.handle,
        function=actor.function,
        offers=Markup(render(actor.offers).html) if actor.offers else Markup(),  # noqa: S704 - cleaned
        since=actor.created_at,
        is_own=reader is not None and actor.id == reader.id,
        is_admin=actor.is_admin,
        is_trusted=actor.is_trusted if can_trust(reader, actor) else None,
    )
