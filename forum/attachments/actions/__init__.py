"""What can be done with attachments: one verb and its inverse a page, one import path."""

from forum.attachments.actions.add import Limits, add, described, require_room
from forum.attachments.actions.bring_in import FormerFile, bring_in_files
from forum.attachments.actions.clean import forget_removed, forget_unused, note_unused
from forum.attachments.actions.describe import describe
from forum.attachments.actions.remove import remove
from forum.attachments.actions.show import show_attachments

__all__ = [
    "FormerFile",
    "Limits",
    "add",
    "bring_in_files",
    "describe",
    "described",
    "forget_removed",
    "forget_unused",
    "note_unused",
    "remove",
    "require_room",
    "show_attachments",
]
