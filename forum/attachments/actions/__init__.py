"""What can be done with attachments: one verb and its inverse a page, one import path."""

from forum.attachments.actions.add import Limits, add, described, require_room
from forum.attachments.actions.bring_in import FormerFile, bring_in_files
from forum.attachments.actions.clean import forget_removed, forget_unused, note_unused
from forum.attachments.actions.describe import describe
from forum.attachments.actions.remove import remove
from forum.attachments.actions.show import show_attachments
from forum.attachments.actions.show_in_message import show_attachments_in_message

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
    "show_attachments_in_message",
]
