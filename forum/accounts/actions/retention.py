"""What must not be kept for ever (Art. 5(1)(e) GDPR); called once a day."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.actions.applications import CONFIRMATION_LIFETIME
from forum.accounts.models import (
    Application,
    ApplicationState,
    EmailChange,
    Invitation,
    PasswordReset,
    SignIn,
)
from forum.kernel.models import Base

_KEPT_AFTER_END = dt.timedelta(days=14)
_DECIDED_KEPT = dt.timedelta(days=180)


def purge_unconfirmed(session: Session, now: dt.datetime) -> int:
    """Delete what came to nothing; return how many rows.

    Sign-ups that nobody confirmed within 14 days; links, changes of address, invitations and
    sign-ins 14 days after their end; decided applications after 180 days.
    """
    over = now - _KEPT_AFTER_END
    rules: tuple[tuple[type[Base], sa.ColumnElement[bool]], ...] = (
        (
            Application,
            sa.and_(
                Application.state == ApplicationState.UNCONFIRMED,
                Application.created_at <= now - CONFIRMATION_LIFETIME,
            ),
        ),
        (Application, Application.decided_at <= now - _DECIDED_KEPT),
        (PasswordReset, PasswordReset.expires_at <= over),
        (EmailChange, EmailChange.expires_at <= over),
        (Invitation, Invitation.expires_at <= over),
        (SignIn, SignIn.ended_at <= over),
    )
    return sum(_delete(session, model, condition) for model, condition in rules)


def _delete(session: Session, model: type[Base], condition: sa.ColumnElement[bool]) -> int:
    result: Any = session.execute(
        sa.delete(model).where(condition).execution_options(synchronize_session=False)
    )
    return int(result.rowcount)
