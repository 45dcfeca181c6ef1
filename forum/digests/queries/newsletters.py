"""Reading newsletters, and whom one reaches."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Account, AccountState, Actor, Organisation, OrganisationKind
from forum.accounts.policy import let_in
from forum.channels.models import Membership
from forum.channels.policy import readers_of
from forum.digests.models import (
    Issue,
    IssueState,
    LetterKind,
    Newsletter,
    NewsletterState,
    Order,
)
from forum.digests.policy import readable_newsletters
from forum.kernel.errors import NotFound
from forum.mailboxes.models import Mailbox

PAGE = 100


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people a newsletter reaches, of those who have ordered it."""

    reached: int
    """Who gets it, as things stand now."""
    ordered: int
    """Everybody who has ordered newsletters."""
    left_out: int
    """Have ordered it and belong to the audience, and get none: pauses, addresses that fail."""


def kinds_written(kinds: Iterable[OrganisationKind]) -> str:
    """Return kinds of organisations as a newsletter keeps them: "|bearer|city|", "" for all."""
    values = sorted(kind.value for kind in kinds)
    return f"|{'|'.join(values)}|" if values else ""


def kinds_of(newsletter: Newsletter) -> frozenset[OrganisationKind]:
    """Return the kinds of organisations that a newsletter is for; none: all."""
    written = newsletter.organisation_kinds.strip("|")
    return frozenset(OrganisationKind(value) for value in written.split("|") if value)


def newsletter_by_public_id(session: Session, actor: Actor | None, public_id: str) -> Newsletter:
    """Return a newsletter that the actor may read, with its channel, or raise `NotFound`."""
    found = session.scalars(
        sa.select(Newsletter)
        .where(Newsletter.public_id == public_id, readable_newsletters(actor))
        .options(joinedload(Newsletter.channel))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound("no_newsletter")
    return found


def newsletters_shown(session: Session, actor: Actor | None) -> Sequence[Newsletter]:
    """Return the newsletters that the actor may read, the newest first."""
    latest = sa.func.coalesce(Newsletter.started_at, Newsletter.send_at, Newsletter.updated_at)
    return session.scalars(
        sa.select(Newsletter)
        .where(readable_newsletters(actor))
        .order_by(latest.desc(), Newsletter.id.desc())
        .limit(PAGE)
    ).all()


def in_audience(kinds: Iterable[OrganisationKind], channel_id: int | None) -> ColumnElement[bool]:
    """Return the condition on ``Actor`` for whom a newsletter is."""
    conditions: list[ColumnElement[bool]] = []
    if wanted := list(kinds):
        organisations = sa.select(Organisation.id).where(Organisation.kind.in_(wanted))
        conditions.append(Actor.organisation_id.in_(organisations))
    if channel_id is not None:
        members = sa.select(Membership.actor_id).where(Membership.channel_id == channel_id)
        conditions.append(Actor.id.in_(members))
    return sa.and_(sa.true(), *conditions)


def running_orders() -> ColumnElement[bool]:
    """Return the condition on ``Order`` that holds while newsletters are to come."""
    return sa.and_(
        Order.kind == LetterKind.NEWSLETTER,
        Order.confirmed_at.is_not(None),
        Order.ended_at.is_(None),
    )


def reach_of(session: Session, newsletter: Newsletter, now: dt.datetime) -> Reach:
    """Count whom the newsletter would reach now (its channel loaded)."""
    channel = newsletter.channel
    belongs = sa.and_(
        in_audience(kinds_of(newsletter), newsletter.channel_id),
        sa.true() if channel is None else readers_of(channel),
    )
    is_open = sa.and_(Account.state == AccountState.ACTIVE, Actor.closed_at.is_(None), let_in())
    gets_mail = sa.and_(
        sa.or_(Order.paused_until.is_(None), Order.paused_until <= now.date()),
        Mailbox.account_id.is_(None),
    )
    counted = sa.select(_count(sa.and_(belongs, gets_mail)), sa.func.count(), _count(belongs))
    row = session.execute(
        counted.select_from(Order)
        .join(Account, Account.id == Order.account_id)
        .join(Actor, Actor.id == Account.actor_id)
        .outerjoin(
            Mailbox,
            sa.and_(
                Mailbox.account_id == Account.id,
                Mailbox.email == Account.email,
                Mailbox.paused_at.is_not(None),
            ),
        )
        .where(running_orders(), is_open)
    ).one()
    reached, ordered, meant = row
    return Reach(reached=reached, ordered=ordered, left_out=meant - reached)


def is_newsletter_due(session: Session, now: dt.datetime) -> bool:
    """Tell whether a newsletter is to begin now, or goes out."""
    is_due = sa.and_(Newsletter.state == NewsletterState.SCHEDULED, Newsletter.send_at <= now)
    goes_out = Newsletter.state == NewsletterState.SENDING
    return bool(session.scalar(sa.select(sa.exists().where(sa.or_(is_due, goes_out)))))


def outcome_of(session: Session, newsletter: Newsletter) -> dict[IssueState, int]:
    """Count the letters of a newsletter by where they stand."""
    rows = session.execute(
        sa.select(Issue.state, sa.func.count())
        .where(Issue.newsletter_id == newsletter.id)
        .group_by(Issue.state)
    ).all()
    return {row[0]: row[1] for row in rows}


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)
