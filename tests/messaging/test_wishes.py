"""What somebody wishes of chat: levels of rooms, and quiet hours by their own clock."""

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from forum.kernel.errors import Invalid, NotAllowed
from forum.messaging.actions import (
    ChatChoice,
    choose_chat,
    choose_level,
    end_chat_mail,
    leave,
    mark_read,
)
from forum.messaging.models import ChatWishes, RoomLevel
from forum.messaging.queries import level_of, reader_of, unread_rooms
from forum.messaging.quiet import is_quiet
from tests.factories.accounts import account_of, make_actor
from tests.factories.channels import make_channel
from tests.factories.messaging import make_conversation, make_message, make_room


def night(begins: str, ends: str) -> ChatWishes:
    minutes = [int(one[:2]) * 60 + int(one[3:]) for one in (begins, ends)]
    return ChatWishes(account_id=1, quiet_from=minutes[0], quiet_until=minutes[1])


@pytest.mark.parametrize(
    ("wishes", "moment", "quiet"),
    [
        (None, "2026-11-23T23:00", False),
        (ChatWishes(account_id=1), "2026-11-23T23:00", False),
        # Berlin is one hour ahead of UTC in winter, two in summer.
        (night("22:00", "07:00"), "2026-11-23T20:59", False),
        (night("22:00", "07:00"), "2026-11-23T21:00", True),
        (night("22:00", "07:00"), "2026-11-24T05:59", True),
        (night("22:00", "07:00"), "2026-11-24T06:00", False),
        (night("22:00", "07:00"), "2026-07-23T20:00", True),
        (night("22:00", "07:00"), "2026-07-24T05:00", False),
        (night("12:00", "13:00"), "2026-11-23T11:30", True),
        (night("12:00", "13:00"), "2026-11-23T12:00", False),
        # The hour that comes twice on the day summer time ends.
        (night("02:00", "03:00"), "2026-10-25T00:30", True),
        (night("02:00", "03:00"), "2026-10-25T01:30", True),
        (night("02:00", "03:00"), "2026-10-25T02:00", False),
    ],
)
def test_it_is_quiet_by_the_clock_of_the_account(
    wishes: ChatWishes | None, moment: str, quiet: bool
) -> None:
    now = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
    assert is_quiet(wishes, "Europe/Berlin", now) is quiet


def test_what_was_chosen_is_kept_and_an_end_of_letters_changes_nothing_else(
    session: Session,
) -> None:
    account = account_of(session, make_actor(session))
    choice = ChatChoice(
        by_mail=True,
        enter_sends=False,
        direct_refused=True,
        quiet_from=dt.time(22, 15),
        quiet_until=dt.time(6, 0),
    )
    choose_chat(session, account, choice)
    end_chat_mail(session, account)
    kept = session.get_one(ChatWishes, account.id)
    assert (kept.by_mail, kept.enter_sends, kept.direct_refused) == (False, False, True)
    assert (kept.quiet_from, kept.quiet_until) == (22 * 60 + 15, 6 * 60)
    choose_chat(session, account, ChatChoice(by_mail=True, enter_sends=True, direct_refused=False))
    session.refresh(kept)
    assert (kept.by_mail, kept.quiet_from, kept.quiet_until) == (True, None, None)


def test_whoever_never_chose_can_end_letters(session: Session) -> None:
    account = account_of(session, make_actor(session))
    end_chat_mail(session, account)
    kept = session.get_one(ChatWishes, account.id)
    assert (kept.by_mail, kept.enter_sends, kept.direct_refused) == (False, True, False)


@pytest.mark.parametrize(
    ("begins", "ends", "reason", "field"),
    [
        (dt.time(22), None, "quiet_hours_half", "quiet_until"),
        (None, dt.time(7), "quiet_hours_half", "quiet_from"),
        (dt.time(7), dt.time(7), "quiet_hours_empty", "quiet_until"),
    ],
)
def test_quiet_hours_have_a_beginning_and_another_end(
    session: Session, begins: dt.time | None, ends: dt.time | None, reason: str, field: str
) -> None:
    account = account_of(session, make_actor(session))
    choice = ChatChoice(
        by_mail=True, enter_sends=True, direct_refused=False, quiet_from=begins, quiet_until=ends
    )
    with pytest.raises(Invalid) as refused:
        choose_chat(session, account, choice)
    assert (refused.value.reason, refused.value.field) == (reason, field)


def test_the_level_of_a_room_is_the_readers_and_decides_what_waits(session: Session) -> None:
    ada, bo = make_actor(session), make_actor(session)
    room = make_conversation(session, ada, bo)
    make_message(session, room, ada, "Guten Tag")
    assert level_of(room, reader_of(session, bo, room)) is RoomLevel.ALL
    assert unread_rooms(session, bo) == 1
    mark_read(session, bo, room, up_to=0)
    choose_level(session, bo, room, level=RoomLevel.NOTHING)
    assert unread_rooms(session, bo) == 0
    reader = reader_of(session, bo, room)
    assert reader is not None
    assert level_of(room, reader) is RoomLevel.NOTHING
    assert reader.read_up_to == 0
    choose_level(session, bo, room, level=RoomLevel.ALL)
    assert unread_rooms(session, bo) == 1


def test_nothing_is_chosen_for_a_room_one_does_not_read(session: Session) -> None:
    ada, bo, stranger = (make_actor(session) for _ in range(3))
    room = make_conversation(session, ada, bo)
    with pytest.raises(NotAllowed):
        choose_level(session, stranger, room, level=RoomLevel.ALL)
    leave(session, bo, room)
    with pytest.raises(NotAllowed):
        choose_level(session, bo, room, level=RoomLevel.ALL)


def test_choosing_in_a_channel_where_one_has_never_been_makes_nothing_new(
    session: Session,
) -> None:
    ada, bo = make_actor(session), make_actor(session)
    room = make_room(session, make_channel(session))
    make_message(session, room, ada, "Guten Tag")
    choose_level(session, bo, room, level=RoomLevel.ALL)
    assert unread_rooms(session, bo) == 0
    make_message(session, room, ada, "Und noch etwas")
    assert unread_rooms(session, bo) == 1
