"""Who wrote the letters: members where there are, and people without a login otherwise."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, ActorKind
from forum.imports.models import UnclaimedAuthor
from forum.imports.queries import authors_by_email, members_by_email
from forum.imports.senders import Sender
from forum.kernel.errors import Conflict
from forum.kernel.ids import new_public_id


def authors_of(session: Session, senders: Iterable[Sender]) -> dict[str, int]:
    """Return the actor for each address; who is nobody here comes to be an unclaimed author.

    An author is called as in their first letter that was read in.
    """
    names: dict[str, str] = {}
    for sender in senders:
        names.setdefault(sender.email, sender.name)
    found = authors_by_email(session, names) | members_by_email(session, names)
    for email in sorted(names.keys() - found.keys()):
        found[email] = _unclaimed(session, email, names[email])
    return found


def _unclaimed(session: Session, email: str, name: str) -> int:
    """Make an actor that nobody can be: its handle is none that a member gets, or may name.

    Another import may make the same one in this moment; then it is that one.
    """
    public_id = new_public_id()
    actor = Actor(
        public_id=public_id,
        kind=ActorKind.UNCLAIMED,
        handle=f"archive-{public_id}",
        name=name,
    )
    try:
        with session.begin_nested():
            session.add(actor)
            session.flush()
            session.add(UnclaimedAuthor(actor_id=actor.id, email=email))
    except IntegrityError:
        made = session.scalar(
            sa.select(UnclaimedAuthor.actor_id).where(UnclaimedAuthor.email == email)
        )
        if made is None:
            raise Conflict("busy") from None
        return made
    return actor.id
