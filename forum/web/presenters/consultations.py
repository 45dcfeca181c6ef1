"""Peer consultations as pages show them: the phases, who has the floor, and who takes part."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from forum.accounts.models import Actor
from forum.consultations import policy
from forum.consultations.methods import METHODS
from forum.consultations.models import Consultation, Part, Phase, Taker
from forum.consultations.phases import MORE, ORDER, SPEAKING, after, before
from forum.consultations.queries import Listed
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.messaging.text import compose_message
from forum.threads.text import Text
from forum.web.context import settings
from forum.web.presenters.parts import Person
from forum.web.presenters.people import person_of
from forum.web.texts.consultations import METHOD_TEXTS, PACES, PARTS, PHASES


@dataclass(frozen=True, slots=True)
class PhaseStep:
    """A phase in the row of all."""

    name: str
    is_done: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class ConsultationBar:
    """Where a consultation stands, above its room."""

    id: str
    url: str
    room_url: str
    steps: tuple[PhaseStep, ...]
    number: int
    phase: str
    what: str
    time: str
    is_late: bool
    floor: str
    """Whether the reader writes or listens."""
    speaks: bool
    question: str
    method: str
    how: str
    promise_url: str | None
    """Where the rules are confirmed, as long as the reader has not."""
    is_over: bool
    deleted_after: dt.datetime
    leads: bool
    step: int
    following: str | None
    former: str | None
    more: str


@dataclass(frozen=True, slots=True)
class TakerRow:
    """Somebody who takes part."""

    person: Person
    handle: str
    part: str
    key: str
    has_promised: bool
    is_me: bool


@dataclass(frozen=True, slots=True)
class ConsultationPage:
    """All about a consultation but what is said in it."""

    title: str
    pace: str
    bar: ConsultationBar
    takers: tuple[TakerRow, ...]
    parts: tuple[tuple[str, str], ...]
    methods: tuple[tuple[str, str, str], ...]
    chosen: str
    can_cast: bool
    can_hand_over: bool
    can_take_over: bool
    has_promised: bool
    can_set_question: bool
    can_choose_method: bool
    can_share: bool
    is_shared: bool
    can_write_result: bool


@dataclass(frozen=True, slots=True)
class ConsultationLine:
    """A consultation in the list of one's own."""

    name: str
    url: str
    note: str
    deleted_after: dt.datetime
    is_over: bool


def consultation_lines(listed: Sequence[Listed]) -> tuple[ConsultationLine, ...]:
    """Return the lines of the list."""
    return tuple(_line(one.consultation, one.part) for one in listed)


def consultation_bar(reader: Actor, consultation: Consultation, own: Taker) -> ConsultationBar:
    """Return where it stands, for somebody who takes part (room loaded)."""
    phase, number = consultation.phase, ORDER.index(consultation.phase)
    is_over = consultation.ended_at is not None
    name, what = PHASES[phase]
    following, former = after(phase), before(phase)
    method = METHOD_TEXTS.get(consultation.method, ("", ""))
    time, is_late = _time(consultation)
    url = url_for("consultations.show", public_id=consultation.public_id)
    return ConsultationBar(
        id=consultation.public_id,
        url=url,
        room_url=url_for("chat.show", public_id=consultation.room.public_id),
        steps=tuple(
            PhaseStep(str(PHASES[one][0]), is_over or i < number, not is_over and i == number)
            for i, one in enumerate(ORDER)
        ),
        number=number + 1,
        phase=str(_("Over")) if is_over else str(name),
        what="" if is_over else str(what),
        time=time,
        is_late=is_late,
        floor=_floor(own.part, consultation),
        speaks=not is_over and own.part in SPEAKING[phase],
        question=consultation.question,
        method=str(method[0]),
        how=str(method[1]),
        promise_url=None if own.promised_at or is_over else f"{url}#rules",
        is_over=is_over,
        deleted_after=consultation.deleted_after,
        leads=bool(policy.can_lead_consultation(reader, consultation, own)),
        step=consultation.step,
        following=None if following is None else str(PHASES[following][0]),
        former=None if former is None else str(PHASES[former][0]),
        more=_more(MORE[consultation.pace]),
    )


