"""What the next letter of an order would say if it went out now."""

import datetime as dt

from sqlalchemy.orm import Session

from forum.digests.contents import Contents
from forum.digests.models import Order


def preview_of(session: Session, order: Order, now: dt.datetime) -> Contents:
    """Return the contents of the next letter; writes nothing, takes nothing from it."""
    raise NotImplementedError
