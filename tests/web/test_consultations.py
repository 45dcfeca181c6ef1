"""The pages of peer consultations: beginning, promising, moving on, ending; for nobody else."""

import datetime as dt
from collections.abc import Mapping

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from forum.accounts.models import Actor, Role
from forum.consultations import actions
from forum.consultations.models import Consultation, Pace, Part, Phase, Taker
from forum.consultations.queries import consultation_for, my_consultations, takers_of
from forum.kernel import clock
from forum.messaging.models import Message
from forum.practices.models import ExperienceReport, ReportState
from forum.wiring.clock import AFTER_RELAY
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel
from tests.factories.consultations import make_consultation
from tests.web.forms import forms_of, submit


@pytest.fixture
def reader(client: FlaskClient, session: Session) -> Actor:
    reader = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, reader)
    return reader


def post(
    client: FlaskClient, path: str, values: Mapping[str, object], *, page: str
) -> TestResponse:
    """Send values as a form of that page would."""
    found = forms_of(client.get(page))
    token = next(form.values["csrf_token"] for form in found if "csrf_token" in form.values)
    return client.post(path, data={"csrf_token": token, **values})


def again(session: Session, reader: Actor, public_id: str) -> Consultation:
    session.expire_all()
    return consultation_for(session, reader, public_id)


