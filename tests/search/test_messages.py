"""Messages are found by who reads their room now, from when on they came, while they stand."""

from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Audience
from forum.cli.search import rebuild
from forum.jobs.relay import relay
from forum.kernel import clock
from forum.messaging import actions
from forum.messaging.models import Room, RoomKind
from forum.messaging.policy import can_read_message
from forum.messaging.queries import belonging_of, participant_of
from forum.messaging.text import compose_message
from forum.search.catching_up import index_missing
from forum.wiring import SUBSCRIBERS
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.messaging import make_conversation, make_message, make_room
from tests.search.library import ask


def said(session: Session, actor: Actor | None, text: str, room: Room | None = None) -> list[str]:
    relay(SUBSCRIBERS)
    found = ask(session, actor, text, kind="messages", room=room)
    return [one.message.source for one in found.messages]


def test_the_index_follows_a_message_through_its_life(session: Session) -> None:
    author = make_actor(session)
    room = make_room(session, make_channel(session))
    message = make_message(session, room, author, "Wir pflanzen **Mangold**")
    session.commit()
    assert said(session, author, "pflanze mangold") == ["Wir pflanzen **Mangold**"]
    text = compose_message("Wir pflanzen Spinat")
    actions.edit(session, author, message, text=text, version=message.version)
    session.commit()
    assert said(session, author, "mangold") == []
    assert said(session, author, "spinat") == ["Wir pflanzen Spinat"]
    actions.remove(session, author, message)
    # Also before the index has heard of it.
    assert ask(session, author, "spinat", kind="messages").messages == []
    session.commit()
    assert said(session, author, "spinat") == []
    actions.restore(session, author, message)
    session.commit()
    assert said(session, author, "spinat") == ["Wir pflanzen Spinat"]


def test_search_agrees_with_the_policy_in_every_kind_of_room(session: Session) -> None:
    ada, ben = make_actor(session, "Ada"), make_actor(session, "Ben")
    admin = make_actor(session, "Ria", role=Role.ADMIN)
    suspended = make_actor(session, "Sid")
    suspended.suspended_until = clock.now().replace(year=2100)
    rooms = [make_room(session, make_channel(session, audience=one)) for one in Audience]
    rooms += [
        make_conversation(session, ada, ben, suspended, kind=kind)
        for kind in (RoomKind.GROUP, RoomKind.WORKING)
    ]
    for room in rooms:
        message = make_message(session, room, admin if room.channel_id else ada, "Kohlrabi")
        session.commit()
        for person in (None, ada, ben, admin, suspended, make_actor(session)):
            own = belonging_of(session, person, room)
            expected = ["Kohlrabi"] if can_read_message(person, message, room, own) else []
            assert said(session, person, "kohlrabi", room) == expected


def test_who_came_late_or_left_finds_what_they_may_read(session: Session) -> None:
    ada, ben = make_actor(session, "Ada"), make_actor(session, "Ben")
    room = make_conversation(session, ada, kind=RoomKind.WORKING)
    make_message(session, room, ada, "Kohlrabi früher")
    actions.add_participant(session, ada, room, person=ben)
    session.commit()
    make_message(session, room, ada, "Kohlrabi später")
    session.commit()
    assert sorted(said(session, ada, "kohlrabi")) == ["Kohlrabi früher", "Kohlrabi später"]
    assert said(session, ben, "kohlrabi") == said(session, ben, "kohlrabi", room)
    assert said(session, ben, "kohlrabi") == ["Kohlrabi später"]
    row = participant_of(session, room, ben)
    assert row is not None
    row.left_at = clock.now()
    session.commit()
    assert said(session, ben, "kohlrabi") == []


def test_what_is_said_in_a_consultation_is_never_found(session: Session) -> None:
    ada = make_actor(session, "Ada")
    room = make_conversation(session, ada, kind=RoomKind.CONSULTATION)
    make_message(session, room, ada, "Kohlrabi")
    session.commit()
    assert said(session, ada, "kohlrabi") == []
    assert index_missing(session) == 1  # Ada herself
    # Should a document be there after all, it is not shown.
    room.kind = RoomKind.GROUP
    session.commit()
    index_missing(session)
    room.kind = RoomKind.CONSULTATION
    session.commit()
    assert said(session, ada, "kohlrabi") == []


def test_filters_narrow_what_was_said(session: Session) -> None:
    ada, ben = make_actor(session, "Ada Eins"), make_actor(session, "Ben Zwei")
    channel = make_channel(session, "Grüne Räume")
    make_message(session, make_room(session, channel), ada, "Kresse im Kanal")
    make_message(session, make_conversation(session, ada, ben), ben, "Kresse im Gespräch")
    session.commit()
    index_missing(session)
    for filters, expected in {
        "von:ada": ["Kresse im Kanal"],
        'in:"grüne räume"': ["Kresse im Kanal"],
        "von:ben nach:2020": ["Kresse im Gespräch"],
        "vor:2020": [],
        "ungelöst": [],
        "schlagwort:nichts": [],
    }.items():
        assert said(session, ada, f"kresse {filters}") == expected, filters
    assert said(session, ada, "-kanal von:ben") == ["Kresse im Gespräch"]


def test_messages_stand_beside_posts_and_are_no_posts(session: Session) -> None:
    ada = make_actor(session, "Ada")
    room = make_room(session, make_channel(session, audience=Audience.PUBLIC))
    for number in range(5):
        make_message(session, room, ada, f"Kresse {number}")
    session.commit()
    relay(SUBSCRIBERS)
    found = ask(session, ada, "kresse")
    assert found.posts == []
    assert len(found.messages) == 3
    assert found.more_messages
    assert ask(session, None, "kresse").is_empty
    assert len(ask(session, ada, "kresse", kind="messages").messages) == 5


def test_a_rebuild_writes_messages_too(app: Flask, session: Session) -> None:
    ada = make_actor(session, "Ada")
    make_message(session, make_room(session, make_channel(session)), ada, "Kohlrabi")
    session.commit()
    answer = app.test_cli_runner().invoke(rebuild)
    assert answer.exit_code == 0, answer.output
    assert len(ask(session, ada, "kohlrabi", kind="messages").messages) == 1


def test_what_a_room_loses_is_gone_from_the_index(session: Session) -> None:
    ada = make_actor(session, "Ada")
    room = make_conversation(session, ada)
    message = make_message(session, room, ada, "Kohlrabi")
    session.commit()
    assert said(session, ada, "kohlrabi") == ["Kohlrabi"]
    session.delete(message)
    session.commit()
    assert ask(session, ada, "kohlrabi", kind="messages").messages == []