def consultation_page(
    reader: Actor, consultation: Consultation, own: Taker, takers: Sequence[Taker]
) -> ConsultationPage:
    """Return the page for somebody who takes part (room loaded, people with organisation)."""
    chooses = bool(policy.can_choose_method(reader, consultation, own))
    return ConsultationPage(
        title=consultation.room.name,
        pace=str(PACES[consultation.pace]),
        bar=consultation_bar(reader, consultation, own),
        takers=tuple(_taker(reader, one) for one in takers),
        parts=tuple((part.value, str(PARTS[part])) for part in Part),
        methods=tuple(
            (key, str(METHOD_TEXTS[key][0]), str(METHOD_TEXTS[key][1])) for key in METHODS
        ),
        chosen=consultation.method,
        can_cast=bool(policy.can_cast(reader, consultation, own)),
        can_hand_over=bool(policy.can_hand_over(reader, consultation, own)),
        can_take_over=bool(policy.can_take_over(reader, consultation, own, _led_by(takers))),
        has_promised=own.promised_at is not None,
        can_set_question=bool(policy.can_set_question(reader, consultation, own)),
        can_choose_method=chooses,
        can_share=bool(policy.can_share_result(reader, consultation, own)),
        is_shared=consultation.shared_at is not None,
        can_write_result=bool(policy.can_write_result(reader, consultation, own)),
    )


def _led_by(takers: Sequence[Taker]) -> Taker | None:
    return next((one for one in takers if one.part is Part.MODERATOR), None)


def words_of_phase(phase: Phase, consultation: Consultation) -> str:
    """Return what stands in the room when a phase begins; Markdown."""
    name, what = PHASES[phase]
    words = f"**{name}** – {what}"
    if phase in {Phase.METHOD, Phase.ADVICE} and consultation.question:
        words += "\n\n" + _("Key question: %(question)s", question=consultation.question)
    if phase is Phase.ADVICE and consultation.method:
        method, how = METHOD_TEXTS[consultation.method]
        words += f"\n\n{method}: {how}"
    return words


def phase_text(phase: Phase, consultation: Consultation) -> Text:
    """Return the message that stands in the room when a phase begins."""
    try:
        return compose_message(words_of_phase(phase, consultation))
    except Invalid:  # of the question's words, which stand above the room as well
        return compose_message(str(PHASES[phase][0]))


def phase_text_of_hub(phase: Phase, consultation: Consultation) -> Text:
    """Return the same where nobody looks at a page: in the language of the hub."""
    with force_locale(settings().default_locale):
        return phase_text(phase, consultation)


def _line(consultation: Consultation, part: Part) -> ConsultationLine:
    is_over = consultation.ended_at is not None
    where = _("Over") if is_over else str(PHASES[consultation.phase][0])
    return ConsultationLine(
        name=consultation.room.name,
        url=url_for("chat.show", public_id=consultation.room.public_id),
        note=f"{where} · {PARTS[part]} · {PACES[consultation.pace]}",
        deleted_after=consultation.deleted_after,
        is_over=is_over,
    )


def _taker(reader: Actor, taker: Taker) -> TakerRow:
    return TakerRow(
        person=person_of(taker.actor),
        handle=taker.actor.handle,
        part=str(PARTS[taker.part]),
        key=taker.part.value,
        has_promised=taker.promised_at is not None,
        is_me=taker.actor_id == reader.id,
    )


def _floor(part: Part, consultation: Consultation) -> str:
    if consultation.ended_at is not None:
        return str(_("Nobody writes any more. You can read it until it is deleted."))
    if part in SPEAKING[consultation.phase]:
        return str(_("You have the floor."))
    return str(_("You listen: others have the floor now."))


def _time(consultation: Consultation) -> tuple[str, bool]:
    """Return how much of the phase is left, and whether it should be over."""
    until = consultation.phase_until
    if consultation.ended_at is not None or until is None:
        return "", False
    minutes = math.ceil((until - clock.now()).total_seconds() / 60)
    if minutes <= 0:
        return str(_("The time of this phase is up. The moderation goes on or extends it.")), True
    if minutes > 120:
        hours = round(minutes / 60)
        return ngettext("About %(num)d hour left", "About %(num)d hours left", hours), False
    return ngettext("%(num)d minute left", "%(num)d minutes left", minutes), False


def _more(more: dt.timedelta) -> str:
    if more.days:
        return str(_("One day more"))
    return str(ngettext("%(num)d minute more", "%(num)d minutes more", more.seconds // 60))
