"""Of what a reader is told in a room, and the choice of it."""

from dataclasses import dataclass

from forum.messaging.models import ChatWishes, RoomLevel
from forum.messaging.quiet import quiet_span
from forum.web.texts.chat_settings import LEVELS


@dataclass(frozen=True, slots=True)
class LevelChoice:
    """One of the levels."""

    value: str
    label: str
    icon: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class RoomNotices:
    """The level that holds, and all there are."""

    level: str
    """Of what the reader is told at once: ``all``, ``mentions`` or ``nothing``."""
    state: str
    icon: str
    choices: tuple[LevelChoice, ...]
    quiet: str
    """The minutes of the day between which nobody is disturbed ("1320-420"); "": never so."""


def room_notices(level: RoomLevel, wishes: ChatWishes | None) -> RoomNotices:
    """Return the menu of the room."""
    return RoomNotices(
        level=level.value,
        state=str(LEVELS[level].state),
        icon=LEVELS[level].icon,
        choices=tuple(
            LevelChoice(one.value, str(text.choice), text.icon, is_current=one is level)
            for one, text in LEVELS.items()
        ),
        quiet=quiet_span(wishes),
    )
