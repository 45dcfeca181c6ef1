"""One case, as its page shows it."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from forum.accounts.models import Actor
from forum.moderation.grounds import Ground
from forum.moderation.models import (
    Case,
    CaseNote,
    CaseState,
    Decision,
    Measure,
    Signal,
    Target,
)
from forum.moderation.policy import holder_of
from forum.moderation.queries import Facts, Standing
from forum.moderation.queries.dossier import Dossier
from forum.web.presenters.cases import LATE, age_words, carried, reason_words
from forum.web.presenters.parts import Person
from forum.web.presenters.people import person_of
from forum.web.room_reading import room_address
from forum.web.texts.cases import MEASURE_HINTS, MEASURES, SOURCES, TARGETS
from forum.web.texts.statements import GROUNDS

# The words in canned texts that are filled in.
VARIABLES = ("name", "title", "channel", "rule")
_VARIABLE = re.compile(r"\{(" + "|".join(VARIABLES) + r")\}")


@dataclass(frozen=True, slots=True)
class SignalRow:
    """Why the case came up."""

    source: str
    reason: str
    detail: str
    by: str | None
    at: dt.datetime
    is_settled: bool


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What was decided."""

    measure: str
    reason: str
    ground: str
    until: dt.datetime | None
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A word among moderators."""

    text: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """Who holds the case, and what the reader can do about that."""

    holder: str | None
    is_mine: bool
    until: dt.datetime | None
    lease: int
    """Seconds; the page renews the claim while somebody works on it."""


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case with its target as it was and as it is."""

    public_id: str
    title: str
    source: str
    target: str
    channel: str
    is_open: bool
    age: str
    is_late: bool
    opened_at: dt.datetime
    decided_at: dt.datetime | None
    about: Person | None
    claim: Claim
    fence: int
    standing: str | None
    """`None`: what it was about is gone."""
    target_url: str | None
    edit_url: str | None
    review_url: str | None
    snapshot: str
    snapshot_at: dt.datetime | None
    present: Markup | str | None
    is_unchanged: bool
    signals: tuple[SignalRow, ...]
    decisions: tuple[DecisionRow, ...]
    notes: tuple[NoteRow, ...]
    measures: dict[str, str]
    """Hints by measure, of those that can be decided."""
    kept: dict[str, Any]


def case_page(
    dossier: Dossier, measures: Sequence[Measure], reader: Actor, now: dt.datetime
) -> CasePage:
    """Return the page; the case has channel, holder and the person concerned loaded."""
    case, facts = dossier.case, dossier.facts
    signals = [_signal(signal, by) for signal, by in dossier.signals]
    latest = dossier.signals[0][0] if dossier.signals else None
    post = None if facts is None else facts.post
    snapshot = "" if latest is None else latest.snapshot
    return CasePage(
        public_id=case.public_id,
        title=case.title,
        source=str(SOURCES[case.source]),
        target=str(TARGETS[case.target]),
        channel=case.channel.name if case.channel else _("Administration"),
        is_open=case.state is CaseState.OPEN,
        age=age_words(case.opened_at, now),
        is_late=case.state is CaseState.OPEN and now - case.opened_at >= LATE,
        opened_at=case.opened_at,
        decided_at=case.decided_at,
        about=None if case.about is None else person_of(case.about),
        claim=_claim(case, reader, now),
        fence=case.fence,
        standing=None if facts is None else _standing(facts),
        target_url=None if facts is None else _target_url(case, facts),
        edit_url=url_for("posts.edit", public_id=post.public_id) if post else None,
        review_url=_review_url(facts),
        snapshot=snapshot,
        snapshot_at=None if latest is None else latest.created_at,
        present=_present(facts),
        is_unchanged=facts is not None and facts.text == snapshot,
        signals=tuple(signals),
        decisions=tuple(_decision(decision) for decision in dossier.decisions),
        notes=tuple(_note(note) for note in dossier.notes),
        measures={measure.value: str(MEASURE_HINTS[measure]) for measure in measures},
        kept=carried(),
    )


def filled(text: str, case: Case, ground: str) -> str:
    """Return a canned text with the words of the case put in; other braces stay as they are."""
    values = {
        "name": case.about.name if case.about else "",
        "title": case.title,
        "channel": case.channel.name if case.channel else "",
        "rule": _ground_words(ground),
    }
    # In one pass: what is put in, a title for instance, may hold braces of its own.
    return _VARIABLE.sub(lambda found: values[found[1]], text)


def _claim(case: Case, reader: Actor, now: dt.datetime) -> Claim:
    holder = holder_of(case, now)
    named = case.claimed_by if holder is not None else None
    left = dt.timedelta(0)
    if holder is not None and case.claimed_until is not None:
        left = case.claimed_until - now
    return Claim(
        holder=None if named is None else named.name,
        is_mine=holder == reader.id,
        until=case.claimed_until if holder is not None else None,
        lease=int(left.total_seconds()),
    )


def _standing(facts: Facts) -> str:
    words = {
        Standing.HELD: _("waits for release"),
        Standing.VISIBLE: _("can be read"),
        Standing.REMOVED: _("removed"),
        Standing.SUBMITTED: _("handed in"),
        Standing.WITH_AUTHOR: _("with its author"),
    }
    return str(words[facts.standing])


def _target_url(case: Case, facts: Facts) -> str | None:
    if facts.post is not None:
        return url_for("posts.show", public_id=facts.post.public_id)
    if facts.thread is not None:
        return url_for("threads.show", public_id=facts.thread.public_id)
    if facts.message is not None and not facts.is_private:
        return f"{room_address(facts.message.room)}?message={facts.message.public_id}"
    if case.target is Target.PROFILE and case.about is not None:
        return url_for("profiles.show", handle=case.about.handle)
    return None


def _review_url(facts: Facts | None) -> str | None:
    if facts is None or facts.report is None:
        return None
    return url_for("report_reviews.show", public_id=facts.report.public_id)


def _present(facts: Facts | None) -> Markup | str | None:
    if facts is None or facts.is_private:
        return None
    if facts.post is not None:
        return Markup(facts.post.html)  # noqa: S704 - the kernel has cleaned it
    return facts.text


def _signal(signal: Signal, by: Actor | None) -> SignalRow:
    return SignalRow(
        source=str(SOURCES[signal.source]),
        reason=reason_words(signal.reason),
        detail=signal.detail,
        by=None if by is None else by.name,
        at=signal.created_at,
        is_settled=signal.settled_at is not None,
    )


def _decision(decision: Decision) -> DecisionRow:
    return DecisionRow(
        measure=str(MEASURES[decision.measure]),
        reason=decision.reason,
        ground=_ground_words(decision.ground),
        until=decision.until,
        by=decision.decided_by.name,
        at=decision.created_at,
    )


def _ground_words(ground: str) -> str:
    return str(GROUNDS[Ground(ground)]) if ground in set(Ground) else ground


def _note(note: CaseNote) -> NoteRow:
    by = _("Former member") if note.author is None else note.author.name
    return NoteRow(text=note.text, by=str(by), at=note.created_at)
