"""Actors, accounts, organisations and cities."""

import itertools
import secrets

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import (
    Account,
    AccountState,
    Actor,
    Application,
    ApplicationState,
    City,
    CityStatus,
    Organisation,
    OrganisationKind,
    Role,
    SignIn,
)
from forum.accounts.passwords import Passwords
from forum.accounts.queries import key_hash
from forum.kernel import clock

# As cheap as the settings of the tests ask for.
PASSWORDS = Passwords(memory=32)
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
    password: str = "",
    locale: str = "de",
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
            password_hash=PASSWORDS.hash(password) if password else "!",
            state=state,
            locale=locale,
        )
    )
    session.commit()
    return actor


def make_application(
    session: Session,
    *,
    email: str,
    password: str = "",
    state: ApplicationState = ApplicationState.WAITING,
    **values: object,
) -> Application:
    """Return an application; its address is confirmed unless the state says otherwise."""
    application = Application(
        **{
            "form_key": secrets.token_hex(16),
            "email": email,
            "password_hash": PASSWORDS.hash(password) if password else "!",
            "name": "Bea Bewerberin",
            "reason": "Ich betreue den Stadtteil West.",
            "locale": "en",
            "documents_version": "2026-11",
            "state": state,
            "confirmed_at": None if state is ApplicationState.UNCONFIRMED else clock.now(),
            **values,
        }
    )
    session.add(application)
    session.commit()
    return application


def account_of(session: Session, actor: Actor) -> Account:
    """Return the login of a local actor, as it stands in the database now."""
    return session.scalars(
        sa.select(Account)
        .where(Account.actor_id == actor.id)
        .execution_options(populate_existing=True)
    ).one()


def sign_in(client: FlaskClient, session: Session, actor: Actor) -> None:
    """Sign the browser in as this actor, without the form."""
    key = secrets.token_urlsafe(16)
    account = session.query(Account).filter_by(actor_id=actor.id).one()
    session.add(SignIn(account_id=account.id, key_hash=key_hash(key), last_seen_at=clock.now()))
    session.commit()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = key
        cookie["_fresh"] = True
