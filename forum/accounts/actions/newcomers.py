"""From somebody who may join to a member: actor, account and consents in one step."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Self

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.accounts.actions.locks import lock
from forum.accounts.events import AccountOpened, AdminAppointed
from forum.accounts.handles import handle_from
from forum.accounts.models import (
    Account,
    AccountState,
    Actor,
    Application,
    ApplicationState,
    Consent,
    Role,
)
from forum.accounts.queries import taken_handles
from forum.kernel import clock
from forum.kernel.errors import Conflict
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line

NAME_LIMIT = 120
FUNCTION_LIMIT = 160
ORGANISATION_LIMIT = 200
DOCUMENTS = ("rules", "privacy")
_ATTEMPTS = 20


@dataclass(frozen=True, kw_only=True)
class Details:
    """Who somebody is: what stands above their posts."""

    name: str
    function: str = ""
    organisation_id: int | None = None
    other_organisation: str = ""
    city_id: int | None = None

    def cleaned(self) -> Self:
        """Return the details as they are kept. Raises `Invalid` for the field that cannot be."""
        return replace(
            self,
            name=clean_line(self.name, limit=NAME_LIMIT, field="name"),
            function=_optional_line(self.function, limit=FUNCTION_LIMIT, field="function"),
            other_organisation=_optional_line(
                self.other_organisation, limit=ORGANISATION_LIMIT, field="other_organisation"
            ),
        )


def _optional_line(text: str, *, limit: int, field: str) -> str:
    return clean_line(text, limit=limit, field=field) if text.strip() else ""


def open_account(
    session: Session,
    details: Details,
    *,
    email: str,
    password_hash: str,
    locale: str,
    timezone: str,
    documents_version: str,
    consented_at: dt.datetime | None = None,
) -> Account:
    """Make the actor and the account of somebody whose address is confirmed.

    An application of the same address that still waits is settled by it. Raises `Conflict`
    ("has_account") where the address has an account already.
    """
    now = clock.now()
    actor = _make_actor(session, details.cleaned())
    account = Account(
        actor=actor,
        email=email,
        email_confirmed_at=now,
        password_hash=password_hash,
        state=AccountState.ACTIVE,
        locale=locale,
        timezone=timezone,
    )
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError:
        raise Conflict("has_account") from None
    _give_consents(session, account, documents_version, consented_at or now)
    _settle_applications(session, email, now)
    record(session, AccountOpened(account_id=account.id, actor_id=actor.id), actor_id=actor.id)
    return account


def _give_consents(session: Session, account: Account, version: str, at: dt.datetime) -> None:
    session.add_all(
        Consent(account_id=account.id, document=document, version=version, given_at=at)
        for document in DOCUMENTS
    )


def _settle_applications(session: Session, email: str, now: dt.datetime) -> None:
    session.execute(
        sa.update(Application)
        .where(Application.email == email, Application.state == ApplicationState.WAITING)
        .values(state=ApplicationState.ACCEPTED, decided_at=now)
    )


def _make_actor(session: Session, details: Details) -> Actor:
    """Insert the actor under a handle of their own, also when two of one name come at once."""
    stem = handle_from(details.name)
    for _ in range(_ATTEMPTS):
        actor = Actor(
            handle=_free_handle(stem, taken_handles(session, stem)),
            name=details.name,
            function=details.function,
            organisation_id=details.organisation_id,
            city_id=details.city_id,
        )
        try:
            with session.begin_nested():
                session.add(actor)
        except IntegrityError:
            continue
        return actor
    raise Conflict("busy")


def _free_handle(stem: str, taken: set[str]) -> str:
    number, handle = 1, stem
    while handle in taken:
        number += 1
        handle = f"{stem}{number}"
    return handle


def appoint_admin(session: Session, person: Actor) -> Actor:
    """Let this actor run the hub. Only the operator, at the command line, can do that."""
    lock(session, person)
    if person.role is not Role.ADMIN:
        person.role = Role.ADMIN
        record(session, AdminAppointed(actor_id=person.id))
    return person