def test_an_adviser_takes_over_where_nobody_moderates_and_only_there(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    mo, gil = make_actor(session, "Mo Derat"), make_actor(session, "Gil Geber")
    made = make_consultation(session, mo, gil, reader, phase=Phase.STORY)
    base = f"/consultations/{made.public_id}"
    assert "Take the moderation over" not in client.get(base).text
    assert post(client, f"{base}/take-over", {}, page=base).status_code == 403
    mo.muted_until = made.created_at + dt.timedelta(days=9)
    session.commit()
    assert "Take the moderation over" in client.get(base).text
    assert post(client, f"{base}/take-over", {}, page=base).status_code == 303
    page = client.get(base).text
    assert "You moderate now." in page
    assert "Go on: Key question" in page


def test_the_clock_speaks_the_language_of_the_hub(
    session: Session, reader: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    gil, ada = make_actor(session, "Gil Geber"), make_actor(session, "Ada Beirat")
    made = make_consultation(session, reader, gil, ada, phase=Phase.ADVICE, pace=Pace.DAYS)
    later = made.phase_since + dt.timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    for work in AFTER_RELAY:
        work()
    said = session.scalars(sa.select(Message.source).where(Message.room_id == made.room_id))
    assert said.one().startswith("**Abschluss** – ")


def test_a_consultation_is_begun_cast_and_moved_on_by_forms_alone(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    gil, ada = make_actor(session, "Gil Geber"), make_actor(session, "Ada Beirat")
    values = {"name": "Leerstand", "pace": "days", "people": [gil.handle, ada.handle]}
    answer = post(client, "/consultations/new", values, page="/consultations/new")
    assert answer.status_code == 303
    base = answer.headers["Location"]
    public_id = base.rsplit("/", 1)[-1]
    made = again(session, reader, public_id)
    room = f"/chat/{made.room.public_id}"
    cast = f"{base}/people/{gil.handle}"
    assert post(client, cast, {"part": "giver"}, page=base).status_code == 303
    early = post(client, f"{base}/move", {"way": "on", "step": "1"}, page=base)
    assert early.headers["Location"] == base
    assert "Until then no case is told" in client.get(base).text
    few = post(client, f"{base}/promise", {"rule": ["1", "1", "1", "1"]}, page=base)
    assert few.headers["Location"] == f"{base}#rules"
    post(client, f"{base}/promise", {"rule": ["1", "2", "3", "4"]}, page=base)
    for one in takers_of(session, made):
        one.promised_at = made.created_at
    session.commit()
    on = post(client, f"{base}/move", {"way": "on", "step": "1"}, page=base)
    assert on.headers["Location"] == room
    text = client.get(room).text
    assert "Phase 2 of 6: Spontaneous story" in text
    assert "About 24 hours left" in text
    assert "<strong>Spontaneous story</strong>" in text
    stale = post(client, f"{base}/move", {"way": "on", "step": "1"}, page=base)
    assert stale.status_code == 409
    assert again(session, reader, public_id).phase is Phase.STORY


def test_question_and_method_are_set_when_it_is_time_and_stand_above_the_room(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    gil, ada = make_actor(session, "Gil Geber"), make_actor(session, "Ada Beirat")
    made = make_consultation(session, reader, gil, ada, phase=Phase.QUESTION)
    base = f"/consultations/{made.public_id}"
    asked = "Wie erreiche ich @die @von @denen @niemand @mehr @hoert?"
    post(client, f"{base}/question", {"question": asked}, page=base)
    post(client, f"{base}/move", {"way": "on", "step": str(made.step)}, page=base)
    post(client, f"{base}/method", {"method": "resonance"}, page=base)
    made = again(session, reader, made.public_id)
    assert (made.question, made.method) == (asked, "resonance")
    post(client, f"{base}/move", {"way": "on", "step": str(made.step)}, page=base)
    text = client.get(f"/chat/{made.room.public_id}").text
    assert asked in text
    assert "Round of resonance" in text
    sign_in(client, session, gil)
    text = client.get(f"/chat/{made.room.public_id}").text
    assert "data-composer" not in text
    assert "In dieser Phase haben andere das Wort" in text
    part = client.get(f"{base}/_bar").text
    assert 'data-speaks="0"' in part
    assert "way" not in part


def test_after_its_end_the_giver_agrees_and_everybody_can_leave(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    mo, ada = make_actor(session, "Mo Derat"), make_actor(session, "Ada Beirat")
    made = make_consultation(session, mo, reader, ada, phase=Phase.CLOSING)
    base = f"/consultations/{made.public_id}"
    refused = post(client, f"{base}/move", {"way": "end", "step": "1"}, page=base)
    assert refused.status_code == 403
    sign_in(client, session, mo)
    post(client, f"{base}/move", {"way": "end", "step": "1"}, page=base)
    sign_in(client, session, reader)
    text = client.get(base).text
    assert "Nobody writes any more" in text
    post(client, f"{base}/share", {"agrees": "yes"}, page=base)
    assert again(session, reader, made.public_id).shared_at
    assert "Without you the consultation is over" in client.get(f"{base}/leave").text
    left = post(client, f"{base}/leave", {}, page=f"{base}/leave")
    assert left.headers["Location"] == "/consultations"
    assert client.get(base).status_code == 404
    assert session.get(Taker, (made.id, reader.id)) is None
    assert made.public_id not in client.get("/consultations").text


def test_what_can_be_learned_becomes_a_draft_once_the_giver_agrees(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    gil, ada = make_actor(session, "Gil Geber"), make_actor(session, "Ada Beirat")
    channel = make_channel(session, "Leerstand")
    made = make_consultation(session, reader, gil, ada, phase=Phase.CLOSING)
    base = f"/consultations/{made.public_id}"
    path = f"{base}/result"
    assert client.get(path).status_code == 403
    actions.end(session, reader, made)
    session.commit()
    assert client.get(path).status_code == 403
    actions.agree_to_share(session, gil, made)
    session.commit()
    assert path in client.get(base).text
    values = {
        "title": "Früh fragen",
        "channel": channel.slug,
        "transferable": "0351 4567890 anrufen",
    }
    asked = submit(client, path, values)
    assert asked.status_code == 422
    assert "personal data" in asked.text
    assert session.scalars(sa.select(ExperienceReport)).all() == []
    begun = submit(client, path, {**values, "transferable": "Erst mit den Nachbarn sprechen."})
    assert begun.status_code == 303
    report = session.scalars(sa.select(ExperienceReport)).one()
    assert (report.title, report.state, report.author_id) == (
        "Früh fragen",
        ReportState.DRAFT,
        reader.id,
    )
    assert report.texts == {"transferable": "Erst mit den Nachbarn sprechen."}


def test_a_room_says_that_nothing_of_it_stays(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    gil, ada = make_actor(session, "Gil Geber"), make_actor(session, "Ada Beirat")
    made = make_consultation(session, reader, gil, ada)
    made = again(session, reader, made.public_id)
    text = client.get(f"/chat/{made.room.public_id}").text
    assert "Nothing of what is said here stays" in text
    assert made.room.kept_days is None


def test_administrators_and_strangers_find_nothing(client: FlaskClient, session: Session) -> None:
    reader = make_actor(session, "Kim Tester", role=Role.ADMIN)
    sign_in(client, session, reader)
    people = [make_actor(session) for _ in range(3)]
    made = make_consultation(session, people[0], people[1], people[2], phase=Phase.STORY)
    base = f"/consultations/{made.public_id}"
    for path in (base, f"{base}/_bar", f"{base}/leave"):
        assert client.get(path).status_code == 404
    for verb in ("move", "promise", "question", "method", "share", f"people/{reader.handle}"):
        answer = post(client, f"{base}/{verb}", {"way": "end"}, page="/consultations/new")
        assert answer.status_code == 404
    assert my_consultations(session, reader) == []
    assert {one.part for one in takers_of(session, made)} == {
        Part.MODERATOR,
        Part.GIVER,
        Part.ADVISER,
    }
