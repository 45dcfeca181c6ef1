"""Reading statements of reasons, the sanctions they tell of, and objections."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.kernel.errors import NotFound
from forum.moderation.models import Measure, Objection, Sanction, Statement
from forum.moderation.policy.statements import readable_statements

_OUT = (Measure.SUSPEND, Measure.BAN)


def statement_for(session: Session, actor: Actor | None, public_id: str) -> Statement:
    """Return a statement that the actor may read, with its addressee, or raise `NotFound`."""
    return _statement(session, Statement.public_id == public_id, readable_statements(actor))


def statement_by_link(session: Session, public_id: str) -> Statement:
    """Return the statement that a signed link names, with its addressee, or raise `NotFound`."""
    return _statement(session, Statement.public_id == public_id)


def objection_to(session: Session, statement: Statement) -> Objection | None:
    """Return the objection to the statement, if there is one."""
    return session.scalars(
        sa.select(Objection).where(Objection.statement_id == statement.id)
    ).one_or_none()


def is_lifted(session: Session, statement: Statement) -> bool:
    """Tell whether the sanction that the statement tells of was taken back."""
    lifted = sa.select(Sanction.id).where(
        Sanction.statement_id == statement.id, Sanction.lifted_at.is_not(None)
    )
    return session.scalars(lifted).one_or_none() is not None


def statements_about(session: Session, actor: Actor) -> Sequence[Statement]:
    """Return what was decided about the actor, newest first."""
    return session.scalars(
        sa.select(Statement)
        .where(Statement.addressee_id == actor.id)
        .order_by(Statement.id.desc())
        .limit(100)
    ).all()


def statement_of_exclusion(session: Session, actor: Actor) -> Statement | None:
    """Return the statement that tells why the actor may not come in, if one does."""
    return session.scalars(
        sa.select(Statement)
        .join(Sanction, Sanction.statement_id == Statement.id)
        .where(
            Sanction.actor_id == actor.id,
            Sanction.measure.in_(_OUT),
            Sanction.lifted_at.is_(None),
        )
        .order_by(sa.case((Sanction.measure == Measure.BAN, 0), else_=1), Statement.id.desc())
        .limit(1)
        .options(joinedload(Statement.addressee))
    ).one_or_none()


def _statement(session: Session, *conditions: sa.ColumnElement[bool]) -> Statement:
    found = session.scalars(
        sa.select(Statement).where(*conditions).options(joinedload(Statement.addressee))
    ).one_or_none()
    if found is None:
        raise NotFound("no_statement")
    return found
