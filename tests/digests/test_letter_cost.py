"""What letters ask of the database: the same for many as for one, and nothing big read whole."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Role
from forum.digests.models import Issue, Occasion
from forum.digests.queries.contents import contents_of
from forum.digests.queries.selecting import select_items
from forum.kernel import clock
from forum.threads import actions
from forum.threads.models import ReadMark
from tests.digests.filling import fill, make_planned
from tests.factories.accounts import make_actor, make_city
from tests.factories.channels import make_channel, make_membership
from tests.factories.curation import make_summary
from tests.factories.notifications import make_notification
from tests.factories.practices import make_report
from tests.factories.threads import make_poll, make_question, make_reply, make_thread
from tests.queries import QueryCounter


def filled_hub(session: Session, readers: int) -> list[Issue]:
    """Return letters to so many readers of a hub in which everything happens."""
    writer, city = make_actor(session, "Otto", role=Role.ADMIN), make_city(session)
    channels = [make_channel(session, f"Kanal {number}") for number in range(3)]
    thread = make_question(session, channels[0], writer)
    post = make_reply(session, thread, writer)
    actions.accept_answer(session, writer, post)
    for channel in channels:
        make_thread(session, channel, writer)
        make_poll(session, channel, writer, closes_at=clock.now() + dt.timedelta(days=3))
        make_summary(session, make_thread(session, channel, writer), writer)
        make_report(session, channel=channel, author=writer)
        session.add(Occasion(title="Fachtag", begins_at=clock.now() + dt.timedelta(days=9)))
    issues = []
    for number in range(readers):
        reader = make_actor(session, f"Leserin {number}", city=city)
        make_membership(session, channels[number % 3], reader)
        make_notification(session, reader, post)
        session.add(
            ReadMark(actor_id=reader.id, thread_id=thread.id, number=1, updated_at=clock.now())
        )
        issues.append(make_planned(session, reader))
    return issues


def test_what_a_batch_asks_of_the_database_does_not_grow(
    session: Session, count_queries: QueryCounter
) -> None:
    issues = filled_hub(session, 12)

    def statements(several: list[Issue]) -> int:
        session.expire_all()
        # The letters themselves are at hand.
        session.scalars(sa.select(Issue)).all()
        with count_queries() as sent:
            select_items(session, several, clock.now())
            contents_of(session, several)
        return len(sent)

    fill(session, *issues)
    one = statements(issues[:1])
    assert statements(issues) == one
    assert one <= 46


_SMALL = {"channel", "digest_edition", "newsletter", "occasion", "city", "organisation"}


def test_no_big_table_is_read_whole(session: Session, database_kind: str) -> None:
    if database_kind != "sqlite":
        pytest.skip("the plans of PostgreSQL depend on how much there is")
    issues = filled_hub(session, 3)
    fill(session, *issues)
    connection = session.connection()
    plans: list[str] = []

    def explain(
        _c: object, cursor: object, statement: str, parameters: tuple[object, ...], *_r: object
    ) -> None:
        if statement.startswith("SELECT"):
            raw = connection.connection.cursor()
            rows = raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            plans.extend(f"{row[3]} | {statement[:60]}" for row in rows)

    sa.event.listen(connection, "before_cursor_execute", explain)
    select_items(session, issues, clock.now())
    contents_of(session, issues)
    sa.event.remove(connection, "before_cursor_execute", explain)
    assert len(plans) > 30
    whole = [plan for plan in plans if plan.startswith("SCAN")]
    # "SCAN CONSTANT ROW" reads nothing: a list that was asked for is empty.
    assert [plan for plan in whole if plan.split()[1] not in {*_SMALL, "CONSTANT"}] == []
