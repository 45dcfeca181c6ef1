"""The thin lines between posts: what moderation and curation did with the thread."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.threads.queries import NoteRow


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line."""

    anchor: str
    """The element's id: `note-<number>`."""
    after: int
    """The number of the post below which it stands."""
    icon: str
    text: str
    at: dt.datetime
    reason: str = ""
    link: tuple[str, str] | None = None
    """A thread that it speaks of: title and address."""


def note_lines(rows: Iterable[NoteRow]) -> tuple[NoteLine, ...]:
    """Return the lines whose verb has a sentence, in their order."""
    return tuple(_line(row) for row in rows if row.verb in _SENTENCES)


def _line(row: NoteRow) -> NoteLine:
    icon, say = _SENTENCES[row.verb]
    values = row.values
    public_id = values.get("public_id")
    link = None
    if public_id:
        link = (str(values.get("title", "")), url_for("threads.show", public_id=public_id))
    return NoteLine(
        anchor=f"note-{row.id}",
        after=row.after_number,
        icon=icon,
        text=say(row.actor or _("The moderation"), values),
        at=row.created_at,
        reason=str(values.get("reason") or ""),
        link=link,
    )


def _merged(who: str, values: dict[str, Any]) -> str:
    return str(
        ngettext(
            "%(who)s has merged the thread “%(title)s” into this one: %(num)d post follows",
            "%(who)s has merged the thread “%(title)s” into this one: %(num)d posts follow",
            values["posts"],
            who=who,
            title=values["title"],
        )
    )


def _split(who: str, values: dict[str, Any]) -> str:
    return str(
        ngettext(
            "%(who)s has moved %(num)d post to another thread:",
            "%(who)s has moved %(num)d posts to another thread:",
            values["posts"],
            who=who,
        )
    )


def _split_away(who: str, values: dict[str, Any]) -> str:
    return str(
        ngettext(
            "%(who)s has moved %(num)d post to a thread that not everybody here can read",
            "%(who)s has moved %(num)d posts to a thread that not everybody here can read",
            values["posts"],
            who=who,
        )
    )


def _split_off(who: str, values: dict[str, Any]) -> str:
    return str(
        ngettext(
            "%(who)s has moved %(num)d post here from another thread:",
            "%(who)s has moved %(num)d posts here from another thread:",
            values["posts"],
            who=who,
        )
    )


_SENTENCES: dict[str, tuple[str, Callable[[str, dict[str, Any]], str]]] = {
    "locked": ("lock", lambda who, _values: _("%(who)s has closed the thread", who=who)),
    "unlocked": (
        "lock-open",
        lambda who, _values: _("%(who)s has opened the thread again", who=who),
    ),
    "archived": ("archive", lambda who, _values: _("%(who)s has archived the thread", who=who)),
    "unarchived": (
        "archive-restore",
        lambda who, _values: _("%(who)s has taken the thread out of the archive", who=who),
    ),
    "moved": (
        "folder-input",
        lambda who, values: _(
            "%(who)s has moved the thread from “%(former)s” to “%(to)s”",
            who=who,
            former=values["former"],
            to=values["to"],
        ),
    ),
    "renamed": (
        "pencil",
        lambda who, values: _(
            "%(who)s has changed the title; before, it was “%(former)s”",
            who=who,
            former=values["former"],
        ),
    ),
    "merged": ("merge", _merged),
    "split": ("split", _split),
    "split_away": ("split", _split_away),
    "split_off": ("split", _split_off),
}
