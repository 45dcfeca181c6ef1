"""The order of the phases, how long each takes, and who has the floor in it."""

import datetime as dt

from forum.consultations.models import Pace, Part, Phase

ORDER = tuple(Phase)
EVERYBODY = frozenset(Part)
_TELLING = frozenset({Part.GIVER, Part.MODERATOR})

SPEAKING = {
    Phase.CASTING: EVERYBODY,
    Phase.STORY: _TELLING,
    Phase.QUESTION: _TELLING,
    Phase.METHOD: EVERYBODY,
    Phase.ADVICE: EVERYBODY - {Part.GIVER},
    Phase.CLOSING: EVERYBODY,
}
"""Who may write. Nobody answers before there is a question, and who asked it listens."""

MINUTES = {
    Phase.CASTING: 5,
    Phase.STORY: 10,
    Phase.QUESTION: 5,
    Phase.METHOD: 5,
    Phase.ADVICE: 10,
    Phase.CLOSING: 10,
}
DAYS = dict.fromkeys(ORDER[1:], 1)
"""The roles are given before the five days begin."""
MORE = {Pace.LIVE: dt.timedelta(minutes=5), Pace.DAYS: dt.timedelta(days=1)}
"""What a phase is extended by. As long again, and whoever should have done so is missing."""


def length_of(phase: Phase, pace: Pace) -> dt.timedelta | None:
    """Return how long a phase takes as a rule; none: until everybody is ready."""
    if pace is Pace.LIVE:
        return dt.timedelta(minutes=MINUTES[phase])
    days = DAYS.get(phase)
    return None if days is None else dt.timedelta(days=days)


def after(phase: Phase) -> Phase | None:
    """Return the next phase; none: it was the last one."""
    number = ORDER.index(phase) + 1
    return ORDER[number] if number < len(ORDER) else None


def before(phase: Phase) -> Phase | None:
    """Return the phase before; none: it is the first one."""
    number = ORDER.index(phase)
    return ORDER[number - 1] if number else None
