"""Addresses for many rows: the route is looked up once, the id is put in as often as needed."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from flask import url_for

# Left as it is by `url_for`, and part of no id, slug or handle.
_GAP = "~"


def address_of(endpoint: str, name: str) -> Callable[[str], str]:
    """Return a function from the one part of the route called `name` to the finished address."""
    gap: dict[str, Any] = {name: _GAP}
    before, after = url_for(endpoint, **gap).split(_GAP)
    return lambda value: f"{before}{quote(value)}{after}"
