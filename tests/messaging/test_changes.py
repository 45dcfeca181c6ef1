"""Changing what was said: each change is in the log once, for who may, as long as they may."""

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.kernel.event_log import RecordedEvent
from forum.messaging import actions
from forum.messaging.actions.react import MOST_SIGNS
from forum.messaging.emoji import SIGNS
from forum.messaging.models import (
    Message,
    MessageMention,
    MessageVersion,
    Participant,
    Room,
    RoomEvent,
)
from forum.messaging.policy import Belonging
from forum.messaging.queries import first_unread, reader_of, state_of, unread_of, wrong_rooms
from forum.messaging.text import compose_message
from forum.threads.queries import known_names
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.messaging import make_conversation, make_message, make_room


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor(session, "Kim Tester")


@pytest.fixture
def other(session: Session) -> Actor:
    return make_actor(session, "Olga Andere")


@pytest.fixture
def admin(session: Session) -> Actor:
    return make_actor(session, "Admin", role=Role.ADMIN)


@pytest.fixture
def room(session: Session) -> Room:
    return make_room(session, make_channel(session, "Beteiligung"))


@pytest.fixture
def message(session: Session, room: Room, author: Actor) -> Message:
    return make_message(session, room, author)


def kinds(session: Session, room: Room) -> list[str]:
    """Return what happened, in order, having looked whether the numbers have gaps."""
    rows = session.scalars(
        sa.select(RoomEvent).where(RoomEvent.room_id == room.id).order_by(RoomEvent.sequence)
    ).all()
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
    session.refresh(room)
    assert room.last_sequence == len(rows)
    return [row.kind.value for row in rows]


def later(session: Session, message: Message, **ago: float) -> None:
    message.created_at = clock.now() - dt.timedelta(**ago)
    session.commit()


def test_every_change_is_in_the_log_once_and_doing_it_again_changes_nothing(
    session: Session, room: Room, message: Message, author: Actor, admin: Actor
) -> None:
    changes: list[Callable[[], Message]] = [
        lambda: actions.edit(
            session, author, message, text=compose_message("Anders"), version=message.version
        ),
        lambda: actions.give_reaction(session, admin, message, sign="👍"),
        lambda: actions.pin(session, admin, message),
        lambda: actions.unpin(session, admin, message),
        lambda: actions.withdraw_reaction(session, admin, message, sign="👍"),
        lambda: actions.remove(session, author, message),
        lambda: actions.restore(session, author, message),
    ]
    for change in changes:
        change()
        change()
    log = ["sent", "edited", "reacted", "pinned", "pinned", "reacted", "removed", "restored"]
    assert kinds(session, room) == log
    told = session.scalars(sa.select(RecordedEvent.name).order_by(RecordedEvent.id)).all()
    assert told[-7:] == [
        *("MessageEdited", "RoomStirred", "RoomStirred", "RoomStirred", "RoomStirred"),
        *("MessageRemoved", "MessageRestored"),
    ]
    assert (room.message_count, wrong_rooms(session)) == (1, [])
    state = state_of(session, room, Belonging(), message.public_id)
    assert (state["version"], state["excerpt"], state["removed"]) == (2, "Anders", None)
    assert session.scalars(sa.select(MessageVersion.source)).all() == ["Guten Morgen zusammen"]


def test_words_are_corrected_for_a_day_by_their_author_and_from_what_was_seen(
    session: Session, message: Message, author: Actor, admin: Actor
) -> None:
    text = compose_message("Anders")
    with pytest.raises(NotAllowed, match="not_the_author"):
        actions.edit(session, admin, message, text=text, version=1)
    with pytest.raises(Conflict, match="message_edited_meanwhile"):
        actions.edit(session, author, message, text=text, version=7)
    later(session, message, hours=25)
    with pytest.raises(NotAllowed, match="too_late_to_edit"):
        actions.edit(session, author, message, text=text, version=1)
    assert actions.remove(session, author, message).removed_at


def test_who_keeps_order_removes_with_a_reason_and_nobody_else_does(
    session: Session, message: Message, room: Room, other: Actor, author: Actor, admin: Actor
) -> None:
    with pytest.raises(NotAllowed):
        actions.remove(session, other, message, reason="Gefällt mir nicht")
    with pytest.raises(Invalid, match="empty_reason"):
        actions.remove(session, admin, message)
    actions.remove(session, admin, message, reason="Werbung")
    state = state_of(session, room, Belonging(), message.public_id)
    assert (state["removed"], state["html"], state["excerpt"]) == ("moderation", "", "")
    for person in (author, other):
        with pytest.raises(NotAllowed, match="not_a_moderator"):
            actions.restore(session, person, message)
    assert actions.restore(session, admin, message).removed_at is None
    with pytest.raises(NotAllowed, match="message_removed"):
        actions.edit(
            session,
            author,
            actions.remove(session, author, message),
            text=compose_message("Doch"),
            version=1,
        )


