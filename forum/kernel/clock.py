"""The one place that asks what time it is, always as an aware UTC moment."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment in UTC, with microseconds."""
    return datetime.now(UTC)  # noqa: TID251 - this is the one place
