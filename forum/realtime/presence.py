"""Who reads a thread or a room at this moment, of those who wish to be seen.

Known from the sockets of this process alone, and forgotten with them: nothing is stored, nothing is
logged. With several socket processes each shows its own readers; a courtesy need not be complete.
Only who may read it is connected to it, so nobody else is told.
"""

from collections.abc import Collection
from typing import TypedDict

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.orm import Session

from forum.accounts.models import Account, AccountState, Actor

# More names than this would no longer be a quiet line.
SHOWN = 12
# A crowd is not named, and nobody is told there who is writing.
CROWD = 200


class Present(TypedDict):
    """Somebody who is there, as the page shows them."""

    name: str
    url: str


def present_people(session: Session, accounts: Collection[int]) -> list[Present]:
    """Return those of the accounts that wish to be seen, by name; of a crowd, nobody."""
    if len(accounts) > CROWD:
        return []
    rows = session.execute(
        sa.select(Actor.name, Actor.handle)
        .join(Account, Account.actor_id == Actor.id)
        .where(
            Account.id.in_(accounts),
            Account.shows_presence.is_(True),
            Account.state == AccountState.ACTIVE,
            Actor.closed_at.is_(None),
        )
        .order_by(Actor.name, Actor.id)
        .limit(SHOWN)
    )
    return [
        Present(name=name, url=url_for("profiles.show", handle=handle, _external=False))
        for name, handle in rows
    ]
