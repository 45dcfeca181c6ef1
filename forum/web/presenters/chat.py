"""The page of a room: its messages, and what the reader may do with each.

What a message looks like is the same for all who read the room (`MessageState`); the page adds
whose it is. A script makes messages that arrive from the same macro, so both follow the same rules.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_date, get_timezone, to_user_timezone
from flask_babel import gettext as _
from markupsafe import Markup

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.verdict import Denied, Verdict
from forum.messaging.keeping_policy import can_keep
from forum.messaging.models import ChatWishes, Message, RoomKind, RoomLevel, RoomReader
from forum.messaging.policy import EDITABLE_FOR, can_keep_order, can_write_in
from forum.messaging.queries import Leaving, MessageState, Unread, level_of
from forum.web.presenters.addresses import address_of
from forum.web.presenters.channels import audience_of
from forum.web.presenters.chat_commands import CommandLine, chat_commands
from forum.web.presenters.chat_pins import PinLine, pin_lines
from forum.web.presenters.parts import Audience, Person, initials, tone
from forum.web.presenters.room_notices import RoomNotices, room_notices
from forum.web.presenters.room_rules import RoomRules, room_rules
from forum.web.room_reading import RoomReading
from forum.web.texts import refusal

TOGETHER = dt.timedelta(minutes=5)
"""Messages of one person that follow each other so fast stand under one name."""


@dataclass(frozen=True, slots=True)
class SignView:
    """One sign under a message."""

    sign: str
    count: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as the reader sees it."""

    id: str
    sequence: int
    version: int
    author_id: str
    person: Person
    at: dt.datetime
    edited_at: dt.datetime | None
    html: Markup
    excerpt: str
    answers: tuple[str, str, str] | None
    """Address, name and a few words of the message that this one answers."""
    signs: tuple[SignView, ...]
    is_pinned: bool
    kept_in: str | None
    removed: str | None
    is_own: bool
    is_continued: bool
    """The one above is of the same person, just before."""
    day: str | None
    """The day, where it begins with this message."""
    can_edit: bool
    can_remove: bool
    """Its own author, who can take it back: nobody is asked first."""
    can_take_down: bool
    """Who keeps order, and says why."""
    can_restore: bool
    can_report: bool
    """Somebody else's, to the moderation."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What was read from the database for one page of a room."""

    reading: RoomReading
    messages: Sequence[MessageState]
    is_all: bool
    """There is nothing before the first of them."""
    is_end: bool
    """There is nothing after the last of them."""
    pinned: Sequence[Message] = ()
    reader: RoomReader | None = None
    unread: Unread | None = None
    answering: MessageState | None = None
    title: str = ""
    wishes: ChatWishes | None = None
    is_muted: bool = False
    """The reader has muted the channel."""
    message: str = ""
    """The message that a link leads to."""
    since: int | None = None
    """The number with which what was new begins, where a link says so."""
    leaving: Leaving | None = None
    """What will be deleted soon."""


@dataclass(frozen=True, slots=True)
class RoomPage:
    """The page of a room."""

    id: str
    title: str
    url: str
    base: str
    """Where everything about the room is sent, without the last part."""
    kind: str
    audience: Audience | None
    rules: RoomRules
    messages: tuple[MessageView, ...]
    earlier_url: str | None
    later_url: str | None
    divider: str | None
    """The message before which "New since your last visit" stands."""
    first_new_url: str | None
    """Where reading stopped, when that is not on this page."""
    last: int
    """The number up to which the page shows what happened."""
    pins: tuple[PinLine, ...]
    can_write: bool
    can_pin: bool
    keeps_order: bool
    refusal: str | None
    draft: str
    answering: MessageState | None
    enter_sends: bool
    channel: str | None
    """The slug, in the room of a channel."""
    notices: RoomNotices
    """Of what the reader is told at once."""
    linked: str
    keepings: str
    """Where what was kept of it is found, without the id."""
    commands: list[CommandLine]
    """What can be begun with a slash."""
    can_keep: bool
    """Whether what was said can be made a thread."""
    zone: str
    """The reader's time zone; scripts write days and hours in it."""


def room_page(shown: Shown) -> RoomPage:
    """Return the page."""
    reading, room = shown.reading, shown.reading.room
    writes = can_write_in(reading.actor, room, reading.own)
    keeps_order = bool(can_keep_order(reading.actor, room, reading.own))
    messages = message_views(shown.messages, reading.actor, keeps_order=keeps_order)
    is_close = room.kind in {RoomKind.DIRECT, RoomKind.GROUP}
    divider, first_new_url = _line(shown, messages)
    keeps = bool(can_keep(reading.actor, room, reading.own))
    return RoomPage(
        id=room.public_id,
        title=shown.title,
        url=reading.url,
        base=f"/chat/{room.public_id}",
        kind=room.kind.value,
        audience=None if room.channel is None else audience_of(room.channel.audience),
        rules=room_rules(reading, shown.leaving),
        messages=messages,
        earlier_url=_before(reading.url, messages) if not shown.is_all else None,
        later_url=None if shown.is_end else f"{reading.url}#end",
        divider=divider,
        first_new_url=first_new_url,
        last=room.last_sequence,
        pins=pin_lines(shown.pinned),
        can_write=bool(writes),
        can_pin=bool(writes) if is_close else keeps_order,
        keeps_order=keeps_order,
        refusal=_refusal(writes),
        draft="" if shown.reader is None else shown.reader.draft,
        answering=shown.answering,
        enter_sends=shown.wishes is None or shown.wishes.enter_sends,
        channel=None if room.channel is None else room.channel.slug,
        notices=room_notices(_level(shown), shown.wishes),
        linked=shown.message,
        keepings="/keepings/",
        commands=chat_commands(has_threads=room.channel is not None, can_keep=keeps),
        can_keep=keeps,
        zone=str(get_timezone()),
    )


