"""The queue of the moderation, as its list shows it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import format_timedelta
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.kernel.paging import Page
from forum.moderation.models import CaseState, NoticeReason, Source
from forum.moderation.policy import holder_of
from forum.moderation.queries.queue import ADMINISTRATION, Held, Narrowing, Queued
from forum.web.presenters.parts import Choice
from forum.web.texts.cases import SIGNAL_REASONS, SOURCES, TARGETS
from forum.web.texts.statements import NOTICE_REASONS

# From when on the clock of a waiting case is shown in brick.
LATE = dt.timedelta(days=2)
AGES = {
    "1": _l("longer than a day"),
    "3": _l("longer than three days"),
    "7": _l("longer than a week"),
}
# What the query of the page may say; everything else is not carried along.
FILTERS = ("state", "channel", "source", "held", "age")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the list."""

    key: str
    """Public id and fence, as several cases are decided at once."""
    title: str
    url: str
    source: str
    target: str
    reasons: str
    channel: str
    age: str
    is_late: bool
    opened_at: dt.datetime
    decided_at: dt.datetime | None
    holder: str | None
    is_mine: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class FilterField:
    """A menu that narrows the list."""

    name: str
    label: str
    choices: tuple[tuple[str, str, bool], ...]
    """Value, words, and whether it is chosen."""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The list with what it is narrowed by."""

    rows: tuple[CaseRow, ...]
    tabs: tuple[Choice, ...]
    filters: tuple[FilterField, ...]
    is_narrowed: bool
    is_open: bool
    later_url: str | None
    url: str
    several_url: str
    """Where the chosen cases are sent to."""


def narrowing_asked_for() -> Narrowing:
    """Read the query of the page; what is not known narrows nothing."""
    asked = {name: request.args.get(name, "")[:80] for name in FILTERS}
    return Narrowing(
        state=CaseState.DECIDED if asked["state"] == CaseState.DECIDED else CaseState.OPEN,
        channel=asked["channel"] or None,
        source=Source(asked["source"]) if asked["source"] in set(Source) else None,
        held=Held(asked["held"]) if asked["held"] in set(Held) else None,
        older_than=dt.timedelta(days=int(asked["age"])) if asked["age"] in AGES else None,
    )


def carried() -> dict[str, Any]:
    """Return what the list is narrowed by, as the links inside it carry it along."""
    return {name: value for name in FILTERS if (value := request.args.get(name, "")[:80])}


def reason_words(reason: str) -> str:
    """Return the words for the reason of a signal; of a new one its code, until it has words."""
    if reason in set(NoticeReason):
        return str(NOTICE_REASONS[NoticeReason(reason)])
    return str(SIGNAL_REASONS.get(reason, reason))


def queue_page(
    cases: Page[Queued],
    channels: Sequence[Channel],
    reader: Actor,
    now: dt.datetime,
    *,
    current: str | None = None,
) -> QueuePage:
    """Return the list; `current` is the public id of the case beside it."""
    kept = carried()
    is_open = narrowing_asked_for().state is CaseState.OPEN
    later = None
    if cases.after is not None:
        later = url_for("cases.overview", after=cases.after, **kept)
    return QueuePage(
        rows=tuple(_row(queued, reader, now, kept, current) for queued in cases.items),
        tabs=_tabs(is_open=is_open),
        filters=_filters(channels, kept),
        is_narrowed=bool(kept.keys() - {"state"}),
        is_open=is_open,
        later_url=later,
        url=url_for("cases.overview", **kept),
        several_url=url_for("cases.decide_several", **kept),
    )


def age_words(since: dt.datetime, now: dt.datetime) -> str:
    """Return how long something waits: "5 minutes", "3 days"."""
    waited = max(now - since, dt.timedelta(minutes=1))
    return str(format_timedelta(waited, granularity="minute", threshold=1))


def _row(
    queued: Queued, reader: Actor, now: dt.datetime, kept: dict[str, Any], current: str | None
) -> CaseRow:
    case = queued.case
    holder = holder_of(case, now)
    return CaseRow(
        key=f"{case.public_id}.{case.fence}",
        title=case.title,
        url=url_for("cases.show", public_id=case.public_id, **kept),
        source=str(SOURCES[case.source]),
        target=str(TARGETS[case.target]),
        reasons=", ".join(reason_words(reason) for reason in queued.reasons),
        channel=case.channel.name if case.channel else _("Administration"),
        age=age_words(case.opened_at, now),
        is_late=case.state is CaseState.OPEN and now - case.opened_at >= LATE,
        opened_at=case.opened_at,
        decided_at=case.decided_at,
        holder=None if holder is None or case.claimed_by is None else case.claimed_by.name,
        is_mine=holder == reader.id,
        is_current=case.public_id == current,
    )


def _tabs(*, is_open: bool) -> tuple[Choice, ...]:
    decided = url_for("cases.overview", state=CaseState.DECIDED.value)
    return (
        Choice(label=_("Open"), url=url_for("cases.overview"), is_current=is_open),
        Choice(label=_("Decided"), url=decided, is_current=not is_open),
    )


def _filters(channels: Sequence[Channel], kept: dict[str, Any]) -> tuple[FilterField, ...]:
    named = [(channel.slug, channel.name) for channel in channels]
    held = [(Held.MINE.value, _("held by me")), (Held.FREE.value, _("held by nobody"))]
    offered = (
        ("channel", _("Channel"), [*named, (ADMINISTRATION, _("Administration"))]),
        ("source", _("Kind"), [(source.value, str(words)) for source, words in SOURCES.items()]),
        ("age", _("Waiting"), [(age, str(words)) for age, words in AGES.items()]),
        ("held", _("Claim"), held),
    )
    return tuple(
        FilterField(
            name=name,
            label=label,
            choices=tuple(
                (value, words, kept.get(name, "") == value)
                for value, words in [("", _("All")), *choices]
            ),
        )
        for name, label, choices in offered
    )
