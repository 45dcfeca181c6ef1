"""Whom to tell of something: asked in one statement, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Account, AccountState, Actor
from forum.channels.models import Subscription, SubscriptionLevel
from forum.channels.policy import readers_of
from forum.kernel.models import StrEnumType
from forum.notifications.kinds import DEFAULTS, RANK, Kind, Way
from forum.notifications.models import ChannelPreference, KindPreference
from forum.notifications.queries.preferences import possible
from forum.threads.models import ReadMark, Thread, ThreadLevel, ThreadSubscription

_KIND, _WAY = StrEnumType(Kind), StrEnumType(Way)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Actors who may have a reason to be told: a select of their ids."""

    kind: Kind
    actor_ids: sa.Select[int]


@dataclass(frozen=True, slots=True)
class Recipient:
    """An account to tell, why, and how."""

    account_id: int
    kind: Kind
    way: Way


def recipients_of(
    session: Session,
    thread: Thread,
    candidates: Sequence[Candidates],
    *,
    by: int | None,
    unless_read: int | None = None,
    even_if_muted: bool = False,
    even_if_gone: bool = False,
) -> list[Recipient]:
    """Return each account once, with the most specific kind it wishes to be told of.

    Left out are: who may not read the thread now, who did it (`by`, an actor), who has muted the
    thread or its home, and who has read up to the post with the number `unless_read` already. Of a
    thread that is removed or held nobody is told, unless `even_if_gone`.
    ``thread.channel`` is loaded.
    """
    is_gone = thread.removed_at is not None or thread.visible_at is None
    if not candidates or (is_gone and not even_if_gone):
        return []
    statement = _wishes(thread, candidates).where(
        Account.state == AccountState.ACTIVE,
        readers_of(thread.channel),
        *_nobody_else(thread, by, unless_read, even_if_muted=even_if_muted),
    )
    found: dict[int, Recipient] = {}
    for account_id, kind, chosen in sorted(
        session.execute(statement), key=lambda row: RANK[row[1]]
    ):
        found.setdefault(account_id, Recipient(account_id, kind, possible(kind, chosen)))
    return list(found.values())


def _wishes(thread: Thread, candidates: Sequence[Candidates]) -> sa.Select[int, Kind, Way]:
    """Select account, kind and way for everybody who wishes to be told at all."""
    wished = sa.union(*(_labelled(one) for one in candidates)).subquery("wished")
    usual = sa.case(
        *((wished.c.kind == kind, sa.literal(way, _WAY)) for kind, way in DEFAULTS.items())
    )
    way = sa.func.coalesce(ChannelPreference.way, KindPreference.way, usual, type_=_WAY)
    by_kind = sa.and_(KindPreference.account_id == Account.id, KindPreference.kind == wished.c.kind)
    by_channel = sa.and_(
        ChannelPreference.account_id == Account.id,
        ChannelPreference.channel_id == thread.channel_id,
    )
    return (
        sa.select(Account.id, wished.c.kind, way)
        .join(Actor, Actor.id == wished.c.actor_id)
        .join(Account, Account.actor_id == Actor.id)
        .outerjoin(KindPreference, by_kind)
        .outerjoin(ChannelPreference, by_channel)
        .where(way != Way.NONE)
    )


def _labelled(candidates: Candidates) -> sa.Select[int, Kind]:
    """Select the ids with their kind; PostgreSQL must be told what the kind is."""
    ids = candidates.actor_ids.subquery()
    kind = sa.literal(candidates.kind, _KIND).label("kind")
    return sa.select(ids.c[0].label("actor_id"), kind)


def _nobody_else(
    thread: Thread, by: int | None, unless_read: int | None, *, even_if_muted: bool
) -> list[sa.ColumnElement[bool]]:
    """Return who is left out, as conditions on ``Actor``."""
    conditions: list[sa.ColumnElement[bool]] = []
    if by is not None:
        conditions.append(Actor.id != by)
    if not even_if_muted:
        conditions += [
            Actor.id.not_in(
                sa.select(ThreadSubscription.actor_id).where(
                    ThreadSubscription.thread_id == thread.id,
                    ThreadSubscription.level == ThreadLevel.MUTED,
                )
            ),
            Actor.id.not_in(
                sa.select(Subscription.actor_id).where(
                    Subscription.channel_id == thread.channel_id,
                    Subscription.level == SubscriptionLevel.MUTED,
                )
            ),
        ]
    if unless_read is not None:
        read = sa.select(ReadMark.actor_id).where(
            ReadMark.thread_id == thread.id, ReadMark.number >= unless_read
        )
        conditions.append(Actor.id.not_in(read))
    return conditions