def _level(shown: Shown) -> RoomLevel:
    return level_of(shown.reading.room, shown.reader, is_muted=shown.is_muted)


def message_views(
    states: Sequence[MessageState], reader: Actor, *, keeps_order: bool
) -> tuple[MessageView, ...]:
    """Return the messages one after the other, grouped by person and day."""
    made = Views(reader, keeps_order=keeps_order)
    return tuple(made.of(state) for state in states)


class Views:
    """Makes views in the order of the room; addresses are looked up once for all of them."""

    def __init__(self, reader: Actor, *, keeps_order: bool) -> None:
        """Begin above the first message."""
        self._reader = reader.public_id
        self._keeps_order = keeps_order
        self._profile = address_of("profiles.show", "handle")
        self._picture = address_of("profiles.picture", "handle")
        self._now = clock.now()
        self._day: dt.date | None = None
        self._above: tuple[str, dt.datetime] | None = None

    def of(self, state: MessageState) -> MessageView:
        """Return the next message."""
        at = dt.datetime.fromisoformat(state["at"])
        edited_at, removed = state["edited_at"], state["removed"]
        is_own = state["author"]["id"] == self._reader
        day, is_continued = self._place(state, at)
        answers = state["answers"]
        stands = removed is None
        return MessageView(
            id=state["id"],
            sequence=state["sequence"],
            version=state["version"],
            author_id=state["author"]["id"],
            person=self._person(state),
            at=at,
            edited_at=None if edited_at is None else dt.datetime.fromisoformat(edited_at),
            html=Markup(state["html"]),  # noqa: S704 - cleaned when written
            excerpt=state["excerpt"],
            answers=None
            if answers is None
            else (f"?message={answers['id']}", answers["name"], answers["excerpt"]),
            signs=tuple(
                SignView(one["sign"], len(one["by"]), self._reader in one["by"])
                for one in state["reactions"]
            ),
            is_pinned=state["is_pinned"],
            kept_in=state["kept_in"],
            removed=removed,
            is_own=is_own,
            is_continued=is_continued,
            day=day,
            can_edit=stands and is_own and self._now - at <= EDITABLE_FOR,
            can_remove=stands and is_own,
            can_take_down=stands and self._keeps_order and not is_own,
            can_restore=(removed == "author" and is_own)
            or (removed == "moderation" and self._keeps_order),
            can_report=stands and not is_own,
        )

    def _place(self, state: MessageState, at: dt.datetime) -> tuple[str | None, bool]:
        """Return the day where one begins, and whether the name above stands for this one too."""
        date = to_user_timezone(at).date()
        is_new_day = date != self._day
        above, self._day = self._above, date
        author = state["author"]["id"]
        self._above = None if state["removed"] else (author, at)
        is_continued = (
            above is not None
            and not is_new_day
            and state["removed"] is None
            and state["answers"] is None
            and above[0] == author
            and at - above[1] <= TOGETHER
        )
        return (format_date(date, _("EEEE, d MMMM y")) if is_new_day else None), is_continued

    def _person(self, state: MessageState) -> Person:
        author = state["author"]
        picture = author["picture_at"]
        return Person(
            name=author["name"],
            initials=initials(author["name"]),
            tone=tone(author["id"]),
            url=self._profile(author["handle"]),
            avatar_url=None
            if picture is None
            else f"{self._picture(author['handle'])}?v={picture}",
            organisation=author["organisation"],
            city=author["city"],
        )


def blank_message(removed: str | None = None) -> MessageView:
    """Return what a script fills in: every part is there, and it takes away what does not apply.

    `removed` makes the place of a message that is gone.
    """
    nobody = Person(name="", initials="", url="#", organisation="-", city=None)
    return MessageView(
        id="MESSAGE-ID",
        sequence=0,
        version=1,
        author_id="",
        person=nobody,
        at=clock.now(),
        edited_at=clock.now(),
        html=Markup(),
        excerpt="",
        answers=("#", "", ""),
        signs=(),
        is_pinned=True,
        kept_in="KEEPING",
        removed=removed,
        is_own=False,
        is_continued=False,
        day=None,
        can_edit=True,
        can_remove=True,
        can_take_down=True,
        can_restore=removed is not None,
        can_report=True,
    )


def _line(shown: Shown, messages: Sequence[MessageView]) -> tuple[str | None, str | None]:
    """Return before which message what is new begins, or where that is on another page."""
    if not messages or shown.message:
        return None, None
    # Whoever follows the link to what was new has come to the end before, and read all by that.
    first = shown.since or (shown.unread.first if shown.unread else 0)
    if not first:
        return None, None
    if first < messages[0].sequence and not shown.is_all:
        return None, f"{shown.reading.url}?new={first}#new"
    new = (one for one in messages if one.sequence >= first and not one.is_own)
    found = next(new, None)
    return (None if found is None else found.id), None


def _before(url: str, messages: Sequence[MessageView]) -> str | None:
    return f"{url}?before={messages[0].sequence}#end" if messages else None


def _refusal(verdict: Verdict) -> str | None:
    return refusal(verdict) if isinstance(verdict, Denied) else None
