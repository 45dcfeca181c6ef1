"""Tables for spreadsheet programs: CSV that opens rightly and runs nothing."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

# A cell that begins so is taken for a formula, which may fetch and send whatever it likes.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_CONTROL = ("\t", "\r", "\n", "\0")


def cell(value: object) -> str:
    """Return a value as text that no spreadsheet program takes for a formula; numbers stay."""
    text = "" if value is None else str(value)
    if isinstance(value, int | float):
        return text
    is_formula = text.startswith(_CONTROL) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if is_formula else text


def table(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV.

    With semicolons, as German programs expect, and a byte order mark, by which they know UTF-8.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([cell(value) for value in row] for row in rows)
    return "\ufeff" + out.getvalue()


def sheet(name: str, rows: Iterable[Sequence[object]]) -> Response:
    """Return rows as a file to download."""
    response = Response(table(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
