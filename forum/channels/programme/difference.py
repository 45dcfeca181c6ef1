"""What would have to change for the database to agree with a programme file."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session
from typing_extensions import override

from forum.channels.models import Audience, Channel
from forum.channels.policy import is_within
from forum.channels.programme.document import ProgrammeDocument
from forum.channels.programme.present import Present, Row
from forum.channels.programme.wanted import Noun, Value, Wanted, wanted_rows

LONGEST_SHOWN = 60


class Deed(StrEnum):
    """What happens to a row. Nothing is ever deleted."""

    ADD = "add"
    CHANGE = "change"
    RESTORE = "restore"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A column and its value before and after; `city` and `theme` are given by key."""

    column: str
    before: Value
    after: Value

    @override
    def __str__(self) -> str:
        return f"{self.column}: {_shown(self.before)} → {_shown(self.after)}"


@dataclass(frozen=True, slots=True)
class Change:
    """One row to write. `row` is `None` where it must be added; then `fields` are all columns."""

    deed: Deed
    noun: Noun
    key: str
    name: str
    fields: tuple[FieldChange, ...]
    row: Row | None

    @override
    def __str__(self) -> str:
        key = self.key.rpartition(":")[2]
        line = f"{self.deed:<7}  {self.noun:<12}  {self.name} ({key})"
        if self.deed is Deed.ADD:
            return line
        return "\n".join([line, *(f"{'':9}{field}" for field in self.fields)])


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes, in the order in which they can be made, and what stands in their way."""

    changes: tuple[Change, ...]
    obstacles: tuple[str, ...]

    def count(self, deed: Deed) -> int:
        """Return how many rows this happens to."""
        return sum(change.deed is deed for change in self.changes)


def difference(session: Session, document: ProgrammeDocument) -> Difference:
    """Compare the document with the database; write nothing."""
    former_keys = {city.former_key: city.key for city in document.cities if city.former_key}
    present = Present(session, former_keys)
    rows = tuple(wanted_rows(document))
    changes = (*_changes(rows, present), *_archived(rows, present))
    obstacles = (*_taken_slugs(rows, present), *_widened_audiences(changes))
    return Difference(changes, obstacles)


def _changes(rows: tuple[Wanted, ...], present: Present) -> Iterator[Change]:
    for wanted in rows:
        row = present.find(wanted)
        before = {name: present.value(row, name) if row else None for name in wanted.values}
        fields = tuple(
            FieldChange(name, before[name], after)
            for name, after in wanted.values.items()
            if row is None or before[name] != after
        )
        if row is None:
            deed = Deed.ADD
        elif row.archived_at is not None:
            deed = Deed.RESTORE
        elif fields:
            deed = Deed.CHANGE
        else:
            continue
        yield Change(deed, wanted.noun, wanted.key, wanted.name, fields, row)


def _archived(rows: tuple[Wanted, ...], present: Present) -> Iterator[Change]:
    keys = {(wanted.noun, wanted.key) for wanted in rows}
    for noun in Noun:
        for key, row in present.known(noun).items():
            if (noun, key) not in keys and row.archived_at is None:
                yield Change(Deed.ARCHIVE, noun, key, row.name, (), row)


def _taken_slugs(rows: tuple[Wanted, ...], present: Present) -> Iterator[str]:
    """Yield a sentence for each slug that would pass to another thing, with all links to it."""
    for wanted in rows:
        owner = present.owner(wanted)
        if owner is not None and owner is not present.find(wanted):
            slug = wanted.values["slug"]
            yield (
                f"The {wanted.noun} {wanted.name} cannot have the slug “{slug}”: it belongs to "
                f"{owner.name}, and links to it must go on leading there. Choose another slug."
            )


def _widened_audiences(changes: tuple[Change, ...]) -> Iterator[str]:
    """Yield a sentence for each channel that would show what was written for fewer readers."""
    for change in changes:
        row = change.row
        if not isinstance(row, Channel) or row.first_written_at is None:
            continue
        for field in change.fields:
            if field.column == "audience" and not is_within(
                Audience(str(field.after)), row.audience
            ):
                yield (
                    f"The channel {row.name} cannot get the audience “{field.after}”: what stands "
                    f"there was written for “{field.before}”, and may only get fewer readers."
                )


def _shown(value: Value) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
