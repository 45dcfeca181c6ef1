"""What grows old in a room is deleted, with everything that hung on it, and with nothing else."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.attachments.models import MessageAttachment
from forum.kernel import clock
from forum.kernel.event_log import RecordedEvent
from forum.messaging.actions import edit, forget_messages, give_reaction, recount_rooms, remove
from forum.messaging.actions.keep import keep
from forum.messaging.models import (
    KeptPart,
    Message,
    MessageReaction,
    MessageVersion,
    Room,
    RoomEvent,
)
from forum.messaging.policy import Belonging
from forum.messaging.queries import happened_after, history, leaving_soon
from forum.messaging.text import compose_message
from forum.moderation.models import Case, CaseState, Source, Target
from forum.moderation.queries.undecided import undecided_messages
from tests.factories.accounts import make_actor
from tests.factories.attachments import make_attachment
from tests.factories.channels import make_channel
from tests.factories.messaging import make_conversation, make_message, make_room


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor(session, "Kim Tester")


@pytest.fixture
def room(session: Session) -> Room:
    return make_room(session, make_channel(session, "Beteiligung"))


def forget(session: Session) -> int:
    """Do what the clock does, to the end."""
    done = 0
    while count := forget_messages(session, spared=undecided_messages()):
        done += count
    session.expire_all()
    return done


def age(session: Session, message: Message, days: float) -> Message:
    message.created_at = clock.now() - dt.timedelta(days=days)
    session.flush()
    return message


def kept_in(session: Session, room: Room) -> list[Message]:
    return history(session, room, Belonging())


def test_old_messages_go_with_all_that_hung_on_them_and_young_ones_stay(
    session: Session, room: Room, author: Actor
) -> None:
    old = make_message(session, room, author, "Von früher")
    edit(session, author, old, text=compose_message("Von ganz früher"), version=1)
    give_reaction(session, author, old, sign="👍")
    file = make_attachment(session, author)
    session.add(MessageAttachment(attachment_id=file.id, message_id=old.id))
    removed = make_message(session, room, author, "Weg damit")
    remove(session, author, removed)
    young = make_message(session, room, author, "Von heute")
    age(session, old, 181)
    age(session, removed, 180.5)
    age(session, young, 179.5)
    assert forget(session) == 2
    assert kept_in(session, room) == [young]
    assert room.message_count == 1
    assert recount_rooms(session) == []
    for table in (MessageVersion, MessageReaction, MessageAttachment):
        assert session.scalars(sa.select(sa.func.count()).select_from(table)).one() == 0
    assert forget(session) == 0


def test_who_was_away_for_so_long_starts_anew_and_the_rest_follows_without_a_hole(
    session: Session, room: Room, author: Actor
) -> None:
    old = make_message(session, room, author)
    later = make_message(session, room, author)
    young = make_message(session, room, author)
    give_reaction(session, author, old, sign="👍")
    age(session, old, 200)
    age(session, later, 190)
    forget(session)
    assert (room.first_sequence, room.last_sequence) == (3, 4)
    for number in (0, 1):
        assert happened_after(session, room.id, Belonging(), number)["has_gap"]
    page = happened_after(session, room.id, Belonging(), 2)
    assert (page["has_gap"], page["last"]) == (False, 4)
    # What was said of an old message later on still has its number, and no message any more.
    assert [(one["sequence"], one["message"]) for one in page["events"]] == [
        (3, young.public_id),
        (4, None),
    ]
    numbers = session.scalars(sa.select(RoomEvent.sequence).order_by(RoomEvent.sequence)).all()
    assert numbers == [3, 4]


def test_each_room_keeps_as_long_as_it_says(session: Session, author: Actor) -> None:
    rooms = [make_conversation(session, author, make_actor(session)) for _ in range(4)]
    for room, days in zip(rooms, (30, 90, None, 0), strict=True):
        room.kept_days = days
        age(session, make_message(session, room, author), 60)
    forget(session)
    assert [room.message_count for room in rooms] == [0, 1, 1, 1]


def test_nothing_goes_while_a_room_spares_what_was_to_stay_longer(
    session: Session, room: Room, author: Actor
) -> None:
    age(session, make_message(session, room, author), 200)
    room.spared_until = clock.now() + dt.timedelta(days=3)
    assert forget(session) == 0
    room.spared_until = clock.now() - dt.timedelta(seconds=1)
    assert forget(session) == 1


def test_what_the_moderation_has_to_decide_about_stays_until_then(
    session: Session, room: Room, author: Actor
) -> None:
    reported, other = (age(session, make_message(session, room, author), 200) for _ in range(2))
    make_message(session, room, author)
    case = Case(
        target=Target.MESSAGE,
        target_id=reported.id,
        source=Source.NOTICE,
        title="Beteiligung (#1)",
        channel_id=room.channel_id,
    )
    session.add(case)
    session.flush()
    assert forget(session) == 1
    assert reported in kept_in(session, room)
    assert other not in kept_in(session, room)
    case.state = CaseState.DECIDED
    assert forget(session) == 1


def test_the_number_of_a_message_that_was_reported_is_never_given_again(
    session: Session, room: Room, author: Actor
) -> None:
    newest = age(session, make_message(session, room, author), 200)
    number = newest.id
    session.add(
        Case(
            target=Target.MESSAGE,
            target_id=number,
            source=Source.NOTICE,
            state=CaseState.DECIDED,
            title="Beteiligung (#1)",
        )
    )
    session.flush()
    forget(session)
    assert make_message(session, room, author).id != number
    assert forget(session) == 1


def test_a_quote_stays_when_its_message_goes(session: Session, room: Room, author: Actor) -> None:
    age(session, make_message(session, room, author, "Das soll bleiben"), 200)
    keep(session, author, room, first=1, last=1)
    assert forget(session) == 1
    part = session.scalars(sa.select(KeptPart)).one()
    assert (part.source, part.message_id) == ("Das soll bleiben", None)


def test_many_go_in_short_steps_each_of_which_tells_what_went(
    session: Session, room: Room, author: Actor
) -> None:
    ids = [age(session, make_message(session, room, author), 200).id for _ in range(5)]
    steps = [forget_messages(session, spared=undecided_messages(), limit=2) for _ in range(4)]
    assert steps == [2, 2, 1, 0]
    told = session.scalars(
        sa.select(RecordedEvent.payload)
        .where(RecordedEvent.name == "MessagesForgotten")
        .order_by(RecordedEvent.id)
    )
    assert [one for words in told for one in words["message_ids"]] == ids


def test_two_weeks_before_they_go_it_is_known_which_ones(
    session: Session, room: Room, author: Actor
) -> None:
    room.created_at = clock.now() - dt.timedelta(days=300)
    assert leaving_soon(session, room, Belonging()) is None
    young, soon, quoted = (make_message(session, room, author) for _ in range(3))
    age(session, young, 160)
    age(session, soon, 170)
    age(session, quoted, 175).kept_in = "einGespraech"
    found = leaving_soon(session, room, Belonging())
    assert found is not None
    assert (found.first, found.count, found.since) == (soon.sequence, 1, soon.created_at)
    assert found.at == soon.created_at + dt.timedelta(days=180)
    room.kept_days = 30
    room.spared_until = clock.now() + dt.timedelta(days=13)
    found = leaving_soon(session, room, Belonging())
    assert found is not None
    assert (found.count, found.at) == (2, room.spared_until)
    room.kept_days = None
    assert leaving_soon(session, room, Belonging()) is None
