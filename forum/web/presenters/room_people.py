"""Who takes part in a conversation, and what the reader may do about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.messaging.meeting_policy import (
    can_add_to,
    can_close_room,
    can_lead,
    can_leave_room,
)
from forum.messaging.models import Participant, ParticipantRole, Room, RoomKind
from forum.web.presenters.memberships import MemberRow
from forum.web.presenters.parts import Tool
from forum.web.presenters.people import person_of
from forum.web.room_reading import RoomReading


@dataclass(frozen=True, slots=True)
class RoomPeoplePage:
    """The page of those who take part."""

    id: str
    title: str
    url: str
    description: str
    people: tuple[MemberRow, ...]
    can_search: bool
    search: str
    found: tuple[MemberRow, ...]
    can_rename: bool
    name_is_needed: bool
    switch: Tool | None
    """Closes the room, or opens it again."""
    can_leave: bool


def room_people(
    reading: RoomReading,
    people: Sequence[Participant],
    found: Sequence[Actor],
    *,
    title: str,
    search: str,
) -> RoomPeoplePage:
    """Return the page for this reader."""
    actor, room, own = reading.actor, reading.room, reading.own
    leads = bool(can_lead(actor, room, own))
    return RoomPeoplePage(
        id=room.public_id,
        title=title,
        url=reading.url,
        description=room.description,
        people=tuple(_member(reading, one, leads=leads) for one in people),
        can_search=bool(can_add_to(actor, room, own)),
        search=search,
        found=tuple(
            MemberRow(person_of(one), (_tool(reading, one, "add", _("Bring in"), "user-plus"),))
            for one in found
        ),
        can_rename=leads,
        name_is_needed=room.kind is RoomKind.WORKING,
        switch=_switch(reading) if can_close_room(actor, room, own) else None,
        can_leave=bool(can_leave_room(actor, room, own)),
    )


def _member(reading: RoomReading, one: Participant, *, leads: bool) -> MemberRow:
    role = _("Leads the conversation") if one.role is ParticipantRole.HOST else None
    takes_out = leads and one.actor_id != reading.actor.id
    tools = (
        (
            _tool(
                reading,
                one.actor,
                "remove",
                _("Take out of the conversation"),
                "user-x",
                is_grave=True,
            ),
        )
        if takes_out
        else ()
    )
    return MemberRow(person_of(one.actor, role=role), tools)


def _tool(
    reading: RoomReading,
    person: Actor,
    verb: str,
    label: str,
    icon: str,
    *,
    is_grave: bool = False,
) -> Tool:
    public_id = reading.room.public_id
    url = url_for(f"room_people.{verb}", public_id=public_id, handle=person.handle)
    return Tool(label, icon, url, "post", is_grave=is_grave)


def channel_switch(channel: Channel, room: Room | None) -> Tool:
    """Return what switches the chat of a channel off, or on again."""
    if room is None or room.closed_at is None:
        url = url_for("room_people.switch_off", slug=channel.slug)
        return Tool(_("Switch the chat off"), "lock", url, "post")
    url = url_for("room_people.switch_on", slug=channel.slug)
    return Tool(_("Switch the chat on"), "message-circle", url, "post")


def _switch(reading: RoomReading) -> Tool:
    public_id = reading.room.public_id
    if reading.room.closed_at is None:
        url = url_for("room_people.close", public_id=public_id)
        return Tool(_("Close the room"), "lock", url, "post")
    url = url_for("room_people.reopen", public_id=public_id)
    return Tool(_("Open the room again"), "history", url, "post")
