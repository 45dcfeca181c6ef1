"""What is wrong with a programme file, and where."""

from collections.abc import Iterable
from dataclasses import dataclass

from typing_extensions import override


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the file something stands; both numbers count from 1."""

    line: int
    column: int

    @override
    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One mistake; `field` is a path such as `cities[3].key`, or empty."""

    place: Place
    field: str
    sentence: str

    @override
    def __str__(self) -> str:
        where = f"{self.place}, {self.field}" if self.field else str(self.place)
        return f"{where}: {self.sentence}"


class FaultyProgramme(Exception):
    """The file cannot be used. Carries every fault found, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Sort the faults; the same one found twice is said once."""
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))
