"""Rooms of chat on real sockets: what is told, to whom, and who hears nothing more."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.actions import suspend
from forum.accounts.models import Actor
from forum.channels.actions.audience import change_audience
from forum.channels.actions.membership import remove_member
from forum.channels.models import Audience, Channel, ChannelKind
from forum.extensions import unit_of_work
from forum.kernel import clock
from forum.kernel.errors import Conflict
from forum.kernel.event_log import record
from forum.messaging.actions import edit, give_reaction
from forum.messaging.events import ParticipantWent
from forum.messaging.models import Message, Participant, Room
from forum.messaging.text import compose_message
from forum.realtime.news import News
from forum.realtime.rooms import Rooms
from forum.realtime.seats import Key, Place, PlaceKind, Seat, Seats
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.messaging import make_conversation, make_message, make_room
from tests.realtime.conftest import Served
from tests.realtime.sockets import Socket
from tests.realtime.test_sockets import SOON, be_seen, group_with


def channel_room(served: Served) -> Room:
    room = make_room(served.session, make_channel(served.session))
    served.session.commit()
    return room


def say(author: Actor, room: Room, source: str = "Guten Morgen") -> int:
    """Write in a room as a process of its own does, and return the number."""
    with unit_of_work() as unit:
        return make_message(unit, room, author, source).sequence


def stretches(socket: Socket) -> list[Any]:
    return [words for name, words in socket.heard if name == "happened"]


def numbers(socket: Socket) -> list[int]:
    return [one["sequence"] for words in stretches(socket) for one in words["events"]]


def test_a_message_reaches_who_reads_the_room_whole_and_nobody_else(served: Served) -> None:
    session = served.session
    room, other = channel_room(served), channel_room(served)
    ada, bo = make_actor(session, "Ada"), make_actor(session, "Bo")
    say(ada, room, "Vorher.")
    reader, elsewhere = served.connect(bo), served.connect(ada)
    assert reader.ask("enter", {"room": room.public_id}) == {
        "ok": True,
        "last": 1,
        "people": [],
        "again": 1.0,
    }
    assert elsewhere.ask("enter", {"room": other.public_id}) == {
        "ok": True,
        "last": 0,
        "people": [],
        "again": 1.0,
    }
    say(ada, room, "Wer kommt **heute**?")
    assert reader.hears("happened", room=room.public_id, last=2, is_all=True, has_gap=False)
    [words] = stretches(reader)
    [message] = words["messages"]
    assert "<strong>heute</strong>" in message["html"]
    assert message["author"]["name"] == "Ada"
    assert not elsewhere.hears("happened", SOON)


def test_many_changes_at_once_are_told_once_and_without_gaps(served: Served) -> None:
    session = served.session
    room, ada = channel_room(served), make_actor(session, "Ada")
    reader = served.connect(ada)
    assert reader.enter(room.public_id)
    with unit_of_work() as unit:
        for count in range(250):
            make_message(unit, room, ada, f"Nummer {count}")
    assert reader.hears("happened", last=250)
    # The second page follows where the first ends; nothing is told twice.
    assert [len(words["events"]) for words in stretches(reader)] == [200, 50]
    say(ada, room)
    assert reader.hears("happened", last=251)
    assert numbers(reader) == list(range(1, 252))


def test_what_is_rolled_back_leaves_neither_hole_nor_word(served: Served) -> None:
    room, ada = channel_room(served), make_actor(served.session, "Ada")
    reader = served.connect(ada)
    assert reader.enter(room.public_id)
    with pytest.raises(Conflict):
        say_and_fail(ada, room)
    say(ada, room, "Doch.")
    assert reader.hears("happened", last=1)
    assert numbers(reader) == [1]
    assert "Verworfen" not in json.dumps(reader.heard)


def say_and_fail(author: Actor, room: Room) -> None:
    with unit_of_work() as unit:
        make_message(unit, room, author, "Verworfen.")
        raise Conflict("sent_differently")


def test_edits_and_reactions_are_told_as_the_message_stands_then(served: Served) -> None:
    session = served.session
    room, ada = channel_room(served), make_actor(session, "Ada")
    say(ada, room)
    reader = served.connect(ada)
    assert reader.enter(room.public_id)
    message = session.scalars(sa.select(Message).where(Message.room_id == room.id)).one()
    with unit_of_work() as unit:
        edit(unit, ada, message, text=compose_message("Guten Abend"), version=1)
    assert reader.hears("happened", last=2)
    with unit_of_work() as unit:
        give_reaction(unit, ada, unit.get_one(Message, message.id), sign="👍")
    assert reader.hears("happened", last=3)
    kinds = [one["kind"] for words in stretches(reader) for one in words["events"]]
    assert kinds == ["edited", "reacted"]
    assert "Guten Abend" in json.dumps(reader.heard)


def test_whoever_comes_while_the_database_fails_may_ask_again(served: Served) -> None:
    room, reader = channel_room(served), served.connect(make_actor(served.session, "Bo"))
    served.session.execute(sa.text("ALTER TABLE room RENAME TO room_elsewhere"))
    served.session.commit()
    try:
        assert reader.ask("enter", {"room": room.public_id}) == {"ok": False, "again": 1.0}
    finally:
        served.session.execute(sa.text("ALTER TABLE room_elsewhere RENAME TO room"))
        served.session.commit()
    assert reader.enter(room.public_id)
    # The log says why, with the traceback that it must not hold otherwise.
    assert "no such table" in served.log.read_text() or "UndefinedTable" in served.log.read_text()
    served.log.write_text("")


def test_what_is_no_room_of_ones_own_cannot_be_entered(served: Served) -> None:
    session = served.session
    ada, bo, stranger = (make_actor(session, name) for name in ("Ada", "Bo", "Fremd"))
    conversation = make_conversation(session, ada, bo)
    socket = served.connect(stranger)
    refused = {"ok": False}
    assert socket.ask("enter", {"room": conversation.public_id}) == refused
    for word in ("0000000000000000", "", None, ["x"], "🙂", "a" * 99, "room:" + "a" * 12):
        assert socket.ask("enter", {"room": word}) == refused, word
    assert socket.ask("enter", {"thread": conversation.public_id}) == refused
    socket.say("typing", {"room": conversation.public_id})
    member = served.connect(ada)
    assert member.enter(conversation.public_id)
    socket.say("typing", {"room": conversation.public_id})
    say(bo, conversation, "Unter uns.")
    assert member.hears("happened", last=1)
    assert not socket.hears("happened", SOON)
    assert not member.hears("typing", 0)


def leave_group(unit: Session, admin: Actor, channel: Channel, member: Actor) -> None:
    remove_member(unit, admin, channel, person=member)


def narrow_audience(unit: Session, admin: Actor, channel: Channel, _member: Actor) -> None:
    channel.kind, channel.audience = ChannelKind.THEME, Audience.MEMBERS
    unit.flush()
    change_audience(unit, admin, channel, audience=Audience.PEERS)


def be_suspended(unit: Session, admin: Actor, _channel: Channel, member: Actor) -> None:
    suspend(unit, admin, member, until=clock.now() + dt.timedelta(days=1))


Loss = Callable[[Session, Actor, Channel, Actor], None]


@pytest.mark.parametrize("loss", [leave_group, narrow_audience, be_suspended])
def test_who_loses_the_channel_hears_nothing_more_of_its_room(served: Served, loss: Loss) -> None:
    session = served.session
    member = make_actor(session, "Ada")
    admin, channel, _thread = group_with(served, member)
    room = make_room(session, channel)
    session.commit()
    reader, keeper = served.connect(member), served.connect(admin)
    assert reader.enter(room.public_id)
    assert keeper.enter(room.public_id)
    with unit_of_work() as unit:
        # The message stands first in the log; both become visible at once.
        make_message(unit, room, admin, "Nur noch unter uns.")
        loss(unit, admin, unit.get_one(Channel, channel.id), unit.get_one(Actor, member.id))
    assert keeper.hears("happened", last=1)
    assert not reader.hears("happened", SOON)


def test_who_leaves_a_conversation_is_told_so_and_nothing_more(served: Served) -> None:
    session = served.session
    ada, bo = make_actor(session, "Ada"), make_actor(session, "Bo")
    room = make_conversation(session, ada, bo)
    reader = served.connect(bo)
    assert reader.enter(room.public_id)
    with unit_of_work() as unit:
        gone = unit.get_one(Participant, (room.id, bo.id))
        gone.left_at = clock.now()
        record(unit, ParticipantWent(room_id=room.id, actor_id=bo.id))
        make_message(unit, room, ada, "Er ist weg.")
    assert reader.hears("closed", room=room.public_id)
    assert not reader.hears("happened", SOON)
    assert not reader.enter(room.public_id)


def test_who_came_later_is_not_told_what_was_said_before(served: Served) -> None:
    session = served.session
    ada, bo = make_actor(session, "Ada"), make_actor(session, "Bo")
    room = make_conversation(session, ada)
    say(ada, room, "Geheim, bevor jemand kam.")
    with unit_of_work() as unit:
        unit.add(Participant(room_id=room.id, actor_id=bo.id, after_sequence=1))
    first, later = served.connect(ada), served.connect(bo)
    assert first.enter(room.public_id)
    assert later.enter(room.public_id)
    message = session.scalars(sa.select(Message).where(Message.room_id == room.id)).one()
    with unit_of_work() as unit:
        give_reaction(unit, ada, message, sign="👍")
    assert first.hears("happened", last=2)
    assert later.hears("happened", last=2)
    assert "Geheim" in json.dumps(first.heard)
    assert "Geheim" not in json.dumps(later.heard)
    assert message.public_id not in json.dumps(later.heard)


def test_who_is_writing_is_told_to_the_others_and_not_too_often(served: Served) -> None:
    session = served.session
    room = channel_room(served)
    ada, bo = make_actor(session, "Ada"), make_actor(session, "Bo")
    writer, reader = served.connect(ada), served.connect(bo)
    assert writer.enter(room.public_id)
    assert reader.enter(room.public_id)
    for _ in range(20):
        writer.say("typing", {"room": room.public_id})
    assert reader.hears("typing", room=room.public_id, name="Ada", id=ada.public_id)
    reader.hears("never", SOON)
    assert len([name for name, _ in reader.heard if name == "typing"]) <= 5
    assert not writer.hears("typing", 0)


def test_a_room_shows_who_is_there_of_those_who_wish_it(served: Served) -> None:
    session = served.session
    room = channel_room(served)
    ada, zora = make_actor(session, "Ada"), make_actor(session, "Zora")
    be_seen(zora, wanted=True)
    reader, other = served.connect(ada), served.connect(zora)
    assert reader.enter(room.public_id)
    assert other.enter(room.public_id)
    people = [{"name": "Zora", "url": f"/people/{zora.handle}"}]
    late = served.connect(make_actor(session, "Kim"))
    entered = late.ask("enter", {"room": room.public_id})
    assert entered is not None
    assert entered["people"] == people
    assert reader.hears("present", room=room.public_id, people=people)
    assert other.ask("exit", {"room": room.public_id}) == {"ok": True}
    assert reader.hears("present", people=[])


def test_a_room_no_longer_shows_who_has_gone_away_at_once(served: Served) -> None:
    session = served.session
    room = channel_room(served)
    ada, zora = make_actor(session, "Ada"), make_actor(session, "Zora")
    be_seen(zora, wanted=True)
    other, reader = served.connect(zora), served.connect(ada)
    assert other.enter(room.public_id)
    entered = reader.ask("enter", {"room": room.public_id})
    assert entered is not None
    assert [one["name"] for one in entered["people"]] == ["Zora"]
    # Before all are told who is there: what the reader was answered is no longer so.
    other.close()
    assert reader.hears("present", people=[])


def test_a_room_that_is_gone_holds_up_nobody(session: Session) -> None:
    writer, room = make_actor(session, "Ada"), make_room(session, make_channel(session))
    make_message(session, room, writer)
    seat, news = Seat("sid", 1, 1, writer.id), News(Seats())
    for number in (room.id + 1, room.id):
        place = Place(Key(PlaceKind.ROOM, number), f"room{number}", room.channel_id)
        news.seats.listen(seat, place)
        news.stir(number, 1)
    [told] = Rooms().tidings(session, news)
    assert (told.key.id, told.stretch["last"]) == (room.id, 1)
