"""What a letter about missed messages says, in the words and the time of its reader.

It names rooms and people. Of conversations it says nothing that was written there: a mailbox is
read over other shoulders than a page that asks for a password.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from babel.dates import format_datetime, get_timezone
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from forum.accounts.models import Account, Actor
from forum.mail.context import settings, signer
from forum.mail.letters import absolute_url
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
    return MissedLetter(subject, rooms, hides, end_url, _headers(waiting, end_url))


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
        latest=f"{_person(one.last.author)}, {at}",
        excerpt=one.last.excerpt if is_open else "",
        url=_address(one),
    )


def _address(one: WaitingRoom) -> str:
    """Return the room, which shows where reading stopped; in a channel, what is meant."""
    which = {} if one.room.channel is None else {"message": one.first}
    return absolute_url("chat.show", public_id=one.room.public_id, **which)


def _sentence(one: WaitingRoom) -> str:
    values = {"who": _name(one.last.author), "title": room_name(one)}
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


def _name(author: Actor) -> str:
    return str(_("A former member")) if author.closed_at is not None else author.name


def _person(author: Actor) -> str:
    if author.closed_at is not None:
        return _name(author)
    places = (author.organisation, author.city)
    names = dict.fromkeys(place.name for place in places if place is not None)
    return f"{author.name} ({', '.join(names)})" if names else author.name


def _headers(waiting: Sequence[WaitingRoom], end_url: str) -> dict[str, str]:
    """Return what mail programs sort by and offer: RFC 2919, RFC 8058, RFC 5322 (3.6.4)."""
    host = urlsplit(settings().public_url).hostname
    headers = {
        "List-Id": f"<chat.{host}>",
        "List-Unsubscribe": f"<{end_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if len(waiting) == 1:
        # No letter bears this id itself: all about the room answer it, and so stand together.
        root = f"<room-{waiting[0].room.public_id}@{host}>"
        headers |= {"In-Reply-To": root, "References": root}
    return headers
