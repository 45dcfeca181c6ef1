"""What a letter about missed messages says, in the words and the time of its reader.

It names rooms and people. Of conversations it says nothing that was written there: a mailbox is
read over other shoulders than a page that asks for a password.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.dates import format_datetime, get_timezone
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from forum.accounts.models import Account
from forum.mail.context import signer
from forum.mail.letters import absolute_url
from forum.mail.list_headers import list_headers
from forum.mail.people import letter_name, letter_person
from forum.messaging.models import RoomKind
from forum.messaging.queries import WaitingRoom
from forum.notifications.ending import PURPOSE, Ending
from forum.wording.rooms import room_name


@dataclass(frozen=True, slots=True)
class MissedRoom:
    """One room in the letter."""

    sentence: str
    latest: str
    """Who has written last, from where, and when."""
    excerpt: str
    """Of the chat of a channel; "" for conversations."""
    url: str


@dataclass(frozen=True, slots=True)
class MissedLetter:
    """Everything the letter is made of."""

    subject: str
    rooms: Sequence[MissedRoom]
    hides_words: bool
    """Something in it was said in a conversation."""
    end_url: str
    headers: dict[str, str]


def letter_of_missed(account: Account, waiting: Sequence[WaitingRoom]) -> MissedLetter:
    """Return the letter about these rooms; authors come with organisation and city."""
    ending = Ending(account.id, chat=True)
    end_url = absolute_url("unsubscriptions.ask", token=signer().sign(PURPOSE, ending.text()))
    with force_locale(account.locale):
        rooms = [_room(account, one) for one in waiting]
        subject = rooms[0].sentence
        if len(rooms) > 1:
            subject = str(_("New messages for you in %(num)d chats", num=len(rooms)))
    hides = any(one.room.channel is None for one in waiting)
    about = f"room-{waiting[0].room.public_id}" if len(waiting) == 1 else ""
    headers = list_headers("chat", end_url, about=about)
    return MissedLetter(subject, rooms, hides, end_url, headers)


def _room(account: Account, one: WaitingRoom) -> MissedRoom:
    at = format_datetime(
        one.last.created_at,
        _("d MMM y, HH:mm"),
        tzinfo=get_timezone(account.timezone),
        locale=account.locale,
    )
    is_open = one.room.channel is not None
    return MissedRoom(
        sentence=_sentence(one),
        latest=f"{letter_person(one.last.author)}, {at}",
        excerpt=one.last.excerpt if is_open else "",
        url=_address(one),
    )


def _address(one: WaitingRoom) -> str:
    """Return the room, which shows where reading stopped; in a channel, what is meant."""
    which = {} if one.room.channel is None else {"message": one.first}
    return absolute_url("chat.show", public_id=one.room.public_id, **which)


def _sentence(one: WaitingRoom) -> str:
    values = {"who": letter_name(one.last.author), "title": room_name(one)}
    if one.room.kind is RoomKind.DIRECT:
        return str(
            ngettext(
                "%(who)s has written to you",
                "%(who)s has sent you %(num)d messages",
                one.count,
                **values,
            )
        )
    if one.room.channel is not None:
        if one.count == 1:
            return str(_("%(who)s has mentioned you in the chat “%(title)s”", **values))
        return str(_("%(num)d mentions of you in the chat “%(title)s”", num=one.count, **values))
    return str(
        ngettext(
            "%(num)d new message in the conversation “%(title)s”",
            "%(num)d new messages in the conversation “%(title)s”",
            one.count,
            **values,
        )
    )
