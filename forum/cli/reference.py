"""The three pages of `docs/` that are written from the code: events, settings, permissions."""

import dataclasses
import enum
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

import forum
from forum.jobs.relay import name_of
from forum.kernel.events import Event
from forum.practices.states import STEPS, Step
from forum.settings import ROOT, Settings
from forum.wiring import SUBSCRIBERS

_NOTE = "<!-- Written by `flask --app wsgi forum docs`; change the code, then run it again. -->"
_ABOUT_EVENTS = """\
What the hub records in `event_log`, in the transaction of the change itself, and who is told of it
afterwards, each in a transaction of their own (`forum/wiring/subscribers.py`)."""
_ABOUT_SETTINGS = """\
Every setting is an environment variable. They may also stand in a file, one `NAME=value` to a line,
whose path is in `FORUM_ENV_FILE`; the environment wins. Where that file cannot be read, nothing
starts."""
_ABOUT_PERMISSIONS = """\
Every decision about rights is one of these functions. `can_…` answers for one thing and says why
not; `readable_…` and the like are the same decision as a condition of a query. Templates and forms
never decide."""

_ABOUT_STEPS = """\
Every step of an experience report (`forum/practices/states.py`): what stands here is allowed to
these, and nothing else to anybody. The author is never their own reviewer. A test walks through
every state, step and role."""


def pages() -> dict[Path, str]:
    """Return every generated page with its text."""
    return {
        ROOT / "docs" / "events.md": events_page(),
        ROOT / "docs" / "permissions.md": permissions_page(),
        ROOT / "docs" / "settings.md": settings_page(),
    }


def events_page() -> str:
    """Return what is recorded, with which values, and who listens."""
    lines = [
        "# Events",
        _NOTE,
        _ABOUT_EVENTS,
    ]
    declared = sorted(
        (one for one in Event.registry.values() if one.__module__.startswith("forum.")),
        key=lambda one: (one.__module__, one.__name__),
    )
    for event in declared:
        feature = event.__module__.split(".")[1]
        heard = ", ".join(f"`{name_of(one)}`" for one in SUBSCRIBERS.get(event, ()))
        rows = [[f"`{one.name}`", f"`{_type(one.type)}`"] for one in dataclasses.fields(event)]
        lines += [
            f"## {event.__name__}",
            inspect.cleandoc(event.__doc__ or ""),
            f"Feature: {feature}. Heard by: {heard or 'nobody yet'}.",
            _table(["Value", "Type"], rows) if rows else "It carries no values.",
        ]
    return _page(lines)


def settings_page() -> str:
    """Return every setting with its variable, its default and what it means."""
    rows = [
        [f"`FORUM_{name.upper()}`", _default(field), field.description or ""]
        for name, field in Settings.model_fields.items()
    ]
    return _page(
        [
            "# Settings",
            _NOTE,
            _ABOUT_SETTINGS,
            _table(["Variable", "Default", "Meaning"], rows),
        ]
    )


def permissions_page() -> str:
    """Return every question that decides what somebody may see or do."""
    lines = [
        "# Permissions",
        _NOTE,
        _ABOUT_PERMISSIONS,
    ]
    for module in policy_modules():
        rows = [[f"`{name}`", _first_line(one)] for name, one in questions(module)]
        if rows:
            lines += [f"## {_title(module)}", _table(["Question", "Answer"], rows)]
    steps = [[f"`{verb}`", _names(step.by), _ways(step)] for verb, step in STEPS.items()]
    lines += [
        "## The way of an experience report",
        _ABOUT_STEPS,
        _table(["Step", "Whose", "From → to"], steps),
    ]
    return _page(lines)


def _names(members: Iterable[str]) -> str:
    return ", ".join(sorted(members))


def _ways(step: Step) -> str:
    """Return the states that a step leads to, each with those it is taken in."""
    ends = dict.fromkeys(step.to.values())
    return "; ".join(
        f"{_names(one for one, end in step.to.items() if end is to)} → {to}" for to in ends
    )


def policy_modules() -> Iterator[ModuleType]:
    """Yield the policy of each feature."""
    for found in pkgutil.walk_packages(forum.__path__, "forum."):
        if any(part.endswith("policy") for part in found.name.split(".")):
            yield import_module(found.name)


def questions(module: ModuleType) -> Iterator[tuple[str, Callable[..., object]]]:
    """Yield the public functions that a policy module defines, in its own order."""
    for name, one in vars(module).items():
        if inspect.isfunction(one) and one.__module__ == module.__name__ and name[0] != "_":
            yield name, one


def _title(module: ModuleType) -> str:
    rooms = module.__name__.replace("_policy", "").split(".")[1:]
    rooms = [part for part in rooms if part != "policy"]
    return ": ".join(rooms).capitalize()


def _first_line(one: Callable[..., object]) -> str:
    return inspect.cleandoc(one.__doc__ or "").split("\n\n")[0].replace("\n", " ")


def _type(kind: object) -> str:
    return kind.__name__ if isinstance(kind, type) else str(kind)


def _default(field: FieldInfo) -> str:
    value = field.default
    if value is PydanticUndefined:
        return "required"
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, Path):
        value = value.relative_to(ROOT)
    if isinstance(value, enum.Enum):
        value = value.value
    if isinstance(value, bool):
        value = str(value).lower()
    return f"`{value}`" if str(value) else "empty"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    cells = [heads, ["---"] * len(heads), *rows]
    return "\n".join(
        "| " + " | ".join(one.replace("|", "\\|") for one in row) + " |" for row in cells
    )


def _page(lines: list[str]) -> str:
    return "\n\n".join(lines) + "\n"
