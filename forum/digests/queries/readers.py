"""Loading what letters must know of their readers: rights, wishes, what was read and told.

Rights are asked of the pure policies, once for each reader and channel; a test proves that the
same comes out as in SQL.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Account, AccountState, Actor
from forum.channels.models import (
    Audience,
    Channel,
    ChannelKind,
    Membership,
    Subscription,
    SubscriptionLevel,
)
from forum.channels.policy import can_read, is_present
from forum.digests.happenings import Mark, Notice, ReaderFacts
from forum.digests.models import TOLD, Issue, IssueItem
from forum.notifications.kinds import Kind, Way
from forum.notifications.models import ChannelPreference, KindPreference, Notification
from forum.notifications.queries.preferences import Wishes
from forum.threads.models import Ballot, ReadMark, Thread, ThreadLevel, ThreadSubscription

# What was told longer ago than this is in no window any more.
REMEMBERED = dt.timedelta(days=42)
# Notices that did not fit into one letter come with a later one.
NOTICES_FOR = dt.timedelta(days=35)
# Told in other parts of the letter, or nobody's news.
_ELSEWHERE = frozenset({Kind.ANNOUNCEMENT, Kind.NEW_THREAD})


def accounts_by_id(session: Session, ids: Collection[int]) -> dict[int, Account]:
    """Return the accounts as they are now, with actor, organisation and city."""
    actor = joinedload(Account.actor)
    rows = session.scalars(
        sa.select(Account)
        .where(Account.id.in_(sorted(ids)))
        .options(actor.joinedload(Actor.organisation), actor.joinedload(Actor.city))
        .execution_options(populate_existing=True)
    )
    return {account.id: account for account in rows}


def load_readers(session: Session, accounts: Mapping[int, Account]) -> dict[int, ReaderFacts]:
    """Return rights and what is muted, by the id of the account; three statements."""
    readers = {
        account.id: ReaderFacts(
            account_id=account.id,
            actor_id=account.actor_id,
            is_here=account.state is AccountState.ACTIVE and is_present(account.actor),
        )
        for account in accounts.values()
    }
    channels = session.scalars(sa.select(Channel).execution_options(populate_existing=True)).all()
    by_actor = {account.actor_id: readers[account.id] for account in accounts.values()}
    joined = _memberships(session, by_actor)
    watched, muted = _subscriptions(session, by_actor)
    places = _Places.of(channels)
    for account in accounts.values():
        reader, actor = readers[account.id], account.actor
        if not reader.is_here:
            continue
        mine = joined[actor.id]
        reader.readable = places.readable_by(actor, mine)
        cities = places.of_cities.get(actor.city_id, frozenset())
        reader.own_cities = cities & reader.readable
        reader.muted_channels = frozenset(muted[actor.id])
        reader.own = (mine | watched[actor.id] | cities) & reader.readable
    return readers


@dataclass(frozen=True, slots=True)
class _Places:
    """All channels, by what decides who reads them."""

    by_audience: Mapping[Audience, Sequence[Channel]]
    ids: Mapping[Audience, frozenset[int]]
    of_cities: Mapping[int | None, frozenset[int]]

    @classmethod
    def of(cls, channels: Sequence[Channel]) -> Self:
        by_audience: dict[Audience, list[Channel]] = defaultdict(list)
        of_cities: dict[int | None, frozenset[int]] = {}
        for channel in channels:
            by_audience[channel.audience].append(channel)
            if channel.city_id is not None:
                of_cities[channel.city_id] = frozenset({channel.id})
        ids = {one: frozenset(channel.id for channel in by_audience[one]) for one in by_audience}
        return cls(by_audience, ids, of_cities)

    def readable_by(self, actor: Actor, joined: frozenset[int]) -> frozenset[int]:
        """Return where `can_read` allows; it is the same for all channels of an audience.

        Only where people are invited the membership counts.
        """
        found: frozenset[int] = frozenset()
        for audience, several in self.by_audience.items():
            if can_read(actor, several[0], None):
                found |= self.ids[audience]
            elif audience is Audience.INVITED:
                found |= frozenset(
                    channel.id
                    for channel in several
                    if channel.id in joined
                    and can_read(
                        actor, channel, Membership(actor_id=actor.id, channel_id=channel.id)
                    )
                )
        return found


def city_channels(session: Session) -> frozenset[int]:
    """Return the ids of the channels that stand for cities."""
    return frozenset(session.scalars(sa.select(Channel.id).where(Channel.kind == ChannelKind.CITY)))


def add_wishes(session: Session, readers: Mapping[int, ReaderFacts], now: dt.datetime) -> None:
    """Add what each was told on the page and has not read, and how they wish to be told."""
    kinds: dict[int, dict[Kind, Way]] = defaultdict(dict)
    for account_id, kind, way in session.execute(
        sa.select(KindPreference.account_id, KindPreference.kind, KindPreference.way).where(
            KindPreference.account_id.in_(sorted(readers))
        )
    ):
        kinds[account_id][kind] = way
    channels: dict[int, dict[int, Way]] = defaultdict(dict)
    for account_id, channel_id, way in session.execute(
        sa.select(
            ChannelPreference.account_id, ChannelPreference.channel_id, ChannelPreference.way
        ).where(ChannelPreference.account_id.in_(sorted(readers)))
    ):
        channels[account_id][channel_id] = way
    wishes = {one: Wishes(kinds[one], channels[one]) for one in readers}
    for account_id, reader in readers.items():
        announced = wishes[account_id].way(Kind.ANNOUNCEMENT)
        reader.no_announcements = announced in {Way.PAGE, Way.NONE}
        silent = (one for one, way in channels[account_id].items() if way is Way.NONE)
        reader.muted_channels |= frozenset(silent)
    _add_notices(session, readers, wishes, now - NOTICES_FOR)


def add_past(
    session: Session,
    readers: Mapping[int, ReaderFacts],
    thread_ids: Collection[int],
    poll_ids: Collection[int],
    now: dt.datetime,
) -> None:
    """Add what each has read and followed of these threads, voted in, and been told by letter."""
    by_actor = {reader.actor_id: reader for reader in readers.values()}
    wanted, actors = sorted(thread_ids), sorted(by_actor)
    for actor_id, thread_id, number, at in session.execute(
        sa.select(
            ReadMark.actor_id, ReadMark.thread_id, ReadMark.number, ReadMark.updated_at
        ).where(ReadMark.actor_id.in_(actors), ReadMark.thread_id.in_(wanted))
    ):
        by_actor[actor_id].marks[thread_id] = Mark(number, at)
    for actor_id, thread_id, level in session.execute(
        sa.select(
            ThreadSubscription.actor_id, ThreadSubscription.thread_id, ThreadSubscription.level
        ).where(ThreadSubscription.actor_id.in_(actors), ThreadSubscription.thread_id.in_(wanted))
    ):
        if level is ThreadLevel.MUTED:
            by_actor[actor_id].muted_threads.add(thread_id)
        elif level is ThreadLevel.WATCHING:
            by_actor[actor_id].followed.add(thread_id)
    for actor_id, poll_id in session.execute(
        sa.select(Ballot.actor_id, Ballot.poll_id).where(
            Ballot.poll_id.in_(sorted(poll_ids)), Ballot.actor_id.in_(actors)
        )
    ):
        by_actor[actor_id].voted.add(poll_id)
    _add_told(session, readers, now - REMEMBERED)


def add_muted_threads(
    session: Session, readers: Mapping[int, ReaderFacts], thread_ids: Collection[int]
) -> None:
    """Add which of these threads each wishes to be left alone by."""
    by_actor = {reader.actor_id: reader for reader in readers.values()}
    rows = session.execute(
        sa.select(ThreadSubscription.actor_id, ThreadSubscription.thread_id).where(
            ThreadSubscription.actor_id.in_(sorted(by_actor)),
            ThreadSubscription.thread_id.in_(sorted(thread_ids)),
            ThreadSubscription.level == ThreadLevel.MUTED,
        )
    )
    for actor_id, thread_id in rows:
        by_actor[actor_id].muted_threads.add(thread_id)


def _add_told(session: Session, readers: Mapping[int, ReaderFacts], since: dt.datetime) -> None:
    issues = {
        row.id: (readers[row.account_id], row.window_to)
        for row in session.execute(
            sa.select(Issue.id, Issue.account_id, Issue.window_to).where(
                Issue.account_id.in_(sorted(readers)),
                Issue.state.in_(TOLD),
                Issue.window_to > since,
            )
        )
    }
    rows = session.execute(
        sa.select(IssueItem.issue_id, IssueItem.key, IssueItem.thread_id).where(
            IssueItem.issue_id.in_(sorted(issues))
        )
    )
    for issue_id, key, thread_id in rows:
        reader, until = issues[issue_id]
        reader.told.add(key)
        if thread_id is not None and until is not None:
            former = reader.told_until.get(thread_id)
            if former is None or former < until:
                reader.told_until[thread_id] = until


def _add_notices(
    session: Session,
    readers: Mapping[int, ReaderFacts],
    wishes: Mapping[int, Wishes],
    since: dt.datetime,
) -> None:
    rows = session.execute(
        sa.select(
            Notification.account_id,
            Notification.kind,
            Notification.thread_id,
            Notification.post_id,
            Notification.created_at,
            sa.or_(Notification.mailed_at.is_not(None), Notification.mail_due_at.is_not(None)),
            Thread.channel_id,
        )
        .join(Thread, Thread.id == Notification.thread_id)
        .where(
            Notification.account_id.in_(sorted(readers)),
            Notification.read_at.is_(None),
            Notification.created_at > since,
        )
        .order_by(Notification.id)
    )
    for account_id, kind, thread_id, post_id, at, is_mailed, channel_id in rows:
        reader = readers[account_id]
        way = wishes[account_id].way(kind, channel_id)
        if is_mailed:
            reader.mailed.add(post_id)
            reader.mailed_in.add(thread_id)
        elif kind is Kind.NEW_THREAD and way in {Way.DIGEST, Way.MAIL}:
            reader.followed.add(thread_id)
        elif kind not in _ELSEWHERE and way in {Way.DIGEST, Way.MAIL}:
            reader.notices.append(Notice(kind, thread_id, post_id, at))


def _memberships(session: Session, actors: Collection[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        sa.select(Membership.actor_id, Membership.channel_id).where(
            Membership.actor_id.in_(sorted(actors))
        )
    )
    for actor_id, channel_id in rows:
        found[actor_id].add(channel_id)
    return {actor_id: frozenset(found[actor_id]) for actor_id in actors}


def _subscriptions(
    session: Session, actors: Collection[int]
) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Return the channels that each watches, and those that each has muted."""
    watched: dict[int, set[int]] = defaultdict(set)
    muted: dict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        sa.select(Subscription.actor_id, Subscription.channel_id, Subscription.level).where(
            Subscription.actor_id.in_(sorted(actors))
        )
    )
    for actor_id, channel_id, level in rows:
        kept = muted if level is SubscriptionLevel.MUTED else watched
        kept[actor_id].add(channel_id)
    return watched, muted
