"""The chain of statements: each carries the hash of the one before, so nothing is changed unseen.

A hash covers everything a statement says. Triggers of the database refuse to change or delete a
row; whoever gets around them breaks the chain from there on, and `verify` says where. What is cut
off at the end is seen by whoever knows a later hash: each letter names the one of its statement.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel import clock
from forum.kernel.ids import new_public_id
from forum.moderation.models import Statement

# Before the first statement.
BEGINNING = "0" * 64
# What one transaction holds at a time while it takes the next number (PostgreSQL).
LOCK = 20_270_012
# Read so many at a time, from the least number a row could be given.
_AT_ONCE = 500
_BELOW_ALL = -(2**31)
# In this order; a column that comes later belongs into a further version of the hash.
COVERED = (
    "number",
    "previous_hash",
    "public_id",
    "decision_id",
    "addressee_id",
    "made_by_id",
    "measure",
    "until",
    "target",
    "target_id",
    "about",
    "facts",
    "ground",
    "origin",
    "is_automated",
    "created_at",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the chain is not whole: "missing", "changed" or "unlinked"."""

    number: int
    kind: str


def append(session: Session, statement: Statement) -> Statement:
    """Write the statement as the next one; numbers have no gaps, whoever writes at the same time.

    SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    last = session.execute(
        sa.select(Statement.number, Statement.hash).order_by(Statement.number.desc()).limit(1)
    ).one_or_none()
    statement.number = 1 if last is None else last.number + 1
    statement.previous_hash = BEGINNING if last is None else last.hash
    statement.public_id = new_public_id()
    statement.created_at = clock.now()
    statement.is_automated = bool(statement.is_automated)
    statement.hash = hash_of({name: getattr(statement, name) for name in COVERED})
    session.add(statement)
    session.flush()
    return statement


def hash_of(values: Mapping[str, Any]) -> str:
    """Return the hash over what a statement says, SHA-256 in hexadecimal."""
    plain = [_plain(values[name]) for name in COVERED]
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(session: Session) -> tuple[int, str, list[Fault]]:
    """Return number and hash of the last statement, and wherever the chain is not whole."""
    number, last, faults = 0, BEGINNING, []
    for row in _rows(session):
        if row["number"] != number + 1:
            faults.append(Fault(number + 1, "missing"))
        elif row["previous_hash"] != last:
            faults.append(Fault(row["number"], "unlinked"))
        if hash_of(row) != row["hash"]:
            faults.append(Fault(row["number"], "changed"))
        number, last = row["number"], row["hash"]
    return number, last, faults


def has(session: Session, number: int, beginning: str) -> bool:
    """Tell whether this statement is still there with the hash that begins like this."""
    found = session.scalar(sa.select(Statement.hash).where(Statement.number == number))
    return found is not None and len(beginning) >= 8 and found.startswith(beginning.lower())


def _rows(session: Session) -> Iterator[Mapping[str, Any]]:
    """Read everything as it is stored: a word that our lists do not know is a finding, no error."""
    table = Statement.__table__
    words = {"measure", "target", "origin"}
    columns = [
        sa.type_coerce(table.c[name], sa.String).label(name) if name in words else table.c[name]
        for name in (*COVERED, "hash")
    ]
    statement = sa.select(*columns).order_by(table.c.number).limit(_AT_ONCE)
    last = _BELOW_ALL
    while rows := session.execute(statement.where(table.c.number > last)).mappings().all():
        for row in rows:
            yield {str(name): value for name, value in row.items()}
        last = rows[-1]["number"]


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return value
