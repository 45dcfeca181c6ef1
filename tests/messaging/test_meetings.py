"""Conversations of people: beginning, coming, going, leading, and the list of one's own."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, ActorKind, Role
from forum.channels.models import Audience
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotAllowed, NotFound
from forum.messaging.actions import (
    add_participant,
    close,
    leave,
    mark_read,
    open_again,
    open_working,
    remove_participant,
    rename,
    save_draft,
    start_direct,
    start_group,
    switch_off,
    switch_on,
)
from forum.messaging.meeting_policy import can_write_to, is_host, writable_people
from forum.messaging.models import ChatWishes, Participant, Room, RoomEvent, RoomReader
from forum.messaging.models.room import RoomLevel
from forum.messaging.policy import can_read_message, can_read_room, can_write_in
from forum.messaging.queries import belonging_of, my_rooms, refusing_among, unread_rooms
from tests.factories.accounts import account_of, make_actor
from tests.factories.channels import make_channel
from tests.factories.messaging import make_conversation, make_message, make_room


def refuse(session: Session, actor: Actor) -> Actor:
    account = account_of(session, actor)
    session.add(ChatWishes(account_id=account.id, direct_refused=True))
    session.commit()
    return actor


def kinds(session: Session, room: Room) -> list[str]:
    rows = session.scalars(
        sa.select(RoomEvent).where(RoomEvent.room_id == room.id).order_by(RoomEvent.sequence)
    ).all()
    assert [row.sequence for row in rows] == list(range(1, room.last_sequence + 1))
    return [row.kind.value for row in rows]


def test_who_may_be_written_to_is_answered_alike_by_rule_and_by_sql(session: Session) -> None:
    ada = make_actor(session, "Ada")
    gone, barred, muted = (make_actor(session) for _ in range(3))
    gone.closed_at = barred.banned_at = clock.now()
    muted.muted_until = clock.now().replace(year=2099)
    shut = make_actor(session)
    shut.suspended_until = clock.now().replace(year=2099)
    far = make_actor(session)
    far.domain = "anderswo.example"
    name = make_actor(session)
    name.kind = ActorKind.UNCLAIMED
    service = make_actor(session)
    service.kind = ActorKind.SERVICE
    refuse(session, make_actor(session))
    session.commit()
    people = session.scalars(sa.select(Actor)).all()
    refusing = refusing_among(session, [one.id for one in people])
    found = {}
    for actor in (None, *people):
        by_rule = {p.id for p in people if can_write_to(actor, p, refuses=p.id in refusing)}
        by_sql = set(session.scalars(sa.select(Actor.id).where(writable_people(actor))))
        assert by_rule == by_sql
        found[actor] = by_sql
    assert found[ada] == {muted.id, shut.id}
    for nobody in (None, gone, barred, muted, shut, far, name):
        assert not found[nobody]


def test_two_people_have_one_room_whoever_begins(session: Session) -> None:
    ada, bo, third = (make_actor(session) for _ in range(3))
    room = start_direct(session, ada, bo)
    assert start_direct(session, bo, ada).id == room.id
    assert kinds(session, room) == ["came", "came"]
    assert can_write_in(bo, room, belonging_of(session, bo, room))
    assert not can_read_room(third, room, belonging_of(session, third, room))
    with pytest.raises(NotAllowed, match="writes_to_oneself"):
        start_direct(session, ada, ada)
    refuse(session, third)
    with pytest.raises(NotAllowed, match="refuses_direct"):
        start_direct(session, ada, third)
    assert can_write_in(third, start_direct(session, third, ada), belonging_of(session, ada, room))


def test_who_leaves_a_room_of_two_is_not_brought_back_by_the_other(session: Session) -> None:
    ada, bo = make_actor(session), make_actor(session)
    room = start_direct(session, ada, bo)
    make_message(session, room, ada)
    leave(session, bo, room)
    leave(session, bo, room)
    start_direct(session, ada, bo)
    verdict = can_write_in(ada, room, belonging_of(session, ada, room))
    assert verdict.reason == "other_has_left"
    assert can_read_room(ada, room, belonging_of(session, ada, room))
    assert not can_read_room(bo, room, belonging_of(session, bo, room))
    start_direct(session, bo, ada)
    assert can_write_in(ada, room, belonging_of(session, ada, room))
    bo.closed_at = clock.now()
    session.flush()
    assert not can_write_in(ada, room, belonging_of(session, ada, room))
    assert kinds(session, room) == ["came", "came", "sent", "went", "came"]


def test_who_comes_to_a_group_reads_from_then_on_and_the_last_host_hands_over(
    session: Session,
) -> None:
    ada, bo, eve, late = (make_actor(session) for _ in range(4))
    room = start_group(session, ada, [bo, eve, bo, ada])
    before = make_message(session, room, ada)
    add_participant(session, bo, room, person=late)
    after = make_message(session, room, ada)
    own = belonging_of(session, late, room)
    assert not can_read_message(late, before, room, own)
    assert can_read_message(late, after, room, own)
    with pytest.raises(NotAllowed, match="not_a_host"):
        remove_participant(session, bo, room, person=late)
    remove_participant(session, ada, room, person=late)
    with pytest.raises(NotFound, match="not_in_room"):
        remove_participant(session, ada, room, person=late)
    with pytest.raises(Invalid, match="leave_instead"):
        remove_participant(session, ada, room, person=ada)
    leave(session, ada, room)
    hosts = [one for one in (bo, eve) if is_host(belonging_of(session, one, room))]
    assert hosts == [bo]
    with pytest.raises(NotAllowed, match="no_room"):
        add_participant(session, ada, room, person=late)
    add_participant(session, bo, room, person=ada)
    assert not is_host(belonging_of(session, ada, room))
    assert kinds(session, room) == [*["came"] * 3, "sent", "came", "sent", "went", "went", "came"]


def test_groups_need_people_who_want_to_be_written_to(session: Session) -> None:
    ada, bo = make_actor(session), make_actor(session)
    with pytest.raises(Invalid, match="too_few_people"):
        start_group(session, ada, [bo])
    no = refuse(session, make_actor(session))
    with pytest.raises(NotAllowed, match="refuses_direct"):
        start_group(session, ada, [bo, no])
    crowd = [make_actor(session) for _ in range(20)]
    with pytest.raises(Invalid, match="too_many_people"):
        start_group(session, ada, crowd)
    room = open_working(session, ada, crowd, name="Fest  planen")
    assert room.name == "Fest planen"
    for verb in (add_participant, remove_participant):
        with pytest.raises(NotAllowed, match="not_a_host"):
            verb(session, crowd[0], room, person=bo)
    with pytest.raises(Invalid, match="empty_room_name"):
        open_working(session, ada, [], name=" \n")


def test_hosts_name_and_close_a_room_and_open_it_again(session: Session) -> None:
    ada, bo = make_actor(session), make_actor(session)
    room = open_working(session, ada, [bo], name="Fest")
    for verb in (close, open_again):
        with pytest.raises(NotAllowed, match="not_a_host"):
            verb(session, bo, room)
    rename(session, ada, room, name="Straßenfest", description="Mai")
    rename(session, ada, room, name="Straßenfest", description="Mai")
    close(session, ada, room)
    assert can_write_in(bo, room, belonging_of(session, bo, room)).reason == "room_closed"
    assert can_read_room(bo, room, belonging_of(session, bo, room))
    with pytest.raises(NotAllowed, match="room_closed"):
        rename(session, ada, room, name="Anders")
    open_again(session, ada, room)
    assert can_write_in(bo, room, belonging_of(session, bo, room))
    assert kinds(session, room) == ["came", "came", *["changed"] * 3]
    direct = start_direct(session, ada, bo)
    with pytest.raises(NotAllowed, match="not_a_led_room"):
        close(session, ada, direct)
    with pytest.raises(NotAllowed, match="not_a_led_room"):
        rename(session, ada, direct, name="Wir")


def test_the_moderation_switches_the_chat_of_its_channel_off_and_on(session: Session) -> None:
    admin, member = make_actor(session, role=Role.ADMIN), make_actor(session)
    room = make_room(session, make_channel(session, "fest"))
    with pytest.raises(NotAllowed):
        switch_off(session, member, room)
    switch_off(session, admin, room)
    assert can_write_in(member, room, belonging_of(session, member, room)).reason == "room_closed"
    switch_on(session, admin, room)
    assert can_write_in(member, room, belonging_of(session, member, room))
    conversation = open_working(session, member, [], name="Fest")
    with pytest.raises(NotAllowed):
        switch_off(session, admin, conversation)


def test_the_list_begins_with_what_is_new_and_has_no_room_of_others(session: Session) -> None:
    ada, bo, eve = make_actor(session, "Ada"), make_actor(session, "Bo"), make_actor(session, "Eve")
    channel = make_room(session, make_channel(session, "fest"))
    read, new, foreign = start_direct(session, ada, bo), start_direct(session, ada, eve), None
    foreign = start_direct(session, bo, eve)
    group = start_group(session, bo, [ada, eve])
    for room in (new, foreign, channel):
        make_message(session, room, eve, f"In {room.id}")
    make_message(session, read, bo, "Gelesen")
    mark_read(session, ada, read, up_to=read.last_sequence)
    save_draft(session, ada, read, source="Halb fer")
    shown = my_rooms(session, ada)
    assert [one.room.id for one in shown] == [new.id, read.id, group.id] or [
        one.room.id for one in shown
    ] == [new.id, group.id, read.id]
    assert shown[0].unread is not None
    assert shown[0].unread.count == 1
    assert [one.actor.name for one in shown[0].people] == ["Eve"]
    by_id = {one.room.id: one for one in shown}
    assert by_id[read.id].draft == "Halb fer"
    last = by_id[read.id].last
    assert last is not None
    assert last.source == "Gelesen"
    assert by_id[group.id].last is None
    assert unread_rooms(session, ada) == 1
    mark_read(session, ada, channel, up_to=0)
    assert channel.id in {one.room.id for one in my_rooms(session, ada)}
    assert unread_rooms(session, ada) == 1


def test_the_badge_counts_rooms_as_their_reader_wishes(session: Session) -> None:
    ada, bo = make_actor(session, "Ada"), make_actor(session, "Bo")
    channel = make_room(session, make_channel(session, "fest"))
    talk = make_conversation(session, ada, bo)
    make_message(session, talk, bo)
    assert (unread_rooms(session, ada), unread_rooms(session, bo)) == (1, 0)
    make_message(session, channel, bo, f"@{ada.handle} kommst du?")
    assert unread_rooms(session, ada) == 2
    mark_read(session, ada, talk, up_to=0)
    for level, count in ((RoomLevel.NOTHING, 1), (RoomLevel.MENTIONS, 1), (RoomLevel.ALL, 2)):
        session.execute(
            sa.update(RoomReader).where(RoomReader.room_id == talk.id).values(level=level)
        )
        assert unread_rooms(session, ada) == count
    session.get_one(Participant, (talk.id, ada.id)).left_at = clock.now()
    session.flush()
    assert unread_rooms(session, ada) == 1
    assert channel.channel is not None
    channel.channel.audience = Audience.INVITED
    session.flush()
    assert unread_rooms(session, ada) == 0
