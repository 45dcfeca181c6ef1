"""The parts of a letter: their order, how much each holds, and the codes for why something is told.

What is in a letter stands in one part only. Where several would do, `PRECEDENCE` decides; readers
see the parts in the order of `Section`.
"""

from collections.abc import Mapping

from forum.digests.models import Length, LetterKind, Section

ORDER: tuple[Section, ...] = tuple(Section)

# Why something is told, beside the kinds of `forum.notifications.kinds` that stand in FOR_YOU.
PICKED = "picked"
UNANSWERED = "unanswered"
NEW_REPORT = "new_report"
RECOMMENDED = "recommended"
NEW_THREAD = "new_thread"
CONTINUED = "continued"
SOLVED = "solved"
SUMMARY = "summary"
ANNOUNCEMENT = "announcement"
POLL_CLOSED = "poll_closed"
OCCASION = "occasion"
CHAT_HOUR = "chat_hour"
POLL_ENDS = "poll_ends"

_CAPS: dict[Section, tuple[int, int, int]] = {
    Section.PICKS: (3, 5, 6),
    Section.FOR_YOU: (4, 8, 12),
    Section.UNANSWERED: (3, 5, 8),
    Section.REPORTS: (2, 3, 5),
    Section.BUSY: (3, 6, 10),
    Section.DECISIONS: (2, 4, 7),
    Section.OCCASIONS: (3, 5, 8),
    Section.ELSEWHERE: (2, 4, 6),
}
# A channel letter has fewer parts, and is read for everything that is new there.
_CHANNEL_CAPS = _CAPS | {
    Section.UNANSWERED: (4, 8, 12),
    Section.BUSY: (8, 16, 24),
}
_COLUMN = {Length.SHORT: 0, Length.NORMAL: 1, Length.LONG: 2}


def caps_for(kind: LetterKind, length: Length) -> Mapping[Section, int]:
    """Return how many entries each part holds; what is beyond is counted."""
    table = _CHANNEL_CAPS if kind is LetterKind.CHANNEL else _CAPS
    column = _COLUMN[length]
    return {section: sizes[column] for section, sizes in table.items()}
