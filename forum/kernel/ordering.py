"""Rows in an order that people choose: one place up, one place down."""

from typing import Literal, Protocol, TypeVar

Direction = Literal["up", "down"]


class Placed(Protocol):
    """A row with a place among others, counted from 1."""

    position: int


Row = TypeVar("Row", bound=Placed)


def move(rows: list[Row], at: int, direction: Direction) -> bool:
    """Let the row at this index change places with its neighbour, and number all of them anew.

    Return whether anything changed: at the end there is no neighbour.
    """
    to = at - 1 if direction == "up" else at + 1
    if not 0 <= to < len(rows):
        return False
    rows.insert(to, rows.pop(at))
    for position, row in enumerate(rows, start=1):
        row.position = position
    return True
