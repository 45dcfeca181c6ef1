"""Choose how one is told, by kind and by channel; choosing again is the inverse."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Account
from forum.channels.models import Channel
from forum.kernel.errors import Invalid
from forum.kernel.rows import insert_into
from forum.notifications.kinds import DEFAULTS, Kind, Way, ways_of
from forum.notifications.models import ChannelPreference, KindPreference


def choose_ways(session: Session, account: Account, ways: Mapping[Kind, Way]) -> None:
    """Keep what differs from how everybody is told. Raises `Invalid` ``no_such_way``."""
    for kind, way in ways.items():
        if way not in ways_of(kind):
            raise Invalid("no_such_way", field=kind.value)
    session.execute(
        sa.delete(KindPreference).where(
            KindPreference.account_id == account.id, KindPreference.kind.in_(ways)
        )
    )
    own = [
        {"account_id": account.id, "kind": kind, "way": way}
        for kind, way in ways.items()
        if way is not DEFAULTS[kind]
    ]
    if own:
        session.execute(insert_into(session, KindPreference).on_conflict_do_nothing(), own)


def choose_channel_way(
    session: Session, account: Account, channel: Channel, way: Way | None
) -> None:
    """Be told in this way of whatever happens in the channel; ``None``: as by kind."""
    session.execute(
        sa.delete(ChannelPreference).where(
            ChannelPreference.account_id == account.id,
            ChannelPreference.channel_id == channel.id,
        )
    )
    if way is not None:
        session.execute(
            insert_into(session, ChannelPreference).on_conflict_do_nothing(),
            [{"account_id": account.id, "channel_id": channel.id, "way": way}],
        )
