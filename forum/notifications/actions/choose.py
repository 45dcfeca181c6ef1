"""Choose how one is told, by kind and by channel; choosing again is the inverse.

These are wishes of one account about itself: nothing is recorded.
"""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Account
from forum.kernel.errors import Invalid
from forum.kernel.rows import insert_into
from forum.messaging.actions import end_chat_mail, end_hour_mail
from forum.notifications.ending import Ending
from forum.notifications.kinds import DEFAULTS, Kind, Way, ways_of
from forum.notifications.models import ChannelPreference, KindPreference
from forum.notifications.queries import wishes_of


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
    session: Session, account: Account, channel_id: int, way: Way | None
) -> None:
    """Be told in this way of whatever happens in the channel; ``None``: as by kind."""
    session.execute(
        sa.delete(ChannelPreference).where(
            ChannelPreference.account_id == account.id,
            ChannelPreference.channel_id == channel_id,
        )
    )
    if way is not None:
        session.execute(
            insert_into(session, ChannelPreference).on_conflict_do_nothing(),
            [{"account_id": account.id, "channel_id": channel_id, "way": way}],
        )


def choose_following(account: Account, *, follows_written: bool) -> None:
    """Follow what one writes in from now on, or not."""
    account.follows_written = follows_written


def end_mail(session: Session, account: Account, ending: Ending) -> None:
    """Send no more letters of these kinds and channels, or about chat; the page still tells.

    Ending twice is ending once, and what is not sent by mail any more is left as it is.
    """
    wishes = wishes_of(session, account)
    for kind in ending.kinds:
        if wishes.way(kind) is Way.MAIL:
            choose_ways(session, account, {kind: Way.PAGE})
    for channel_id in ending.channels:
        if wishes.channels.get(channel_id) is Way.MAIL:
            choose_channel_way(session, account, channel_id, Way.PAGE)
    if ending.chat:
        end_chat_mail(session, account)
    if ending.hours:
        end_hour_mail(session, account)
