"""What the clock does to consultations spread over days, and what happens when nobody moderates."""

import datetime as dt

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.consultations import actions
from forum.consultations.models import Consultation, Pace, Part, Phase
from forum.consultations.queries import takers_of
from forum.extensions import db
from forum.jobs.schedule import in_batches
from forum.kernel import clock
from forum.kernel.errors import NotAllowed
from forum.messaging.models import Message
from forum.messaging.text import compose_message
from forum.threads.text import Text
from tests.consultations.test_consultations import Circle, writers
from tests.hubs import at_once

DAY = dt.timedelta(days=1)


class Later:
    """Lets time pass."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def by(self, time: dt.timedelta) -> None:
        moment = clock.now() + time
        self._monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def circle(session: Session) -> Circle:
    return Circle(session)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    return Later(monkeypatch)


def words(phase: Phase, _consultation: Consultation) -> Text:
    return compose_message(f"Phase: {phase.value}")


def turn(session: Session) -> int:
    done = actions.turn_due(session, words=words)
    session.commit()
    return done


def said_in(session: Session, consultation: Consultation) -> list[str]:
    said = sa.select(Message.source).where(Message.room_id == consultation.room_id)
    return list(session.scalars(said.order_by(Message.sequence)))


def parts_of(session: Session, consultation: Consultation) -> dict[int, Part]:
    return {one.actor_id: one.part for one in takers_of(session, consultation)}


def test_a_day_that_is_up_goes_on_to_the_next_phase_and_says_so_once(
    session: Session, circle: Circle, later: Later
) -> None:
    consultation = circle.at(session, Phase.ADVICE, pace=Pace.DAYS)
    live = circle.at(session, Phase.ADVICE)
    assert turn(session) == 0
    later.by(DAY)
    assert turn(session) == 1
    assert turn(session) == 0
    assert consultation.phase is Phase.CLOSING
    assert consultation.phase_until == clock.now() + DAY
    assert said_in(session, consultation) == ["Phase: closing"]
    assert "Gil Geber" in writers(session, consultation, circle.everybody)
    session.refresh(live)
    assert live.phase is Phase.ADVICE
    # How it ends, people say.
    later.by(30 * DAY)
    assert turn(session) == 0
    assert consultation.ended_at is None


@pytest.mark.parametrize("phase", [Phase.CASTING, Phase.QUESTION, Phase.METHOD])
def test_what_the_next_phase_stands_on_is_waited_for(
    session: Session, circle: Circle, later: Later, phase: Phase
) -> None:
    consultation = circle.at(session, phase, pace=Pace.DAYS)
    later.by(2 * DAY)
    assert turn(session) == 0
    if phase is Phase.QUESTION:
        actions.set_question(session, circle.gil, consultation, question="Wie beginne ich?")
        assert turn(session) == 1
        assert consultation.phase is Phase.METHOD


def test_it_goes_on_without_words_where_its_moderation_may_not_write(
    session: Session, circle: Circle, later: Later
) -> None:
    consultation = circle.at(session, Phase.STORY, pace=Pace.DAYS)
    circle.mo.muted_until = clock.now() + 10 * DAY
    session.commit()
    later.by(DAY)
    assert turn(session) == 1
    assert consultation.phase is Phase.QUESTION
    assert said_in(session, consultation) == []


def test_two_workers_go_on_by_one_phase(hub: Flask, later: Later) -> None:
    session = db.session()
    consultation = Circle(session).at(session, Phase.STORY, pace=Pace.DAYS)
    session.commit()
    later.by(DAY)

    def turn_all(_number: int) -> None:
        in_batches(lambda unit: actions.turn_due(unit, words=words))()

    assert at_once(hub, 2, turn_all) == []
    session.refresh(consultation)
    assert consultation.phase is Phase.QUESTION
    assert said_in(session, consultation) == ["Phase: question"]


def test_who_advises_takes_over_from_a_moderation_that_is_missing(
    session: Session, circle: Circle, later: Later
) -> None:
    consultation = circle.at(session, Phase.ADVICE, pace=Pace.DAYS)
    for person, reason in ((circle.ada, "moderation_is_there"), (circle.gil, "not_an_adviser")):
        with pytest.raises(NotAllowed, match=reason):
            actions.take_over(session, person, consultation)
    later.by(2 * DAY)
    actions.take_over(session, circle.sam, consultation)
    session.commit()
    parts = parts_of(session, consultation)
    assert (parts[circle.sam.id], parts[circle.mo.id]) == (Part.MODERATOR, Part.ADVISER)
    actions.go_on(session, circle.sam, consultation, step=consultation.step, words=None)
    with pytest.raises(NotAllowed, match="not_its_moderation"):
        actions.end(session, circle.mo, consultation)


def test_who_was_muted_or_has_gone_moderates_no_further(session: Session, circle: Circle) -> None:
    for change in (_mute, _close):
        consultation = circle.at(session, Phase.ADVICE)
        change(circle.mo)
        session.commit()
        actions.take_over(session, circle.ada, consultation)
        assert parts_of(session, consultation)[circle.ada.id] is Part.MODERATOR
        circle.mo.muted_until = None
        session.commit()


def _mute(actor: Actor) -> None:
    actor.muted_until = clock.now() + DAY


def _close(actor: Actor) -> None:
    actor.closed_at = clock.now()
