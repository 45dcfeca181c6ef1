"""A record written out as one text: the opening post of its thread.

It is what search, feeds and letters read. Pages show the record itself (fields, chips, dates), in
the reader's language; this text is written once, and in German like the records.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forum.kernel.markup import clean_source
from forum.practices.fields import PROSE
from forum.practices.models import Access, Effort, TargetGroup
from forum.threads.text import Text, compose

HEADINGS = {
    "situation": "Ausgangslage",
    "goal": "Ziel",
    "approach": "So sind wir vorgegangen",
    "outcome": "Ergebnis",
    "helped": "Was geholfen hat",
    "pitfalls": "Stolpersteine",
    "differently": "Das würden wir anders machen",
    "effort_text": "Aufwand",
    "transferable": "Übertragbar auf …",
    "continuation": "Wie geht es weiter",
    "contact": "Ansprechperson",
    "material": "Material",
}
GROUPS = {
    TargetGroup.CHILDREN: "Kinder",
    TargetGroup.YOUTH: "Jugendliche",
    TargetGroup.FAMILIES: "Familien",
    TargetGroup.SENIORS: "ältere Menschen",
    TargetGroup.NEWCOMERS: "Zugewanderte",
    TargetGroup.JOB_SEEKERS: "Arbeitsuchende",
    TargetGroup.BUSINESSES: "Unternehmen",
    TargetGroup.NEIGHBOURS: "Nachbarschaft",
}
ACCESS: dict[str, str] = {Access.OPEN: "offenes Angebot", Access.CLOSED: "fester Kreis"}
EFFORT: dict[str, str] = {Effort.SMALL: "gering", Effort.MEDIUM: "mittel", Effort.LARGE: "hoch"}


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids of a record stand for; "" for none."""

    city: str = ""
    theme: str = ""


def as_markdown(record: Mapping[str, str], names: Names) -> str:
    """Return the record as Markdown."""
    parts = "\n\n".join(_parts(record, names))
    return clean_source(parts, limit=100_000, may_be_empty=True)


def written_out(record: Mapping[str, str], names: Names) -> Text:
    """Return the composed text of the record; slow, so made before a transaction.

    Raises `Invalid` ``too_long`` where somebody has filled every field to its end.
    """
    return compose(as_markdown(record, names))


def _parts(record: Mapping[str, str], names: Names) -> Iterator[str]:
    if summary := record.get("summary"):
        yield summary
    facts = [(name, value) for name, value in _facts(record, names) if value]
    if facts:
        yield "\n".join(f"- **{name}:** {value}" for name, value in facts)
    for name in PROSE:
        text = record.get(name)
        if name in HEADINGS and text:
            yield f"## {HEADINGS[name]}\n\n{text}"


def _facts(record: Mapping[str, str], names: Names) -> Iterator[tuple[str, str]]:
    """Yield what is known in a word, "" where it is not."""
    yield "Ort", ", ".join(one for one in (names.city, record.get("area", "")) if one)
    yield "Handlungsfeld", names.theme
    groups = record.get("target_groups", "").split()
    yield "Zielgruppe", ", ".join(GROUPS[TargetGroup(group)] for group in groups)
    yield "Zugang", ACCESS.get(record.get("access", ""), "")
    yield "Zeitraum", _period(record.get("begun_on", ""), record.get("ended_on", ""))
    yield "Träger", record.get("bearer", "")
    yield "Aufwand", EFFORT.get(record.get("effort", ""), "")
    yield "Verknüpftes Vorhaben", record.get("operation", "")


def _period(begun_on: str, ended_on: str) -> str:
    if not begun_on and not ended_on:
        return ""
    return " – ".join(
        f"{dt.date.fromisoformat(day):%d.%m.%Y}" if day else "…" for day in (begun_on, ended_on)
    )
