"""An event of the tests, subscribers to it, and a table in which they leave traces."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel.events import Event

metadata = sa.MetaData()
traces = sa.Table(
    "trace",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("subscriber", sa.Text, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
)


class BellRang(Event):
    """Somebody rang."""

    number: int


class EchoHeard(Event):
    """A subscriber has recorded something itself."""

    number: int


def butler(session: Session, event: BellRang) -> None:
    leave_trace(session, "butler", event.number)


def dog(session: Session, event: BellRang) -> None:
    leave_trace(session, "dog", event.number)


def leave_trace(session: Session, subscriber: str, number: int) -> None:
    session.execute(traces.insert().values(subscriber=subscriber, number=number))


def traces_of(session: Session, subscriber: str) -> list[int]:
    found = sa.select(traces.c.number).where(traces.c.subscriber == subscriber)
    return list(session.scalars(found.order_by(traces.c.id)))
