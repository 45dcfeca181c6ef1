"""Keeping the titles of linked pages: wanted, fetched, given up, forgotten."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel import clock
from forum.kernel.rows import change, insert_into
from forum.links.models import ADDRESS_LIMIT, LinkTitle, LinkUse, TitleState
from forum.links.queries import address_hash

MAX_ATTEMPTS = 4
LEASE = dt.timedelta(minutes=2)
KEPT_FOR = dt.timedelta(days=30)
_PAUSES = (dt.timedelta(minutes=2), dt.timedelta(minutes=30), dt.timedelta(hours=12))


@dataclass(frozen=True, slots=True)
class Claim:
    """A page that is ours to ask now, and as which attempt."""

    id: int
    address: str
    attempt: int


def want_titles(session: Session, post_id: int, addresses: Collection[str]) -> None:
    """Note which addresses stand bare in a post, and ask for those that are new."""
    now = clock.now()
    wanted = {address_hash(one): one for one in addresses if len(one) <= ADDRESS_LIMIT}
    if wanted:
        rows = [
            {
                "address_hash": key,
                "address": address,
                "title": "",
                "state": TitleState.WAITING,
                "attempts": 0,
                "next_attempt_at": now,
                "created_at": now,
            }
            for key, address in sorted(wanted.items())
        ]
        session.execute(insert_into(session, LinkTitle).on_conflict_do_nothing(), rows)
    ids = sa.select(LinkTitle.id).where(LinkTitle.address_hash.in_(wanted))
    found = set(session.scalars(ids))
    present = set(
        session.scalars(sa.select(LinkUse.link_title_id).where(LinkUse.post_id == post_id))
    )
    session.add_all(LinkUse(post_id=post_id, link_title_id=one) for one in found - present)
    change(
        session,
        sa.delete(LinkUse).where(
            LinkUse.post_id == post_id, LinkUse.link_title_id.in_(present - found)
        ),
    )


def claim_title(session: Session) -> Claim | None:
    """Take the next page to be asked for this worker, for the time of the lease."""
    now = clock.now()
    row = session.scalars(
        sa.select(LinkTitle)
        .where(
            LinkTitle.state == TitleState.WAITING,
            LinkTitle.next_attempt_at <= now,
            sa.or_(LinkTitle.leased_until.is_(None), LinkTitle.leased_until < now),
        )
        .order_by(LinkTitle.next_attempt_at, LinkTitle.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return None
    row.attempts += 1
    if row.attempts > MAX_ATTEMPTS:  # each attempt ended with the whole process
        row.state = TitleState.FAILED
        return claim_title(session)
    row.leased_until = now + LEASE
    return Claim(row.id, row.address, row.attempts)


def keep_title(session: Session, claim: Claim, title: str) -> bool:
    """Keep what the page is called ("": it has no title); false if somebody else was faster."""
    state = TitleState.KNOWN if title else TitleState.FAILED
    return _settle(session, claim, state=state, title=title, fetched_at=clock.now())


def put_off(session: Session, claim: Claim) -> bool:
    """Try again later, and after the last attempt no more."""
    if claim.attempt >= MAX_ATTEMPTS:
        return _settle(session, claim, state=TitleState.FAILED)
    return _settle(session, claim, next_attempt_at=clock.now() + _PAUSES[claim.attempt - 1])


def _settle(session: Session, claim: Claim, **values: object) -> bool:
    statement = (
        sa.update(LinkTitle)
        .where(
            LinkTitle.id == claim.id,
            LinkTitle.state == TitleState.WAITING,
            LinkTitle.attempts == claim.attempt,
        )
        .values(leased_until=None, **values)
    )
    return change(session, statement) == 1


def forget_titles(session: Session) -> int:
    """Forget what no post links to any more, and what failed long ago: it may be asked again."""
    old = LinkTitle.created_at < clock.now() - KEPT_FOR
    is_used = sa.exists().where(LinkUse.link_title_id == LinkTitle.id)
    gone = sa.or_(sa.not_(is_used), LinkTitle.state == TitleState.FAILED)
    return change(session, sa.delete(LinkTitle).where(old, gone))
