"""Actors, accounts, organisations and cities."""

import itertools
import secrets

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import (
    Account,
    AccountState,
    Actor,
    City,
    CityStatus,
    Organisation,
    OrganisationKind,
    Role,
    SignIn,
)
from forum.accounts.queries import key_hash
from forum.kernel import clock

_numbers = itertools.count(1)


def make_city(session: Session, name: str = "Musterstadt", **values: object) -> City:
    """Return a city with a key of its own."""
    number = next(_numbers)
    city = City(
        **{
            "municipality_key": f"14{number:06}",
            "slug": f"stadt{number}",
            "name": name,
            "district": "Landkreis Beispiel",
            "latitude": 51.0,
            "longitude": 13.0,
            "status": CityStatus.VERIFIED,
            **values,
        }
    )
    session.add(city)
    session.commit()
    return city


def make_organisation(
    session: Session, kind: OrganisationKind = OrganisationKind.BEARER, **values: object
) -> Organisation:
    """Return an organisation of this kind."""
    number = next(_numbers)
    organisation = Organisation(
        **{
            "slug": f"organisation{number}",
            "name": f"Verein Nummer {number}",
            "kind": kind,
            **values,
        }
    )
    session.add(organisation)
    session.commit()
    return organisation


def make_actor(
    session: Session,
    name: str = "Ada Beispiel",
    *,
    role: Role = Role.MEMBER,
    organisation: Organisation | None = None,
    city: City | None = None,
    state: AccountState = AccountState.ACTIVE,
) -> Actor:
    """Return a local person with an account that can sign in; organisation and city are loaded."""
    number = next(_numbers)
    actor = Actor(
        handle=f"{name.split(maxsplit=1)[0].lower()}{number}",
        name=name,
        role=role,
        organisation=organisation,
        city=city,
    )
    session.add(actor)
    session.flush()
    session.add(
        Account(
            actor_id=actor.id,
            email=f"{actor.handle}@example.org",
            email_confirmed_at=clock.now(),
            password_hash="!",
            state=state,
        )
    )
    session.commit()
    return actor


def sign_in(client: FlaskClient, session: Session, actor: Actor) -> None:
    """Sign the browser in as this actor, without the form."""
    key = secrets.token_urlsafe(16)
    account = session.query(Account).filter_by(actor_id=actor.id).one()
    session.add(SignIn(account_id=account.id, key_hash=key_hash(key), last_seen_at=clock.now()))
    session.commit()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = key
        cookie["_fresh"] = True
