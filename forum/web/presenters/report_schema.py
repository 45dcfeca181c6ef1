"""What the exported data of reports looks like, as a JSON Schema (draft 2020-12)."""

from typing import Any

from forum.practices.models import Access, Effort, Stage, TargetGroup
from forum.practices.states import PUBLISHED

_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_DAY = {"type": ["string", "null"], "format": "date"}
_PERSON = {
    "type": "object",
    "description": "Both are null for somebody who has left.",
    "properties": {"name": _MAYBE, "organisation": _MAYBE},
    "required": ["name", "organisation"],
    "additionalProperties": False,
}


def schema(address: str) -> dict[str, Any]:
    """Return the schema; `address` is where it stands."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": "Experience reports",
        **_object(
            {
                "$schema": {"type": "string", "format": "uri"},
                "version": {"const": 1},
                "exported_at": {"type": "string", "format": "date-time"},
                "reports": {"type": "array", "items": _report()},
            }
        ),
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _one_of(values: Any, *, or_null: bool = False) -> dict[str, Any]:  # noqa: ANN401 - an enumeration
    return {"enum": [*sorted(one.value for one in values), *([None] if or_null else [])]}


def _report() -> dict[str, Any]:
    return _object(
        {
            "id": _TEXT,
            "url": {"type": "string", "format": "uri"},
            "title": _TEXT,
            "state": _one_of(PUBLISHED),
            "city": _MAYBE,
            "theme": _MAYBE,
            "target_groups": {"type": "array", "items": _one_of(TargetGroup)},
            "access": _one_of(Access, or_null=True),
            "effort": _one_of(Effort, or_null=True),
            "begun_on": _DAY,
            "ended_on": _DAY,
            "released_at": {"type": ["string", "null"], "format": "date-time"},
            "review_on": _DAY,
            "author": _PERSON,
            "texts": {
                "type": "object",
                "description": "The prose of the record by field, in Markdown.",
                "additionalProperties": _TEXT,
            },
            "verification": {"type": "array", "items": _verification()},
            "adoptions": {"type": "array", "items": _adoption()},
        }
    )


def _verification() -> dict[str, Any]:
    return _object(
        {
            "stage": _one_of(Stage),
            "by": _PERSON,
            "city": _MAYBE,
            "on": {"type": "string", "format": "date"},
            "of_present_version": {"type": "boolean"},
            "note": _TEXT,
        }
    )


def _adoption() -> dict[str, Any]:
    return _object(
        {
            "city": _TEXT,
            "by": _PERSON,
            "tried_on": _DAY,
            "changed": _TEXT,
            "outcome": _TEXT,
        }
    )
