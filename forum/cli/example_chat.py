"""Conversations in a channel, between two people, and in a room of some: a part of the examples."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
import yaml
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.queries import channel_by_slug
from forum.kernel import clock
from forum.messaging.actions import open_working, room_for_channel, send, start_direct
from forum.messaging.models import Message, Room, RoomEvent
from forum.messaging.queries import room_by_public_id
from forum.messaging.text import compose_message
from forum.settings import ROOT

FILE = ROOT / "programmes" / "example_chat.yaml"
Entry = Mapping[str, Any]
People = Mapping[str, Actor]


def load_chat(session: Session, people: People) -> None:
    """Let people talk in a channel, two of them directly, and some in a room with a name."""
    document: Entry = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    of_channel, direct, working = (document[kind] for kind in ("channel", "direct", "working"))
    room = room_for_channel(session, channel_by_slug(session, of_channel["slug"]))
    _talk(session, room, of_channel["messages"], people)
    one, other = (people[key] for key in direct["people"])
    _talk(session, start_direct(session, one, other), direct["messages"], people)
    room = open_working(
        session,
        people[working["host"]],
        [people[key] for key in working["people"]],
        name=working["name"],
        description=working["description"],
    )
    _talk(session, room, working["messages"], people)


def _talk(session: Session, room: Room, messages: Sequence[Entry], people: People) -> None:
    """Send the messages through the action, then date them back."""
    session.flush()
    room = room_by_public_id(session, room.public_id)
    sent: list[Message] = []
    for entry in messages:
        message, _ = send(
            session,
            people[entry["author"]],
            room,
            client_id=str(uuid.uuid4()),
            text=compose_message(entry["text"]),
            reply_to=sent[entry["answers"] - 1] if "answers" in entry else None,
        )
        at = clock.now() - dt.timedelta(minutes=entry["minutes_ago"])
        message.created_at = at
        session.execute(
            sa.update(RoomEvent)
            .where(RoomEvent.room_id == room.id, RoomEvent.sequence == message.sequence)
            .values(created_at=at)
        )
        sent.append(message)
    room.last_message_at = sent[-1].created_at
    session.flush()
