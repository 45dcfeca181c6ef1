"""Who reads a statement of reasons, and who may object to it until when."""

import calendar
import datetime as dt

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from forum.accounts.models import Actor
from forum.channels import policy as channels
from forum.kernel import clock
from forum.kernel.verdict import Allowed, Denied, Verdict, allowed_if
from forum.moderation.models import Objection, Statement

# Art. 20(1) of Regulation (EU) 2022/2065: "for a period of at least six months".
OBJECTION_MONTHS = 6


def can_read_statement(actor: Actor | None, statement: Statement) -> Verdict:
    """Answer for whom it concerns, who made it, and the administrators."""
    if actor is None:
        return Denied("signed_out")
    if channels.is_admin(actor):
        return Allowed()
    concerned = channels.is_present(actor) and actor.id in {
        statement.addressee_id,
        statement.made_by_id,
    }
    return allowed_if(concerned, "no_statement")


def readable_statements(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Statement`` that holds where `can_read_statement` allows."""
    if actor is None or not channels.is_present(actor):
        return sa.false()
    if channels.is_admin(actor):
        return sa.true()
    return sa.or_(Statement.addressee_id == actor.id, Statement.made_by_id == actor.id)


def can_object(actor: Actor, statement: Statement, objection: Objection | None) -> Verdict:
    """Answer for whom it concerns, also while shut out: six months long, once.

    It is free and asks for no account that can be used: the link in the letter is enough.
    """
    if actor.id != statement.addressee_id:
        return Denied("not_your_statement")
    if objection is not None:
        return Denied("objected_already")
    return allowed_if(clock.now() <= objectionable_until(statement), "too_late_to_object")


def objectionable_until(statement: Statement) -> dt.datetime:
    """Return when the six months are over; a month without that day ends earlier."""
    made = statement.created_at
    months = made.month - 1 + OBJECTION_MONTHS
    year, month = made.year + months // 12, months % 12 + 1
    day = min(made.day, calendar.monthrange(year, month)[1])
    return made.replace(year=year, month=month, day=day)
