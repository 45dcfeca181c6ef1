"""Files in chat: seen by whoever reads the message, and by nobody because of what it once said."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.attachments import policy
from forum.attachments.actions import (
    forget_unused,
    note_unused,
    remove,
    show_attachments_in_message,
)
from forum.attachments.actions.show_in_message import MOST_IN_A_MESSAGE
from forum.attachments.models import Attachment
from forum.attachments.queries import attachment_for, messages_with, own_attachments, uses_of
from forum.channels.models import Audience
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotAllowed, NotFound
from forum.messaging import actions
from forum.messaging.models import Message, Participant, Room
from forum.messaging.text import compose_message
from tests.factories.accounts import make_actor
from tests.factories.attachments import make_attachment, naming
from tests.factories.channels import make_channel
from tests.factories.messaging import make_conversation, make_message, make_room


@pytest.fixture
def owner(session: Session) -> Actor:
    return make_actor(session, "Kim Tester")


@pytest.fixture
def other(session: Session) -> Actor:
    return make_actor(session, "Olga Andere")


@pytest.fixture
def room(session: Session, owner: Actor, other: Actor) -> Room:
    return make_conversation(session, owner, other)


def shown(session: Session, room: Room, author: Actor, *files: Attachment) -> Message:
    message = make_message(session, room, author, naming(*files))
    show_attachments_in_message(session, author, message)
    session.commit()
    return message


def readers(session: Session, file: Attachment, people: list[Actor | None]) -> list[bool]:
    """Return who of these people sees the file, having looked whether rule and SQL agree."""
    answers = []
    for actor in people:
        is_seen = bool(
            policy.can_read(
                actor, file, uses_of(session, actor, file), messages_with(session, actor, file)
            )
        )
        by_sql = sa.select(Attachment.id).where(
            Attachment.id == file.id, policy.readable_attachments(actor)
        )
        assert (session.scalar(by_sql) is not None) is is_seen
        answers.append(is_seen)
    return answers


def test_a_file_is_seen_by_who_reads_the_message_as_long_as_it_shows_it(
    session: Session, owner: Actor, other: Actor, room: Room
) -> None:
    file, stranger = make_attachment(session, owner), make_actor(session)
    people = [owner, other, stranger, None]
    assert readers(session, file, people) == [True, False, False, False]
    message = shown(session, room, owner, file)
    assert readers(session, file, people) == [True, True, False, False]
    assert attachment_for(session, other, file.public_id) is file
    with pytest.raises(NotFound):
        attachment_for(session, stranger, file.public_id)
    taking_part = session.get_one(Participant, (room.id, other.id))
    taking_part.after_sequence = message.sequence
    assert readers(session, file, people) == [True, False, False, False]
    taking_part.after_sequence = 0
    actions.remove(session, owner, message)
    assert readers(session, file, people) == [True, False, False, False]
    actions.restore(session, owner, message)
    edited = actions.edit(session, owner, message, text=compose_message("Falsche Datei"), version=1)
    show_attachments_in_message(session, owner, edited)
    assert readers(session, file, people) == [True, False, False, False]


def test_the_room_of_a_channel_shows_files_to_its_readers(
    session: Session, owner: Actor, other: Actor
) -> None:
    for audience, is_seen in ((Audience.PUBLIC, True), (Audience.MEMBERS, True)):
        file = make_attachment(session, owner)
        room = make_room(session, make_channel(session, audience, audience=audience))
        shown(session, room, owner, file)
        assert readers(session, file, [other, None]) == [is_seen, False]


def test_naming_a_file_that_one_may_not_see_opens_it_to_nobody(
    session: Session, owner: Actor, other: Actor, room: Room
) -> None:
    file = make_attachment(session, owner)
    shown(session, room, other, file)
    assert readers(session, file, [other]) == [False]
    many = [make_attachment(session, owner) for _ in range(MOST_IN_A_MESSAGE + 1)]
    message = make_message(session, room, owner, naming(*many))
    with pytest.raises(Invalid, match="too_many_attachments"):
        show_attachments_in_message(session, owner, message)


def test_what_a_message_shows_is_neither_cleaned_away_nor_removed(
    session: Session, owner: Actor, room: Room
) -> None:
    files = {name: make_attachment(session, owner) for name in ("shown", "drafted", "unused")}
    message = shown(session, room, owner, files["shown"])
    actions.save_draft(session, owner, room, source=naming(files["drafted"]))
    assert [one.in_message for one in own_attachments(session, owner, None).items].count(True) == 1
    with pytest.raises(NotAllowed, match="attachment_is_shown"):
        remove(session, owner, files["shown"])
    session.execute(
        sa.update(Attachment)
        .where(Attachment.unused_at.is_not(None))
        .values(unused_at=clock.now() - dt.timedelta(days=2))
    )
    assert note_unused(session) == 0
    assert len(forget_unused(session)) == 2
    left = set(session.scalars(sa.select(Attachment.id)))
    assert left == {files["shown"].id, files["drafted"].id}
    session.delete(message)
    session.flush()
    assert note_unused(session) == 1
