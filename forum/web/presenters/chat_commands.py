"""The commands that a room offers; see `forum.web.commands`."""

from typing import TypedDict

from flask_babel import gettext as _


class CommandLine(TypedDict):
    """A command in the list that opens while one types it."""

    value: str
    """What follows the slash."""
    label: str
    detail: str


def chat_commands(*, has_threads: bool, can_keep: bool) -> list[CommandLine]:
    """Return those that mean something here."""
    found: list[CommandLine] = []
    if has_threads:
        found += [
            CommandLine(
                value=_("question"),
                label=_("/question and text"),
                detail=_("Ask a question in the channel"),
            ),
            CommandLine(
                value="thread",
                label=_("/thread and text"),
                detail=_("Begin a thread in the channel"),
            ),
        ]
    if can_keep:
        found.append(
            CommandLine(
                value="thread",
                label=_("/thread alone"),
                detail=_("Keep a part of what was said"),
            )
        )
    return found
