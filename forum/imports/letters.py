"""A letter of an archive, ready to be kept: read, rendered, its files looked at."""

import datetime as dt
from dataclasses import dataclass

from forum.attachments.models import Attachment
from forum.imports.conversations import Links
from forum.imports.senders import Sender
from forum.threads.text import Text


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, and what it is to become. Made before the transaction begins."""

    links: Links
    sender: Sender
    title: str
    """Of the thread, where it begins one."""
    text: Text | None
    """`None` where it is left out."""
    attachments: tuple[Attachment, ...] = ()
    """Rows of files that lie in the store already; whose they are is not said yet."""
    reason: str = ""
    """Why it is left out, as a code."""

    @property
    def at(self) -> dt.datetime:
        """When it was written."""
        return self.links.at


@dataclass(frozen=True, slots=True)
class Batch:
    """Letters that follow each other in an archive."""

    start: int
    """The byte of the file where they begin."""
    end: int
    letters: tuple[Letter, ...]
