"""Choosing a part of a conversation: where it begins, where it ends, how much that is.

Both ends may lie on different pages: the one that is not shown stays chosen above the others.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from markupsafe import Markup

from forum.extensions import db
from forum.messaging.actions.keep import MOST_PARTS
from forum.messaging.models import Message
from forum.messaging.queries import history
from forum.messaging.queries.keepings import count_between, number_after, stretch_between
from forum.web.log_numbers import log_number
from forum.web.room_reading import RoomReading
from forum.web.room_titles import title_of

SHOWN = 60
# What was said just before and after a chosen part is shown with it.
AROUND = 10


@dataclass(frozen=True, slots=True)
class ChoosableView:
    """A message to begin or to end with."""

    number: int
    name: str
    at: dt.datetime
    html: Markup
    is_chosen: bool
    """Between both ends."""


@dataclass(frozen=True, slots=True)
class EndView:
    """An end of the part that is not on this page."""

    number: int
    name: str
    at: dt.datetime
    excerpt: str
    beyond: int
    """How many messages there are from it to what is shown, itself counted."""


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """A page of messages, and what is chosen."""

    messages: tuple[ChoosableView, ...]
    first: int
    last: int
    count: int
    most: int
    first_elsewhere: EndView | None
    last_elsewhere: EndView | None
    earlier: int | None
    """The number before which earlier messages are; ``None``: there are none."""
    later: int | None


def number_of(name: str) -> int:
    """Return a number of the room's log that was sent or stands in the address; 0: none."""
    return log_number(request.values.get(name))


def choice_url(reading: RoomReading) -> str:
    """Return the address of the page that was asked for, with what was chosen until now."""
    values: dict[str, Any] = {name: number_of(name) or None for name in ("from", "to")}
    before = number_of("step") or None
    public_id = reading.room.public_id
    return url_for("keepings.choose", public_id=public_id, before=before, **values)


def choice_page(reading: RoomReading) -> str:
    """Return the page."""
    page = _page(reading)
    title = title_of(db.session(), reading)
    return render_template("keepings/choose.html", page=page, title=title, reading=reading)


def _page(reading: RoomReading) -> ChoicePage:
    session, room, own = db.session(), reading.room, reading.own
    first, last = _ends(number_of("from"), number_of("to"))
    before = number_of("before") or _before(first, last)
    found = history(session, room, own, before=before, limit=SHOWN)
    messages = [one for one in found if one.removed_at is None]
    begin = _elsewhere(reading, first, messages)
    end = _elsewhere(reading, last, messages)
    numbers = {one.sequence for one in messages}
    if messages and begin is None and first not in numbers:
        first = messages[0].sequence
    if messages and end is None and last not in numbers:
        last = messages[-1].sequence
    later = number_after(session, room, own, found[-1].sequence, messages=SHOWN) if found else None
    return ChoicePage(
        messages=tuple(_view(one, first, last) for one in messages),
        first=first,
        last=last,
        count=count_between(session, room, own, *sorted((first, last))),
        most=MOST_PARTS,
        first_elsewhere=begin,
        last_elsewhere=end,
        earlier=found[0].sequence if len(found) == SHOWN else None,
        later=None if later is None else later + 1,
    )


def _ends(first: int, last: int) -> tuple[int, int]:
    """Return both in their order, where both were chosen."""
    return (last, first) if 0 < last < first else (first, last)


def _before(first: int, last: int) -> int | None:
    """Return the number before which messages are shown, so that what was chosen is among them."""
    if last:
        return last + AROUND + 1
    return first + SHOWN - AROUND if first else None


def _elsewhere(reading: RoomReading, number: int, shown: Sequence[Message]) -> EndView | None:
    """Return a chosen message that is not among those shown, if there is one of this number."""
    if not number or not shown or shown[0].sequence <= number <= shown[-1].sequence:
        return None
    session, room, own = db.session(), reading.room, reading.own
    found = stretch_between(session, room, own, number, number, limit=1)
    if not found:
        return None
    between = (
        (number, shown[0].sequence - 1)
        if number < shown[0].sequence
        else (shown[-1].sequence + 1, number)
    )
    message = found[0]
    return EndView(
        number=number,
        name=message.author.name,
        at=message.created_at,
        excerpt=message.excerpt,
        beyond=count_between(session, room, own, *between),
    )


def _view(message: Message, first: int, last: int) -> ChoosableView:
    return ChoosableView(
        number=message.sequence,
        name=message.author.name,
        at=message.created_at,
        html=Markup(message.html),  # noqa: S704 - the kernel has cleaned it
        is_chosen=first <= message.sequence <= last,
    )
