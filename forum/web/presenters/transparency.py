"""What moderation did, in numbers: tables by year, nobody named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from forum.moderation.queries.transparency import Year
from forum.web.texts.cases import TARGETS
from forum.web.texts.statements import GROUNDS, MEASURES, NOTICE_REASONS, ORIGINS


@dataclass(frozen=True, slots=True)
class NumberGroup:
    """Rows that belong together: their heading, and label and number of each."""

    heading: str
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class YearView:
    """One year."""

    number: int
    groups: tuple[NumberGroup, ...]


def transparency_page(years: Iterable[Year]) -> list[YearView]:
    """Return the years in the order given; what did not occur is left out, save the totals."""
    return [YearView(year.number, tuple(_groups(year))) for year in years]


def _groups(year: Year) -> Iterable[NumberGroup]:
    yield NumberGroup(
        str(_("Altogether")),
        (
            (str(_("Notices received")), year.notices.total()),
            (str(_("Decisions that restrict somebody")), year.statements),
            (str(_("Of these, made by software")), year.automated),
        ),
    )
    tables: tuple[tuple[str, Mapping[Any, object], Mapping[str, int]], ...] = (
        (_("What was decided"), MEASURES, year.measures),
        (_("What decisions were about"), TARGETS, year.targets),
        (_("Rule or law"), GROUNDS, year.grounds),
        (_("How it came to our notice"), ORIGINS, year.origins),
        (_("What notices were about"), NOTICE_REASONS, year.notices),
    )
    for heading, texts, counts in tables:
        if rows := _rows(texts, counts):
            yield NumberGroup(str(heading), rows)
    yield NumberGroup(
        str(_("Objections")),
        (
            (str(_("Received")), year.objections),
            (str(_("Upheld: the decision was taken back")), year.upheld),
            (str(_("Dismissed: the decision stays")), year.dismissed),
            (str(_("Still open")), year.objections - year.upheld - year.dismissed),
        ),
    )


def _rows(texts: Mapping[Any, object], counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return what occurred, in the order of the list; what the list does not know comes last."""
    known = [(str(text), counts[key]) for key, text in texts.items() if counts.get(key)]
    others = [(key, count) for key, count in counts.items() if key not in texts and count]
    return (*known, *others)
