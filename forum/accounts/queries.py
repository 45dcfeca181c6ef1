"""Reading accounts, actors and where they belong."""

import datetime as dt
import hashlib
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from forum.accounts.models import (
    Account,
    AccountState,
    Actor,
    ActorPicture,
    Application,
    ApplicationState,
    City,
    EmailChange,
    FeedKey,
    Invitation,
    Organisation,
    PasswordReset,
    Role,
    SignIn,
)
from forum.accounts.policy import let_in, readable_applications, readable_profiles
from forum.kernel import clock
from forum.kernel.errors import NotFound

# Asked with every request, and so not put together each time.
_SIGN_IN = (
    sa.select(SignIn)
    .join(SignIn.account)
    .join(Actor, Actor.id == Account.actor_id)
    .where(
        SignIn.key_hash == sa.bindparam("key_hash"),
        SignIn.ended_at.is_(None),
        SignIn.last_seen_at > sa.bindparam("seen_after"),
        Account.state == AccountState.ACTIVE,
        let_in(sa.bindparam("now")),
    )
    .options(
        joinedload(SignIn.account)
        .joinedload(Account.actor)
        .options(joinedload(Actor.organisation), joinedload(Actor.city))
    )
)


def key_hash(key: str) -> str:
    """Return what is stored of a sign-in key."""
    return hashlib.sha256(key.encode()).hexdigest()


def sign_in_by_key(session: Session, key: str, *, seen_after: dt.datetime) -> SignIn | None:
    """Return the running sign-in with its active account, actor, organisation and city."""
    asked = {"key_hash": key_hash(key), "seen_after": seen_after, "now": clock.now()}
    return session.scalars(_SIGN_IN, asked).one_or_none()


def account_by_feed_key(session: Session, key: str) -> Account | None:
    """Return the active account that this key reads feeds for, with its actor."""
    return session.scalars(
        sa.select(Account)
        .join(Account.actor)
        .join(FeedKey, FeedKey.account_id == Account.id)
        .where(
            FeedKey.key_hash == key_hash(key),
            Account.state == AccountState.ACTIVE,
            Actor.closed_at.is_(None),
            let_in(),
        )
        .options(*_whole_actor())
    ).one_or_none()


def feed_key_of(session: Session, account: Account) -> FeedKey | None:
    """Return the account's key, of which only the hash is known; ``None``: it has none."""
    return session.get(FeedKey, account.id, populate_existing=True)


def running_sign_ins(
    session: Session, account: Account, *, seen_after: dt.datetime
) -> Sequence[SignIn]:
    """Return where the account is signed in, last used first."""
    return session.scalars(
        sa.select(SignIn)
        .where(
            SignIn.account_id == account.id,
            SignIn.ended_at.is_(None),
            SignIn.last_seen_at > seen_after,
        )
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
    ).all()


def account_by_email(session: Session, email: str) -> Account | None:
    """Return the active account with this address (in the stored spelling), with its actor."""
    return session.scalars(
        sa.select(Account)
        .where(Account.email == email, Account.state == AccountState.ACTIVE)
        .options(*_whole_actor())
    ).one_or_none()


def waiting_application_by_email(session: Session, email: str) -> Application | None:
    """Return the application with this address that waits for a decision."""
    return session.scalars(
        sa.select(Application).where(
            Application.email == email, Application.state == ApplicationState.WAITING
        )
    ).one_or_none()


def account_with_actor(session: Session, account_id: int) -> Account:
    """Return the account with its actor, organisation and city."""
    return session.scalars(
        sa.select(Account)
        .where(Account.id == account_id)
        .options(*_whole_actor())
        .execution_options(populate_existing=True)
    ).one()


def admin_accounts(session: Session) -> Sequence[Account]:
    """Return the accounts of all who run the hub."""
    return session.scalars(
        sa.select(Account)
        .join(Account.actor)
        .where(
            Actor.role == Role.ADMIN,
            Actor.closed_at.is_(None),
            let_in(),
            Account.state == AccountState.ACTIVE,
        )
        .order_by(Account.id)
        .options(joinedload(Account.actor))
    ).all()


def actor_by_id(session: Session, actor_id: int) -> Actor | None:
    """Return the actor, if there still is one."""
    return session.get(Actor, actor_id)


def _whole_actor() -> tuple[ORMOption, ...]:
    actor = joinedload(Account.actor)
    return (actor.joinedload(Actor.organisation), actor.joinedload(Actor.city))


def application_by_public_id(session: Session, public_id: str) -> Application:
    """Return the application, with organisation and city. Raises `NotFound` ("link")."""
    found = session.scalars(
        sa.select(Application)
        .where(Application.public_id == public_id)
        .options(joinedload(Application.organisation), joinedload(Application.city))
    ).one_or_none()
    if found is None:
        raise NotFound("link")
    return found


