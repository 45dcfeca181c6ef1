"""Which letters belong together, told letter by letter in the order of the archive.

What a letter names counts first: the letter it answers, then the ones before that, newest first
(``In-Reply-To``, ``References``; RFC 5322, 3.6.4). A conversation whose beginning is missing, or
comes later in the file, is held together by the letter that all name as the first. Only an answer
("Re:", "AW:") that names nothing known goes by its subject, and not for longer than `SAME_MATTER`:
a list has an invitation to a meeting every month.
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

SAME_MATTER = dt.timedelta(days=60)
_MOST_NAMED = 40


@dataclass(frozen=True, slots=True)
class Links:
    """What a letter says of its place, as hashes."""

    key: str
    named: tuple[str, ...]
    """The letters it names, the one it answers first, then the newest first."""
    root: str
    """The letter that it names as the first of all; "" where it names none."""
    subject: str
    is_answer: bool
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a letter stands."""

    thread: int
    """The id of a thread; below zero where it is yet to be made."""
    post: int | None = None
    """The same of its post; `None` for a letter that was left out."""


@dataclass(slots=True)
class Conversations:
    """What is known of a list so far, or the part of it that the next letters ask for."""

    letters: dict[str, Spot] = field(default_factory=dict)
    roots: dict[str, Spot] = field(default_factory=dict)
    subjects: dict[str, list[tuple[dt.datetime, Spot]]] = field(default_factory=dict)

    def place_of(self, links: Links) -> Spot | None:
        """Return where the letter belongs, with the post it answers; `None`: it begins anew."""
        for named in links.named:
            if spot := self.letters.get(named):
                return spot
        for begun in (links.key, links.root):
            if begun and (spot := self.roots.get(begun)):
                return Spot(spot.thread)
        if links.is_answer and links.subject:
            return self._of_same_matter(links)
        return None

    def note(self, links: Links, spot: Spot) -> None:
        """Remember where the letter stands."""
        self.letters[links.key] = spot
        if links.root:
            self.roots.setdefault(links.root, spot)
        if links.subject:
            self.subjects.setdefault(links.subject, []).append((links.at, spot))

    def keep(self, threads: Collection[int]) -> None:
        """Forget what stands in other threads than these."""
        self.letters = {key: one for key, one in self.letters.items() if one.thread in threads}
        self.roots = {key: one for key, one in self.roots.items() if one.thread in threads}
        self.subjects = {
            key: [(at, one) for at, one in spots if one.thread in threads]
            for key, spots in self.subjects.items()
        }

    def _of_same_matter(self, links: Links) -> Spot | None:
        near = [
            (at, spot.thread)
            for at, spot in self.subjects.get(links.subject, ())
            if abs(links.at - at) <= SAME_MATTER
        ]
        return Spot(max(near)[1]) if near else None


def hashed(message_id: str) -> str:
    """Return what is kept of a Message-ID; `""` of none."""
    bare = "".join(message_id.split()).strip("<>")
    return hashlib.sha256(bare.encode("utf-8", "replace")).hexdigest() if bare else ""


def named_by(references: Sequence[str]) -> tuple[str, ...]:
    """Return the letters a letter names as hashes: the one it answers, then the newest first.

    `references` are Message-IDs, oldest first, the one it answers last.
    """
    keys = (hashed(one) for one in reversed(references))
    return tuple(dict.fromkeys(key for key in keys if key))[:_MOST_NAMED]
