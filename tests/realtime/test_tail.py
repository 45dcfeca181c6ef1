"""The end of the event log is read whole and once, in whatever order it becomes visible."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from forum.extensions import db
from forum.kernel.event_log import RecordedEvent, record
from forum.realtime import tail as tails
from forum.realtime.tail import BATCH, Tail
from forum.threads.events import ThreadRestored


def write(session: Session, number: int) -> None:
    """Record an event; the number stands for what it tells."""
    record(session, ThreadRestored(thread_id=number))
    session.flush()


def read(tail: Tail) -> list[int]:
    """Read what is new, in a session of its own as the hall does."""
    with Session(db.engine) as session:
        facts = tail.news(session)
    tail.is_read(facts)
    return [fact.payload["thread_id"] for fact in facts]


@contextmanager
def begun() -> Iterator[Tail]:
    tail = Tail()
    with Session(db.engine) as session:
        tail.begin(session)
    yield tail


@pytest.fixture
def tail(hub: Flask) -> Iterator[Tail]:
    """Return a tail that began at the end of a log with a past."""
    with Session(db.engine) as session:
        write(session, 1)
        write(session, 2)
        session.commit()
    with begun() as tail:
        yield tail


def test_history_is_no_news_and_news_is_read_once(tail: Tail) -> None:
    assert read(tail) == []
    with Session(db.engine) as session:
        write(session, 3)
        write(session, 4)
        session.commit()
    assert read(tail) == [3, 4]
    assert read(tail) == []


def test_who_fails_before_the_end_gets_it_again(tail: Tail) -> None:
    with Session(db.engine) as session:
        write(session, 3)
        session.commit()
    with Session(db.engine) as session:
        assert len(tail.news(session)) == 1
    assert read(tail) == [3]


def test_more_than_a_batch_comes_in_batches(tail: Tail) -> None:
    with Session(db.engine) as session:
        for number in range(BATCH + 5):
            record(session, ThreadRestored(thread_id=number))
        session.commit()
    assert read(tail) == list(range(BATCH))
    assert read(tail) == list(range(BATCH, BATCH + 5))


def only_on(kind: str, wanted: str) -> None:
    if kind != wanted:
        pytest.skip(f"only {wanted} is like this")


def test_what_becomes_visible_late_is_not_lost(tail: Tail, database_kind: str) -> None:
    only_on(database_kind, "postgresql")
    with Session(db.engine) as slow, Session(db.engine) as fast:
        write(slow, 3)
        write(fast, 4)
        fast.commit()
        assert read(tail) == [4]
        slow.commit()
        assert read(tail) == [3]
    assert read(tail) == []


def test_what_was_being_written_when_the_tail_began_is_not_lost(
    hub: Flask, database_kind: str
) -> None:
    only_on(database_kind, "postgresql")
    with Session(db.engine) as slow, Session(db.engine) as fast:
        write(fast, 1)
        fast.commit()
        write(slow, 2)
        write(fast, 3)
        fast.commit()
        with begun() as tail:
            slow.commit()
            assert read(tail) == [2]


def test_a_rolled_back_number_is_given_up_in_the_end(
    tail: Tail, database_kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_on(database_kind, "postgresql")
    with Session(db.engine) as session:
        write(session, 3)
        session.rollback()
        write(session, 4)
        session.commit()
    assert read(tail) == [4]
    assert tail.missing
    monkeypatch.setattr(tails, "SECONDS_TO_APPEAR", 0)
    assert read(tail) == []
    assert not tail.missing


def test_a_log_that_was_emptied_counts_from_the_beginning(tail: Tail, database_kind: str) -> None:
    only_on(database_kind, "sqlite")
    with Session(db.engine) as session:
        session.execute(sa.delete(RecordedEvent))
        write(session, 9)
        session.commit()
        assert session.scalar(sa.select(sa.func.max(RecordedEvent.id))) == 1
    assert read(tail) == [9]
    assert read(tail) == []
