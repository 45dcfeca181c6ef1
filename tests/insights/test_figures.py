"""The figures of the hub against data that was counted by hand."""

import datetime as dt
from collections.abc import Sequence

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.insights.queries.figures import (
    FEWEST_PEOPLE,
    Period,
    Questions,
    Replies,
    Reports,
    SilentCities,
    figures_of,
    questions_of,
    replies_of,
)
from forum.practices.models import Adoption, ExperienceReport, ReportState
from forum.threads import actions
from forum.threads.models import Post, Thread
from tests.factories.accounts import make_actor, make_city
from tests.factories.channels import make_channel
from tests.factories.practices import make_report
from tests.factories.threads import make_question, make_reply, make_thread, opening_post
from tests.queries import QueryCounter

END = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
PERIOD = Period(END - dt.timedelta(days=90), END)


class Cast:
    """Five people each of two cities, and somebody whose city nobody knows."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.channel: Channel = make_channel(session)
        self.here, self.there = (make_city(session, name) for name in ("Aue", "Brand"))
        self.near = [make_actor(session, f"Near {n}", city=self.here) for n in range(5)]
        self.far = [make_actor(session, f"Far {n}", city=self.there) for n in range(5)]
        self.stranger = make_actor(session, "Nobody Knows")

    def ask(self, author: Actor, days: float, *answers: tuple[Actor, float]) -> Thread:
        """Ask so many days before the end; each answer comes so many hours later."""
        thread = make_question(self.session, self.channel, author)
        self.date(opening_post(self.session, thread), days)
        thread.visible_at = END - dt.timedelta(days=days)
        for actor, hours in answers:
            self.date(make_reply(self.session, thread, actor), days - hours / 24)
        self.session.commit()
        return thread

    def date(self, post: Post, days: float) -> Post:
        post.visible_at = END - dt.timedelta(days=days)
        self.session.commit()
        return post


@pytest.fixture
def cast(session: Session) -> Cast:
    return Cast(session)


def ask_six(cast: Cast) -> list[Thread]:
    """Ask six questions, of which others answer five: after 2, 10, 4, 100 and 6 hours."""
    near, far = cast.near, cast.far
    asked = [
        cast.ask(near[0], 60, (far[0], 2), (near[1], 3)),
        cast.ask(near[1], 59, (near[1], 1)),  # by herself alone: that is no answer
        cast.ask(near[2], 58, (far[1], 10)),
        cast.ask(near[3], 57, (far[2], 4), (far[2], 5)),
        cast.ask(near[4], 56, (far[3], 100)),
        cast.ask(near[0], 55, (far[4], 6)),
    ]
    removed = cast.date(make_reply(cast.session, asked[5], far[0]), 55 - 1 / 24)
    actions.remove(cast.session, far[0], removed, reason="")
    cast.ask(near[0], 91, (far[0], 1))  # before the period
    gone = cast.ask(near[0], 20)
    actions.remove_thread(cast.session, near[0], gone, reason="")
    cast.session.commit()
    return asked


def test_the_median_is_the_answer_in_the_middle_or_between_the_two_there(cast: Cast) -> None:
    asked = ask_six(cast)
    six_hours, five_hours = (dt.timedelta(hours=hours) for hours in (6, 5))
    assert questions_of(cast.session, PERIOD) == Questions(6, 5, six_hours)
    late = cast.session.scalars(
        sa.select(Post).where(Post.thread_id == asked[4].id, Post.number == 2)
    ).one()
    actions.remove(cast.session, cast.far[3], late, reason="")
    cast.session.commit()
    assert questions_of(cast.session, PERIOD) == Questions(6, 4, five_hours)


def test_replies_are_counted_by_the_city_they_come_from(cast: Cast) -> None:
    ask_six(cast)
    talk = make_thread(cast.session, cast.channel, cast.near[0])
    for actor in (cast.far[0], cast.stranger, cast.near[0]):
        cast.date(make_reply(cast.session, talk, actor), 10)
    # 7 to the questions and 2 to the talk; of the 8 whose city is known, one comes from Aue.
    assert replies_of(cast.session, PERIOD) == Replies(9, 7 / 8)


@pytest.mark.parametrize("people", [0, 1, FEWEST_PEOPLE - 1, FEWEST_PEOPLE])
def test_what_rests_on_few_people_is_not_told(cast: Cast, people: int) -> None:
    for near, far in list(zip(cast.near, cast.far, strict=True))[:people]:
        cast.ask(near, 10, (far, 1))
    is_told = people >= FEWEST_PEOPLE
    questions, replies = questions_of(cast.session, PERIOD), replies_of(cast.session, PERIOD)
    assert (questions.asked, questions.answered, replies.count) == (people, people, people)
    assert (questions.median is not None) is is_told
    assert (replies.from_other_cities is not None) is is_told


def test_a_silent_city_is_named_only_where_several_people_could_be_meant(cast: Cast) -> None:
    cast.ask(cast.near[0], 10)
    small = make_city(cast.session, "Colditz")
    for number in range(FEWEST_PEOPLE - 1):
        make_actor(cast.session, f"Small {number}", city=small)
    make_city(cast.session, "Dahlen")
    make_city(cast.session, "Elstra", archived_at=END)
    found = figures_of(cast.session, PERIOD).cities
    assert found == SilentCities(4, 3, named=("Brand",), without_people=("Dahlen",))


def test_reports_are_counted_with_what_became_of_them(cast: Cast) -> None:
    def report(state: ReportState, days: int | None = None) -> ExperienceReport:
        released_at = None if days is None else END - dt.timedelta(days=days)
        return make_report(cast.session, state=state, city=cast.here, released_at=released_at)

    def adopt(of: ExperienceReport, days: int, *, removed: bool = False) -> None:
        cast.session.add(
            Adoption(
                report_id=of.id,
                actor_id=cast.far[0].id,
                city_id=cast.there.id,
                outcome="Es ging.",
                created_at=END - dt.timedelta(days=days),
                removed_at=END if removed else None,
            )
        )

    old, new = report(ReportState.OUTDATED, 200), report(ReportState.RELEASED, 10)
    report(ReportState.SUBMITTED)
    adopt(old, 5)
    adopt(old, 4)
    adopt(new, 3)
    adopt(new, 2, removed=True)
    adopt(old, 100)
    cast.session.commit()
    assert figures_of(cast.session, PERIOD).reports == Reports(
        released=1, adopted=2, adoptions=3, adopting_cities=1
    )


def test_the_figures_cost_the_same_however_much_was_written(
    cast: Cast, count_queries: QueryCounter
) -> None:
    counts: list[Sequence[str]] = []
    for _ in range(2):
        ask_six(cast)
        with count_queries() as queries:
            figures_of(cast.session, PERIOD)
        counts.append(queries)
    assert [len(queries) for queries in counts] == [4, 4]
