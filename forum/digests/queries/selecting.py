"""Choosing what stands in letters: what is new, for whom it is, and what each has been told."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from forum.digests.choosing import choose, remember
from forum.digests.models import Issue, LetterKind
from forum.digests.queries.letters import letters_for
from forum.digests.queries.readers import (
    accounts_by_id,
    add_past,
    add_wishes,
    city_channels,
    load_readers,
)
from forum.digests.queries.window import load_window
from forum.digests.selection import Selection
from forum.digests.wanted import WantedLetter


def select_items(
    session: Session, issues: Sequence[Issue], now: dt.datetime
) -> dict[int, Selection]:
    """Return what stands in each letter, by the id of the issue; writes nothing.

    Needs nothing loaded. A constant number of statements for a batch of up to about 50 letters.
    Nothing is chosen for a newsletter: it is written by hand.
    """
    return choose_all(session, letters_for(session, issues, now), now)


def choose_all(
    session: Session, letters: Sequence[WantedLetter], now: dt.datetime
) -> dict[int, Selection]:
    """Return what stands in each letter, by the id of its issue.

    Two letters to one account tell nothing twice: that of a channel, which is about less, is
    filled before the weekly one.
    """
    if not letters:
        return {}
    accounts = accounts_by_id(session, {one.account_id for one in letters})
    readers = load_readers(session, accounts)
    add_wishes(session, readers, now)
    window = load_window(
        session,
        min(one.since for one in letters),
        now,
        weeks={one.period for one in letters if one.kind is LetterKind.WEEKLY},
        thread_ids={notice.thread_id for reader in readers.values() for notice in reader.notices},
    )
    polls = [one.poll_id for one in window.happenings.values() if one.poll_id is not None]
    add_past(session, readers, window.happenings, polls, now)
    cities = city_channels(session)
    selections: dict[int, Selection] = {}
    for letter in sorted(letters, key=lambda one: one.kind is not LetterKind.CHANNEL):
        reader = readers[letter.account_id]
        selections[letter.issue_id] = choose(letter, reader, window, cities)
        remember(reader, selections[letter.issue_id])
    return selections
