"""Reading the ledger of outgoing mail."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel.errors import NotFound
from forum.mail.models import OutgoingMail


def latest_mail(session: Session, limit: int = 100) -> Sequence[OutgoingMail]:
    """Return the newest letters."""
    return session.scalars(
        sa.select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(limit)
    ).all()


def mail_by_public_id(session: Session, public_id: str) -> OutgoingMail:
    """Return the letter, or raise ``NotFound``."""
    mail = session.scalars(
        sa.select(OutgoingMail).where(OutgoingMail.public_id == public_id)
    ).one_or_none()
    if mail is None:
        raise NotFound("letter")
    return mail
