"""How an account wishes to be told."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Account
from forum.channels.models import Channel
from forum.notifications.kinds import DEFAULTS, NEVER_MAILED, Kind, Way
from forum.notifications.models import ChannelPreference, KindPreference


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an account has chosen; sparse, the rest is as for everybody."""

    kinds: Mapping[Kind, Way]
    channels: Mapping[int, Way]

    def way(self, kind: Kind, channel_id: int | None = None) -> Way:
        """Return how the account is told of this kind, in this channel."""
        chosen = None if channel_id is None else self.channels.get(channel_id)
        return possible(kind, chosen or self.kinds.get(kind, DEFAULTS[kind]))


def possible(kind: Kind, way: Way) -> Way:
    """Return the way, or the page where nobody gets letters of this kind."""
    return Way.PAGE if way is Way.MAIL and kind in NEVER_MAILED else way


def wishes_of(session: Session, account: Account) -> Wishes:
    """Return what the account has chosen."""
    kinds = session.execute(
        sa.select(KindPreference.kind, KindPreference.way).where(
            KindPreference.account_id == account.id
        )
    )
    channels = session.execute(
        sa.select(ChannelPreference.channel_id, ChannelPreference.way).where(
            ChannelPreference.account_id == account.id
        )
    )
    return Wishes({row.kind: row.way for row in kinds}, {row[0]: row[1] for row in channels})


def channels_with_wishes(
    session: Session, account: Account, readable: sa.ColumnElement[bool]
) -> list[tuple[Channel, Way]]:
    """Return the channels for which the account has chosen, by name; `readable`: on ``Channel``."""
    rows = session.execute(
        sa.select(Channel, ChannelPreference.way)
        .join(ChannelPreference, ChannelPreference.channel_id == Channel.id)
        .where(ChannelPreference.account_id == account.id, readable)
        .order_by(Channel.name)
    )
    return [(channel, way) for channel, way in rows]
