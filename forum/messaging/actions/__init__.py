"""Changing rooms: one verb and its inverse a file; who acts comes second, after the session."""

from forum.messaging.actions.draft import drop_draft, is_sent, save_draft
from forum.messaging.actions.edit import edit
from forum.messaging.actions.open_room import room_for_channel
from forum.messaging.actions.pin import pin, unpin
from forum.messaging.actions.react import give_reaction, withdraw_reaction
from forum.messaging.actions.read import mark_read, mark_unread
from forum.messaging.actions.recount import recount_rooms
from forum.messaging.actions.remove import remove, restore
from forum.messaging.actions.render_again import render_messages_again
from forum.messaging.actions.send import send

__all__ = [
    "drop_draft",
    "edit",
    "give_reaction",
    "is_sent",
    "mark_read",
    "mark_unread",
    "pin",
    "recount_rooms",
    "remove",
    "render_messages_again",
    "restore",
    "room_for_channel",
    "save_draft",
    "send",
    "unpin",
    "withdraw_reaction",
]
