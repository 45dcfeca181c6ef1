"""Statements of reasons and objections, as their pages show them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import format_date, format_datetime
from flask_babel import gettext as _

from forum.accounts.models import Actor
from forum.kernel.verdict import Denied, Verdict
from forum.moderation.actions.state_reasons import with_name
from forum.moderation.models import Objection, Statement
from forum.moderation.policy.statements import can_object, objectionable_until
from forum.web.texts import refusal
from forum.web.texts.statements import MEASURES, ground_text

# What the link in a letter is signed for; the letters know it, too.
PURPOSE = "statement"


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """What somebody has objected, and what came of it."""

    text: str
    at: dt.datetime
    decided_at: dt.datetime | None
    is_upheld: bool
    answer: str


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Everything Art. 17(3) asks for; `measure`, `origin` are codes that the template words."""

    measure: str
    about: str
    until: str
    facts: str
    ground: str
    origin: str
    is_automated: bool
    is_lifted: bool
    at: dt.datetime
    number: int
    hash: str
    objection: ObjectionView | None
    can_object: Verdict
    refusal: str
    """Why there is no form; "" where there is one, or the reader is not concerned."""
    objection_day: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A decision in the list of one's own."""

    title: str
    measure: str
    at: dt.datetime
    url: str


@dataclass(frozen=True, slots=True)
class ShutOut:
    """Why somebody may not come in, and where they read the whole of it."""

    facts: str
    url: str


def shut_out_page(statement: Statement, token: str) -> ShutOut:
    """Return what is said to whoever has just proven that the account is theirs."""
    return ShutOut(
        facts=with_name(statement.facts, statement.addressee.name),
        url=url_for("statements.by_link", token=token),
    )


def statement_page(
    statement: Statement, objection: Objection | None, reader: Actor, *, is_lifted: bool
) -> StatementPage:
    """Return the page; `reader` is whoever the link or the sign-in stands for."""
    verdict = can_object(reader, statement, objection)
    is_own = reader.id == statement.addressee_id
    told = isinstance(verdict, Denied) and is_own and objection is None
    return StatementPage(
        measure=statement.measure.value,
        about=statement.about,
        until="" if statement.until is None else _moment(statement.until),
        facts=with_name(statement.facts, statement.addressee.name),
        ground=ground_text(statement.ground),
        origin=statement.origin.value,
        is_automated=statement.is_automated,
        is_lifted=is_lifted or bool(objection and objection.is_upheld),
        at=statement.created_at,
        number=statement.number,
        hash=statement.hash,
        objection=None if objection is None else _objection(objection),
        can_object=verdict,
        refusal=refusal(verdict) if told and isinstance(verdict, Denied) else "",
        objection_day=str(format_date(objectionable_until(statement), _("d MMMM y"))),
    )


def statement_rows(statements: Iterable[Statement]) -> list[StatementRow]:
    """Return the rows of the list, in the order given."""
    return [
        StatementRow(
            title=one.about or str(_("Your profile")),
            measure=str(MEASURES[one.measure]),
            at=one.created_at,
            url=url_for("statements.show", public_id=one.public_id),
        )
        for one in statements
    ]


def _objection(objection: Objection) -> ObjectionView:
    return ObjectionView(
        text=objection.text,
        at=objection.created_at,
        decided_at=objection.decided_at,
        is_upheld=bool(objection.is_upheld),
        answer=objection.answer,
    )


def _moment(at: dt.datetime) -> str:
    return str(format_datetime(at, _("d MMM y, HH:mm")))
