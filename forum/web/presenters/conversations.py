"""The list of conversations."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from forum.accounts.models import Actor
from forum.messaging.models import RoomKind
from forum.messaging.queries import ListedRoom
from forum.web.presenters.parts import initials, tone
from forum.web.presenters.people import avatar_url
from forum.web.room_reading import room_address
from forum.wording.rooms import joined


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """A conversation in the list; with what an avatar asks for."""

    name: str
    url: str
    icon: str | None
    """Of rooms with a name; two people's has the other's face."""
    initials: str
    tone: int
    avatar_url: str | None
    note: str
    """What kind of room it is, where its name does not say so."""
    words: str
    """The last message with who wrote it, or how the reader's own begins that is not sent yet."""
    is_draft: bool
    at: dt.datetime
    unread: int
    mentions: int


def conversation_lines(rooms: Sequence[ListedRoom], reader: Actor) -> tuple[ConversationLine, ...]:
    """Return the lines in the order of the rooms."""
    return tuple(_line(listed, reader) for listed in rooms)


def _line(listed: ListedRoom, reader: Actor) -> ConversationLine:
    room, people = listed.room, [one.actor for one in listed.people]
    other = people[0] if room.kind is RoomKind.DIRECT and people else None
    name = _name(listed, people)
    return ConversationLine(
        name=name,
        url=room_address(room),
        icon=None if other else ("hash" if room.kind is RoomKind.CHANNEL else "users"),
        initials=initials(name),
        tone=tone(other.public_id if other else room.public_id),
        avatar_url=avatar_url(other) if other else None,
        note=_note(room.kind, is_closed=room.closed_at is not None),
        words=_words(listed, reader),
        is_draft=bool(listed.draft),
        at=listed.at,
        unread=listed.unread.count if listed.unread else 0,
        mentions=listed.unread.mentions if listed.unread else 0,
    )


def _name(listed: ListedRoom, people: Sequence[Actor]) -> str:
    if listed.room.channel is not None:
        return listed.room.channel.name
    return listed.room.name or joined([person.name for person in people])


def _note(kind: RoomKind, *, is_closed: bool) -> str:
    if is_closed:
        return str(_("Closed"))
    return {
        RoomKind.CHANNEL: str(_("Channel")),
        RoomKind.GROUP: str(_("Group conversation")),
        RoomKind.WORKING: str(_("Working room")),
        RoomKind.CONSULTATION: str(_("Peer consultation")),
    }.get(kind, "")


def _words(listed: ListedRoom, reader: Actor) -> str:
    if listed.draft:
        return " ".join(listed.draft.split())[:160]
    if listed.last is None:
        return str(_("Nobody has written here yet."))
    author = listed.last.author
    if listed.room.kind is RoomKind.DIRECT and author.id != reader.id:
        return listed.last.excerpt  # the line bears that person's name already
    name = str(_("You")) if author.id == reader.id else author.name
    return f"{name}: {listed.last.excerpt}"
