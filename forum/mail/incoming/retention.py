"""How long it is known which letters came in."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel import clock
from forum.kernel.rows import change
from forum.mail.models import IncomingMail

# Long enough to look into "I have answered by mail"; no server tries a letter again for longer.
KEPT_FOR = dt.timedelta(days=90)


def prune_incoming(session: Session) -> int:
    """Forget letters that came in long ago; return how many."""
    long_ago = clock.now() - KEPT_FOR
    return change(session, sa.delete(IncomingMail).where(IncomingMail.created_at < long_ago))
