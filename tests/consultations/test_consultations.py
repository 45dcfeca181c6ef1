"""Consultations: who takes part with which role, who has the floor, and that nothing stays."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.consultations import actions, policy
from forum.consultations.models import Consultation, Pace, Part, Phase, Taker
from forum.consultations.phases import MINUTES, ORDER, SPEAKING, after, before, length_of
from forum.consultations.queries import consultation_for, my_consultations, takers_of
from forum.kernel import clock
from forum.kernel.errors import Conflict, ForumError, Invalid, NotAllowed, NotFound
from forum.messaging.actions import edit, give_reaction, leave, restrain
from forum.messaging.actions import send as say
from forum.messaging.emoji import QUICK_SIGNS
from forum.messaging.keeping_policy import can_keep
from forum.messaging.models import Message, MessageReaction, Participant, Room, RoomEvent
from forum.messaging.policy import can_read_room, can_write_in
from forum.messaging.queries import belonging_of, room_by_public_id
from forum.messaging.text import compose_message
from forum.moderation.queries.undecided import undecided_messages
from tests.factories.accounts import make_actor
from tests.factories.consultations import make_consultation
from tests.factories.messaging import make_message

NOBODY = sa.select(Message.id).where(sa.false())


class Circle:
    """Four people and their roles."""

    def __init__(self, session: Session) -> None:
        self.mo = make_actor(session, "Mo Derat")
        self.gil = make_actor(session, "Gil Geber")
        self.ada = make_actor(session, "Ada Beirat")
        self.sam = make_actor(session, "Sam Schreiber")

    @property
    def everybody(self) -> tuple[Actor, ...]:
        return (self.mo, self.gil, self.ada, self.sam)

    def at(self, session: Session, phase: Phase, *, pace: Pace = Pace.LIVE) -> Consultation:
        made = make_consultation(session, *self.everybody, phase=phase, pace=pace)
        return consultation_for(session, self.mo, made.public_id)


@pytest.fixture
def circle(session: Session) -> Circle:
    return Circle(session)


def room_of(session: Session, consultation: Consultation) -> Room:
    public_id = session.scalars(
        sa.select(Room.public_id).where(Room.id == consultation.room_id)
    ).one()
    return room_by_public_id(session, public_id)


def writers(session: Session, consultation: Consultation, people: tuple[Actor, ...]) -> set[str]:
    room = room_of(session, consultation)
    return {one.name for one in people if can_write_in(one, room, belonging_of(session, one, room))}


def reason_of(refusal: pytest.ExceptionInfo[ForumError]) -> str:
    return refusal.value.reason


@pytest.mark.parametrize("phase", ORDER)
def test_in_each_phase_those_write_who_have_the_floor(
    session: Session, circle: Circle, phase: Phase
) -> None:
    consultation = circle.at(session, phase)
    parts = {taker.actor.name: taker.part for taker in takers_of(session, consultation)}
    expected = {name for name, part in parts.items() if part in SPEAKING[phase]}
    assert writers(session, consultation, circle.everybody) == expected
    assert "Mo Derat" in expected


def test_who_listens_neither_writes_nor_edits_nor_reacts(session: Session, circle: Circle) -> None:
    consultation = circle.at(session, Phase.METHOD)
    room = room_of(session, consultation)
    message = make_message(session, room, circle.gil, "Ich nehme den Kopfstand")
    actions.choose_method(session, circle.gil, consultation, method="headstand")
    actions.go_on(session, circle.mo, consultation, step=consultation.step, words=None)
    session.commit()
    assert consultation.phase is Phase.ADVICE
    text = compose_message("Das geht bei uns nicht!")
    with pytest.raises(NotAllowed, match="only_listening"):
        say(session, circle.gil, room, client_id="zu-frueh-1", text=text)
    with pytest.raises(NotAllowed, match="only_listening"):
        edit(session, circle.gil, message, text=text, version=1)
    with pytest.raises(NotAllowed, match="only_listening"):
        give_reaction(session, circle.gil, message, sign=QUICK_SIGNS[0])
    make_message(session, room, circle.ada, "Was müsste geschehen, damit es misslingt?")


def test_a_message_that_was_sent_in_time_is_acknowledged_in_the_next_phase_too(
    session: Session, circle: Circle
) -> None:
    consultation = circle.at(session, Phase.CASTING)
    room, text = room_of(session, consultation), compose_message("Guten Tag")
    first, _ = say(session, circle.ada, room, client_id="guten-tag-1", text=text)
    actions.go_on(session, circle.mo, consultation, step=consultation.step, words=None)
    session.commit()
    again, _ = say(session, circle.ada, room, client_id="guten-tag-1", text=text)
    assert again.id == first.id


def test_before_the_case_is_told_there_is_a_giver_an_adviser_and_a_promise_of_everybody(
    session: Session, circle: Circle
) -> None:
    made = actions.begin(session, circle.mo, [circle.gil], name="Leerstand", pace=Pace.LIVE)
    for person in (circle.mo, circle.gil):
        actions.promise(session, person, made)
    with pytest.raises(Invalid, match="no_case_giver"):
        actions.go_on(session, circle.mo, made, step=made.step, words=None)
    actions.give_part(session, circle.mo, made, person=circle.gil, part=Part.GIVER)
    with pytest.raises(Invalid, match="no_advisers"):
        actions.go_on(session, circle.mo, made, step=made.step, words=None)
    actions.bring_in(session, circle.mo, made, person=circle.ada)
    with pytest.raises(Invalid, match="promises_missing"):
        actions.go_on(session, circle.mo, made, step=made.step, words=None)
    actions.promise(session, circle.ada, made)
    actions.go_on(session, circle.mo, made, step=made.step, words=None)
    assert made.phase is Phase.STORY
    with pytest.raises(NotAllowed, match="casting_over"):
        actions.bring_in(session, circle.mo, made, person=circle.sam)


def test_only_the_moderation_leads_and_a_second_press_changes_nothing(
    session: Session, circle: Circle
) -> None:
    consultation = circle.at(session, Phase.STORY)
    step = consultation.step
    for person in (circle.gil, circle.ada):
        with pytest.raises(NotAllowed, match="not_its_moderation"):
            actions.go_on(session, person, consultation, step=step, words=None)
        with pytest.raises(NotAllowed, match="not_its_moderation"):
            actions.end(session, person, consultation)
    actions.go_on(session, circle.mo, consultation, step=step, words=None)
    with pytest.raises(Conflict, match="phase_changed_meanwhile"):
        actions.go_on(session, circle.mo, consultation, step=step, words=None)
    assert after(Phase.STORY) is consultation.phase
    back = actions.go_back(session, circle.mo, consultation, step=step + 1, words=None)
    assert (back.phase, back.step) == (Phase.STORY, step + 2)
    until = consultation.phase_until
    actions.extend(session, circle.mo, consultation, step=consultation.step)
    assert until is not None
    assert consultation.phase_until == until + dt.timedelta(minutes=5)


def test_what_a_phase_is_for_comes_before_the_next_one(session: Session, circle: Circle) -> None:
    consultation = circle.at(session, Phase.QUESTION)
    with pytest.raises(Invalid, match="question_missing"):
        actions.go_on(session, circle.mo, consultation, step=consultation.step, words=None)
    with pytest.raises(NotAllowed, match="not_giver_or_moderation"):
        actions.set_question(session, circle.ada, consultation, question="Warum?")
    with pytest.raises(NotAllowed, match="method_not_now"):
        actions.choose_method(session, circle.gil, consultation, method="headstand")
    with pytest.raises(Invalid, match="empty_question"):
        actions.set_question(session, circle.gil, consultation, question="  ")
    actions.set_question(session, circle.gil, consultation, question="Wie beginne ich?")
    actions.go_on(session, circle.mo, consultation, step=consultation.step, words=None)
    with pytest.raises(Invalid, match="method_missing"):
        actions.go_on(session, circle.mo, consultation, step=consultation.step, words=None)
    with pytest.raises(Invalid, match="no_such_method"):
        actions.choose_method(session, circle.gil, consultation, method="magic")


def test_the_words_of_a_new_phase_stand_in_the_room(session: Session, circle: Circle) -> None:
    consultation = circle.at(session, Phase.CASTING)
    words = compose_message("**Spontanerzählung**")
    actions.go_on(session, circle.mo, consultation, step=consultation.step, words=words)
    session.commit()
    said = sa.select(Message.source).where(Message.room_id == consultation.room_id)
    assert session.scalars(said).all() == ["**Spontanerzählung**"]


def test_roles_are_given_once_and_the_moderation_is_handed_over(
    session: Session, circle: Circle
) -> None:
    consultation = circle.at(session, Phase.CASTING)
    actions.give_part(session, circle.mo, consultation, person=circle.ada, part=Part.GIVER)
    with pytest.raises(Invalid, match="moderation_is_handed_over"):
        actions.give_part(session, circle.mo, consultation, person=circle.mo, part=Part.ADVISER)
    actions.give_part(session, circle.mo, consultation, person=circle.sam, part=Part.MODERATOR)
    parts = {one.actor_id: one.part for one in takers_of(session, consultation)}
    assert parts == {
        circle.mo.id: Part.ADVISER,
        circle.gil.id: Part.ADVISER,
        circle.ada.id: Part.GIVER,
        circle.sam.id: Part.MODERATOR,
    }
    with pytest.raises(NotAllowed, match="not_its_moderation"):
        actions.give_part(session, circle.mo, consultation, person=circle.mo, part=Part.GIVER)


def test_who_brings_the_case_does_not_become_the_moderation_of_it(
    session: Session, circle: Circle
) -> None:
    consultation = circle.at(session, Phase.ADVICE)
    with pytest.raises(Invalid, match="giver_cannot_moderate"):
        actions.give_part(session, circle.mo, consultation, person=circle.gil, part=Part.MODERATOR)
    assert "Gil Geber" not in writers(session, consultation, circle.everybody)


def test_who_leaves_reads_nothing_more_and_hands_the_moderation_on(
    session: Session, circle: Circle
) -> None:
    consultation = circle.at(session, Phase.STORY)
    actions.leave(session, circle.mo, consultation)
    session.commit()
    room = room_of(session, consultation)
    assert not can_read_room(circle.mo, room, belonging_of(session, circle.mo, room))
    parts = {one.actor_id: one.part for one in takers_of(session, consultation)}
    assert parts[circle.ada.id] is Part.MODERATOR
    assert writers(session, consultation, circle.everybody) == {"Gil Geber", "Ada Beirat"}
    assert consultation.ended_at is None


def test_without_its_giver_a_consultation_is_over(session: Session, circle: Circle) -> None:
    consultation = circle.at(session, Phase.ADVICE)
    actions.leave(session, circle.gil, consultation)
    session.commit()
    assert consultation.ended_at is not None
    assert writers(session, consultation, circle.everybody) == set()


def test_nobody_from_outside_sees_anything_not_even_administrators(
    session: Session, circle: Circle
) -> None:
    consultation = circle.at(session, Phase.STORY)
    room = room_of(session, consultation)
    admin = make_actor(session, role=Role.ADMIN)
    shut_out = circle.sam
    shut_out.suspended_until = clock.now() + dt.timedelta(days=1)
    session.commit()
    for person in (*circle.everybody, admin, make_actor(session), None):
        own = None if person is None else session.get(Taker, (consultation.id, person.id))
        by_rule = bool(policy.can_see_consultation(person, own))
        seen = sa.select(Consultation.id).where(policy.visible_consultations(person))
        assert bool(session.scalars(seen).all()) is by_rule
        reads = bool(can_read_room(person, room, belonging_of(session, person, room)))
        assert reads is by_rule is (person in {circle.mo, circle.gil, circle.ada})
    with pytest.raises(NotFound):
        consultation_for(session, admin, consultation.public_id)
    assert my_consultations(session, admin) == []
    assert not can_keep(circle.mo, room, belonging_of(session, circle.mo, room))
    with pytest.raises(NotAllowed):
        restrain(session, circle.mo, room, slow_seconds=0, kept_days=365)
    with pytest.raises(NotAllowed):
        leave(session, circle.ada, room)


def test_fourteen_days_after_the_end_nothing_is_there_any_more(
    session: Session, circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = circle.at(session, Phase.CLOSING)
    other = circle.at(session, Phase.STORY)
    room = room_of(session, consultation)
    message = make_message(session, room, circle.ada, "Erster Schritt: anrufen")
    give_reaction(session, circle.gil, message, sign=QUICK_SIGNS[0])
    ended = actions.end(session, circle.mo, consultation)
    session.commit()
    assert actions.delete_due(session, spared=undecided_messages()) == 0
    later = ended.deleted_after
    assert later - clock.now() <= dt.timedelta(days=14)
    room_id, left = consultation.room_id, other.room_id
    monkeypatch.setattr(clock, "now", lambda: later)
    held = sa.select(Message.id).where(Message.id == message.id)
    assert actions.delete_due(session, spared=held) == 0
    assert actions.delete_due(session, spared=NOBODY) == 1
    assert actions.delete_due(session, spared=NOBODY) == 0
    session.commit()
    for model in (Message, RoomEvent, Participant):
        found = session.scalars(sa.select(model.room_id).where(model.room_id == room_id))
        assert found.all() == []
    assert session.scalars(sa.select(MessageReaction.sign)).all() == []
    rooms = sa.select(Room.id).where(Room.id.in_([room_id, left]))
    assert session.scalars(rooms).all() == [left]
    assert session.scalars(sa.select(Consultation.room_id)).all() == [left]
    assert {one.consultation_id for one in session.scalars(sa.select(Taker))} == {other.id}


def test_what_nobody_ends_is_deleted_after_sixty_days(
    session: Session, circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    circle.at(session, Phase.STORY)
    later = clock.now() + dt.timedelta(days=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert actions.delete_due(session, spared=NOBODY) == 1


def test_the_result_is_shared_only_by_the_giver_and_only_afterwards(
    session: Session, circle: Circle
) -> None:
    consultation = circle.at(session, Phase.CLOSING)
    with pytest.raises(NotAllowed, match="consultation_goes_on"):
        actions.agree_to_share(session, circle.gil, consultation)
    actions.end(session, circle.mo, consultation)
    with pytest.raises(NotAllowed, match="not_the_case_giver"):
        actions.agree_to_share(session, circle.mo, consultation)
    assert actions.agree_to_share(session, circle.gil, consultation).shared_at
    assert not actions.disagree_to_share(session, circle.gil, consultation).shared_at
    with pytest.raises(NotAllowed, match="consultation_over"):
        actions.go_back(session, circle.mo, consultation, step=consultation.step, words=None)


def test_five_days_follow_the_casting_and_minutes_make_less_than_an_hour() -> None:
    days = [length_of(phase, Pace.DAYS) for phase in ORDER]
    assert days == [None, *[dt.timedelta(days=1)] * 5]
    assert sum(MINUTES.values()) <= 50
    assert [after(phase) for phase in ORDER] == [*ORDER[1:], None]
    assert [before(phase) for phase in ORDER] == [None, *ORDER[:-1]]