def test_an_edit_tells_only_those_who_were_not_mentioned_before(
    session: Session, room: Room, author: Actor, other: Actor, admin: Actor
) -> None:
    first = f"@{other.handle} bitte ansehen"
    message = make_message(session, room, author, first)
    source = f"@{admin.handle} und @{other.handle}"
    text = compose_message(source, known_names(session, source, home_id=room.channel_id))
    actions.edit(session, author, message, text=text, version=1)
    event = session.scalars(sa.select(RecordedEvent).order_by(RecordedEvent.id.desc())).first()
    assert event is not None
    assert event.payload["mentioned_ids"] == [admin.id]
    actions.edit(session, author, message, text=compose_message("niemand"), version=2)
    assert session.scalars(sa.select(MessageMention)).all() == []


def test_under_a_message_stand_signs_of_the_table_and_not_too_many(
    session: Session, message: Message, other: Actor
) -> None:
    with pytest.raises(Invalid, match="no_sign"):
        actions.give_reaction(session, other, message, sign="<b>")
    signs = sorted(SIGNS)
    for sign in signs[:MOST_SIGNS]:
        actions.give_reaction(session, other, message, sign=sign)
    with pytest.raises(Invalid, match="too_many_signs"):
        actions.give_reaction(session, other, message, sign=signs[-1])


def test_what_others_said_since_one_looked_is_new_and_nothing_in_a_room_never_seen(
    session: Session, room: Room, author: Actor, other: Actor
) -> None:
    make_message(session, room, author)
    assert unread_of(session, other, [room.id]) == {}
    actions.mark_read(session, other, room, up_to=1)
    make_message(session, room, other)
    gone = make_message(session, room, author)
    second = make_message(session, room, author, f"@{other.handle}?")
    actions.remove(session, author, gone)
    new = unread_of(session, other, [room.id])[room.id]
    assert (new.count, new.mentions, new.first) == (1, 1, second.sequence)
    actions.mark_read(session, other, room, up_to=99)
    actions.mark_read(session, other, room, up_to=1)
    assert first_unread(session, other, room) is None
    actions.mark_unread(session, other, room, number=second.sequence)
    assert first_unread(session, other, room) == second.sequence


def test_a_mention_is_new_even_where_one_has_never_been(
    session: Session, room: Room, author: Actor, other: Actor
) -> None:
    make_message(session, room, author)
    called = make_message(session, room, author, f"@{other.handle}, siehe oben")
    new = unread_of(session, other, [room.id])[room.id]
    assert (new.count, new.mentions, new.first) == (1, 1, called.sequence)


def test_who_comes_to_a_conversation_later_reads_and_changes_nothing_from_before(
    session: Session, author: Actor, other: Actor
) -> None:
    room = make_conversation(session, author, other)
    before = make_message(session, room, author)
    participant = session.get_one(Participant, (room.id, other.id))
    participant.after_sequence = before.sequence
    session.commit()
    now = make_message(session, room, author)
    new = unread_of(session, other, [room.id])[room.id]
    assert (new.count, new.first) == (1, now.sequence)
    with pytest.raises(NotAllowed, match="no_message"):
        actions.give_reaction(session, other, before, sign="👍")
    with pytest.raises(NotAllowed, match="no_message"):
        actions.pin(session, other, before)


def test_a_draft_goes_with_its_message_and_a_late_save_does_not_bring_it_back(
    session: Session, room: Room, author: Actor
) -> None:
    actions.save_draft(session, author, room, source="Halb fertig", client_id="entwurf-1")
    kept = reader_of(session, author, room)
    assert kept is not None
    assert kept.draft == "Halb fertig"
    actions.send(
        session, author, room, client_id="entwurf-1", text=compose_message("Halb fertig, ganz")
    )
    assert actions.save_draft(session, author, room, source="Halb", client_id="entwurf-1") == ""
    session.refresh(kept)
    assert kept.draft == ""


def test_a_counter_that_went_wrong_is_found_and_repaired_and_old_html_is_made_again(
    session: Session, room: Room, message: Message
) -> None:
    room.message_count, message.renderer_version, message.html = 7, 0, "<h3>alt</h3>"
    session.flush()
    assert [one.stored for one in actions.recount_rooms(session)] == [7]
    assert wrong_rooms(session) == []
    assert [actions.render_messages_again(session) for _ in range(2)] == [1, 0]
    assert message.html == "<p>Guten Morgen zusammen</p>"