def application_for(session: Session, actor: Actor | None, public_id: str) -> Application:
    """Return an application that the actor may read. Raises `NotFound` ("no_such_application")."""
    found = session.scalars(
        sa.select(Application)
        .where(Application.public_id == public_id, readable_applications(actor))
        .options(joinedload(Application.organisation), joinedload(Application.city))
    ).one_or_none()
    if found is None:
        raise NotFound("no_such_application")
    return found


def waiting_applications(session: Session, actor: Actor | None) -> Sequence[Application]:
    """Return what waits for a decision, oldest first, with organisation and city."""
    return session.scalars(
        sa.select(Application)
        .where(Application.state == ApplicationState.WAITING, readable_applications(actor))
        .order_by(Application.confirmed_at, Application.id)
        .options(joinedload(Application.organisation), joinedload(Application.city))
    ).all()


def count_waiting_applications(session: Session, actor: Actor | None) -> int:
    """Return how many applications wait for this actor."""
    return (
        session.scalar(
            sa.select(sa.func.count())
            .select_from(Application)
            .where(Application.state == ApplicationState.WAITING, readable_applications(actor))
        )
        or 0
    )


def open_invitations(session: Session, *, now: dt.datetime) -> Sequence[Invitation]:
    """Return the invitations that can still be accepted, newest first."""
    return session.scalars(
        sa.select(Invitation)
        .where(
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.id.desc())
        .limit(200)
    ).all()


def invitation_by_public_id(session: Session, public_id: str, *, now: dt.datetime) -> Invitation:
    """Return an invitation that can still be accepted. Raises `NotFound` ("invitation_over")."""
    found = session.scalars(
        sa.select(Invitation).where(Invitation.public_id == public_id)
    ).one_or_none()
    if (
        found is None
        or found.accepted_at is not None
        or found.revoked_at is not None
        or found.expires_at <= now
    ):
        raise NotFound("invitation_over")
    return found


def good_password_reset(session: Session, public_id: str, *, now: dt.datetime) -> PasswordReset:
    """Return the reset if it can still be used. Raises `NotFound` ("reset_over")."""
    found = session.scalars(
        sa.select(PasswordReset).where(
            PasswordReset.public_id == public_id,
            PasswordReset.used_at.is_(None),
            PasswordReset.expires_at > now,
        )
    ).one_or_none()
    if found is None or not is_newest_reset(session, found):
        raise NotFound("reset_over")
    return found


def is_newest_reset(session: Session, reset: PasswordReset) -> bool:
    """Tell whether nobody has asked again for this address since."""
    newest = session.scalar(
        sa.select(sa.func.max(PasswordReset.id)).where(PasswordReset.email == reset.email)
    )
    return newest == reset.id


def email_change_by_public_id(session: Session, public_id: str) -> EmailChange:
    """Return the change of address, in whatever state. Raises `NotFound` ("link")."""
    found = session.scalars(
        sa.select(EmailChange).where(EmailChange.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise NotFound("link")
    return found


def open_email_change(
    session: Session, account: Account, *, now: dt.datetime
) -> EmailChange | None:
    """Return the change of address that waits for confirmation."""
    return session.scalars(
        sa.select(EmailChange)
        .where(
            EmailChange.account_id == account.id,
            EmailChange.ended_at.is_(None),
            EmailChange.expires_at > now,
        )
        .order_by(EmailChange.id.desc())
        .limit(1)
    ).one_or_none()


def person_by_handle(session: Session, actor: Actor | None, handle: str) -> Actor:
    """Return a local person whose profile the actor may see. Raises `NotFound`."""
    found = session.scalars(
        sa.select(Actor)
        .where(Actor.handle == handle, Actor.domain == "", readable_profiles(actor))
        .options(joinedload(Actor.organisation), joinedload(Actor.city))
    ).one_or_none()
    if found is None:
        raise NotFound("no_such_profile")
    return found


def picture_of(session: Session, person: Actor) -> ActorPicture:
    """Return the person's picture. Raises `NotFound` ("no_such_profile")."""
    found = session.get(ActorPicture, person.id)
    if found is None:
        raise NotFound("no_such_profile")
    return found


def organisation_by_id(session: Session, organisation_id: int | None) -> Organisation | None:
    """Return the organisation, if one is named and there still is."""
    return None if organisation_id is None else session.get(Organisation, organisation_id)


def choosable_organisations(session: Session) -> Sequence[Organisation]:
    """Return the organisations one can belong to, by name."""
    return session.scalars(
        sa.select(Organisation)
        .where(Organisation.archived_at.is_(None))
        .order_by(Organisation.name)
    ).all()


def choosable_cities(session: Session) -> Sequence[City]:
    """Return the cities one can belong to, by name."""
    return session.scalars(
        sa.select(City).where(City.archived_at.is_(None)).order_by(City.name)
    ).all()


def taken_handles(session: Session, stem: str) -> set[str]:
    """Return the local handles that begin with this one."""
    return set(
        session.scalars(
            sa.select(Actor.handle).where(
                Actor.domain == "", Actor.handle.startswith(stem, autoescape=True)
            )
        )
    )
