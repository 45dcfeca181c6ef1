"""Who says how fast a room goes and how long it keeps what was said."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Channel, MembershipRole
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotAllowed
from forum.kernel.event_log import RecordedEvent
from forum.messaging.actions import restrain
from forum.messaging.models import Room, RoomKind
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.messaging import make_conversation, make_room


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def room(session: Session, channel: Channel) -> Room:
    return make_room(session, channel)


@pytest.fixture
def moderator(session: Session, channel: Channel) -> Actor:
    moderator = make_actor(session, "Mo Deration")
    make_membership(session, channel, moderator, MembershipRole.MODERATOR)
    return moderator


def told(session: Session) -> list[dict[str, object]]:
    rows = sa.select(RecordedEvent.payload).where(RecordedEvent.name == "RoomRestrained")
    return list(session.scalars(rows.order_by(RecordedEvent.id)))


def test_the_moderation_slows_its_chat_down_and_it_is_noted_once(
    session: Session, room: Room, moderator: Actor
) -> None:
    for _ in range(2):
        restrain(session, moderator, room, slow_seconds=30, kept_days=180)
    assert (room.slow_seconds, room.spared_until, room.last_sequence) == (30, None, 1)
    assert told(session) == [
        {
            "room_id": room.id,
            "slow_seconds": 30,
            "slow_before": 0,
            "kept_days": 180,
            "kept_before": 180,
        }
    ]


def test_nobody_else_does_and_hosts_do_in_working_rooms_only(
    session: Session, room: Room, moderator: Actor
) -> None:
    host, guest = make_actor(session, "Host"), make_actor(session, "Gast")
    admin = make_actor(session, "Ad", role=Role.ADMIN)
    working = make_conversation(session, host, guest, kind=RoomKind.WORKING)
    group = make_conversation(session, host, guest)
    direct = make_conversation(session, host, guest, kind=RoomKind.DIRECT)
    restrain(session, host, working, slow_seconds=10, kept_days=30)
    refused = ((guest, working), (admin, working), (host, group), (host, direct), (guest, room))
    for actor, place in refused:
        with pytest.raises(NotAllowed):
            restrain(session, actor, place, slow_seconds=60, kept_days=180)
    host.muted_until = clock.now() + dt.timedelta(hours=1)
    with pytest.raises(NotAllowed, match="muted"):
        restrain(session, host, working, slow_seconds=0, kept_days=30)


def test_only_administrators_let_a_channel_keep_everything(
    session: Session, room: Room, moderator: Actor
) -> None:
    host = make_actor(session, "Host")
    working = make_conversation(session, host, make_actor(session), kind=RoomKind.WORKING)
    for actor, place in ((moderator, room), (host, working)):
        with pytest.raises(NotAllowed, match="not_kept_for_good"):
            restrain(session, actor, place, slow_seconds=0, kept_days=None)
    admin = make_actor(session, "Ad", role=Role.ADMIN)
    restrain(session, admin, room, slow_seconds=0, kept_days=None)
    # Who comes later leaves it as it is.
    restrain(session, moderator, room, slow_seconds=10, kept_days=None)
    assert (room.kept_days, room.slow_seconds) == (None, 10)


def test_a_shorter_time_lets_go_of_nothing_for_two_weeks(
    session: Session, room: Room, moderator: Actor
) -> None:
    restrain(session, moderator, room, slow_seconds=0, kept_days=365)
    assert not room.spared_until
    until = restrain(session, moderator, room, slow_seconds=0, kept_days=30).spared_until
    assert until is not None
    assert dt.timedelta(days=13) < until - clock.now() <= dt.timedelta(days=14)
    # Longer again, and still shorter than what people could count on: the two weeks stand.
    restrain(session, moderator, room, slow_seconds=0, kept_days=90)
    assert room.spared_until == until


def test_other_times_are_not_taken(session: Session, room: Room, moderator: Actor) -> None:
    for slow, kept, field in ((7, 180, "slow"), (-1, 180, "slow"), (0, 1, "kept"), (0, 0, "kept")):
        with pytest.raises(Invalid) as refused:
            restrain(session, moderator, room, slow_seconds=slow, kept_days=kept)
        assert refused.value.field == field
