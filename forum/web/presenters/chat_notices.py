"""What waits for the reader in chat, as lines among what they were told: one a room."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.messaging.models import RoomKind
from forum.messaging.queries import WaitingRoom
from forum.web.presenters.notifications import NotificationView
from forum.web.room_reading import room_address
from forum.wording.rooms import room_name


def chat_notices(rooms: Sequence[WaitingRoom]) -> list[NotificationView]:
    """Return the lines in the order of the rooms; they go as soon as the room was read."""
    return [
        NotificationView(
            sentence=_sentence(one),
            url=_address(one),
            icon="at-sign" if one.is_mention else "message-square",
            names=one.last.author.name if one.count > 1 else "",
            channel=_place(one),
            excerpt=one.last.excerpt,
            at=one.last.created_at,
            is_unread=True,
            read_url=url_for(
                "notifications.read_room",
                public_id=one.room.public_id,
                up_to=one.last.sequence,
            ),
        )
        for one in rooms
    ]


def _sentence(one: WaitingRoom) -> str:
    room, who = one.room, one.last.author.name
    if room.kind is RoomKind.DIRECT:
        return str(
            ngettext(
                "%(who)s has written to you",
                "%(who)s has sent you %(num)d messages",
                one.count,
                who=who,
            )
        )
    title = room_name(one)
    if one.is_mention:
        if one.count == 1:
            return str(_("%(who)s has mentioned you in the chat “%(title)s”", who=who, title=title))
        return str(
            _(
                "%(num)d new messages in the chat “%(title)s”, and you are mentioned",
                title=title,
                num=one.count,
            )
        )
    return str(
        ngettext(
            "%(num)d new message in the chat “%(title)s”",
            "%(num)d new messages in the chat “%(title)s”",
            one.count,
            title=title,
        )
    )


def _address(one: WaitingRoom) -> str:
    """Return the room, which shows where reading stopped; in a channel, what is meant."""
    address = room_address(one.room)
    return address if one.room.channel is None else f"{address}?message={one.first}"


def _place(one: WaitingRoom) -> str:
    if one.room.kind is RoomKind.DIRECT:
        return str(_("Direct message"))
    return str(_("Chat"))
