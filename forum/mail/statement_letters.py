"""Letters about restrictions: the statement of reasons, and what came of an objection to it.

Whom a decision concerns gets them however they wish to be told of anything else: they are owed.
"""

import datetime as dt

import sqlalchemy as sa
from babel.dates import format_date, format_datetime, get_timezone
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from forum.accounts.models import Account, AccountState
from forum.accounts.queries import account_with_actor
from forum.mail.context import signer
from forum.mail.letters import queue_letter
from forum.moderation.actions.state_reasons import with_name
from forum.moderation.events import ObjectionDecided, StatementMade
from forum.moderation.models import Objection, Statement
from forum.moderation.policy.statements import objectionable_until

PURPOSE = "statement"


def send_statement(session: Session, event: StatementMade) -> None:
    """Send the statement of reasons, with the link that objects without signing in."""
    statement = session.get(Statement, event.statement_id)
    account = None if statement is None else _account(session, statement)
    if statement is None or account is None:
        return
    zone, name = get_timezone(account.timezone), account.actor.name
    objection_end = objectionable_until(statement).astimezone(zone)
    queue_letter(
        session,
        to=account.email,
        locale=account.locale,
        letter="statement",
        name=name,
        said=statement,
        facts=with_name(statement.facts, name),
        until=_moment(statement.until, account),
        objection_day=format_date(objection_end, "long", locale=account.locale),
        token=signer().sign(PURPOSE, statement.public_id),
    )


def tell_objection_outcome(session: Session, event: ObjectionDecided) -> None:
    """Tell who has objected what came of it, and why."""
    objection = session.get(Objection, event.objection_id)
    if objection is None:
        return
    statement = session.get_one(Statement, objection.statement_id)
    account = _account(session, statement)
    if account is None:
        return
    queue_letter(
        session,
        to=account.email,
        locale=account.locale,
        letter="objection_decided",
        name=account.actor.name,
        said=statement,
        is_upheld=event.is_upheld,
        answer=objection.answer,
        token=signer().sign(PURPOSE, statement.public_id),
    )


def _account(session: Session, statement: Statement) -> Account | None:
    """Return the login of the addressee, also of one that may not be used any more."""
    account_id = session.scalars(
        sa.select(Account.id).where(
            Account.actor_id == statement.addressee_id, Account.state == AccountState.ACTIVE
        )
    ).one_or_none()
    return None if account_id is None else account_with_actor(session, account_id)


def _moment(at: dt.datetime | None, account: Account) -> str:
    if at is None:
        return ""
    zone = get_timezone(account.timezone)
    with force_locale(account.locale):
        form = _("d MMM y, HH:mm")
    return format_datetime(at, form, tzinfo=zone, locale=account.locale)
