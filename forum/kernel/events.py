"""Recorded facts: frozen dataclasses in the past tense, made of ids and plain values.

A feature declares its events in its ``events.py``; subclassing :class:`Event` registers the class
by name, so that the event log can be read back. Changes to an event are additive only: rows of
yesterday must still be readable tomorrow.
"""

import dataclasses
from typing import Any, ClassVar, Self, dataclass_transform

from typing_extensions import override


@dataclass_transform(
    frozen_default=True, kw_only_default=True, field_specifiers=(dataclasses.field,)
)
@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    """The base of all events; a subclass is a frozen, keyword-only dataclass by itself."""

    registry: ClassVar[dict[str, "type[Event]"]] = {}

    @override
    def __init_subclass__(cls) -> None:
        """Make the subclass a frozen dataclass and remember it under its name."""
        dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        if cls.__name__ in Event.registry:
            message = f"two events are called {cls.__name__}"
            raise TypeError(message)
        Event.registry[cls.__name__] = cls

    def payload(self) -> dict[str, Any]:
        """Return the values as JSON types."""
        return dataclasses.asdict(self)

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        """Build the event again, leaving out what this version does not know any more."""
        known = {field.name for field in dataclasses.fields(cls)}
        return cls(**{name: value for name, value in payload.items() if name in known})
