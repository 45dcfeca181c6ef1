"""The answer of a policy: yes, or no with the reason that the page shows."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from forum.kernel.errors import NotAllowed


@dataclass(frozen=True)
class Allowed:
    """The actor may."""

    reason: None = None

    def __bool__(self) -> Literal[True]:
        """Read as true, so that a template can ask ``{% if verdict %}``."""
        return True


@dataclass(frozen=True)
class Denied:
    """The actor may not, for a reason given as a code, and perhaps only until a moment."""

    reason: str
    until: dt.datetime | None = None

    def __bool__(self) -> Literal[False]:
        """Read as false, so that a template can ask ``{% if verdict %}``."""
        return False


Verdict = Allowed | Denied


def allowed_if(condition: object, reason: str) -> Verdict:
    """Return ``Allowed`` where the condition is true, ``Denied(reason)`` otherwise."""
    return Allowed() if condition else Denied(reason)


def require(verdict: Verdict) -> None:
    """Raise ``NotAllowed`` with the verdict's reason unless it allows."""
    if isinstance(verdict, Denied):
        values: dict[str, Any] = {} if verdict.until is None else {"until": verdict.until}
        raise NotAllowed(verdict.reason, **values)
