"""What an archive holds, told without writing anything."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from forum.imports.conversations import Conversations, Spot
from forum.imports.letters import Letter


@dataclass(slots=True)
class Survey:
    """Counts letters as they would be taken into an empty channel."""

    letters: int = 0
    posts: int = 0
    threads: int = 0
    doubles: int = 0
    first_at: dt.datetime | None = None
    last_at: dt.datetime | None = None
    left_out: Counter[str] = field(default_factory=Counter)
    """By reason."""
    authors: set[str] = field(default_factory=set)
    """Their addresses."""
    _known: Conversations = field(default_factory=Conversations)
    _seen: set[str] = field(default_factory=set)

    def add(self, letter: Letter) -> None:
        """Count a letter."""
        self.letters += 1
        if letter.links.key in self._seen:
            self.doubles += 1
            return
        self._seen.add(letter.links.key)
        if letter.text is None:
            self.left_out[letter.reason] += 1
            return
        self.posts += 1
        self.authors.add(letter.sender.email)
        self.first_at = min(self.first_at or letter.at, letter.at)
        self.last_at = max(self.last_at or letter.at, letter.at)
        spot = self._known.place_of(letter.links)
        if spot is None:
            self.threads += 1
            spot = Spot(self.threads)
        self._known.note(letter.links, Spot(spot.thread))
