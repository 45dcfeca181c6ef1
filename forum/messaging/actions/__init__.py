"""Changing rooms: one verb and its inverse a file; who acts comes second, after the session."""

from forum.messaging.actions.begin import open_working, start_direct, start_group
from forum.messaging.actions.conduct import close, open_again, rename, switch_off, switch_on
from forum.messaging.actions.draft import drop_draft, is_sent, save_draft
from forum.messaging.actions.edit import edit
from forum.messaging.actions.forget_messages import forget_messages
from forum.messaging.actions.open_room import room_for_channel
from forum.messaging.actions.pin import pin, unpin
from forum.messaging.actions.react import give_reaction, withdraw_reaction
from forum.messaging.actions.read import mark_read, mark_unread
from forum.messaging.actions.recount import recount_rooms
from forum.messaging.actions.remove import put_back, remove, restore, take_down
from forum.messaging.actions.render_again import render_messages_again
from forum.messaging.actions.restrain import restrain
from forum.messaging.actions.send import Sent, send
from forum.messaging.actions.take_part import add_participant, leave, remove_participant
from forum.messaging.actions.wish import (
    ChatChoice,
    choose_chat,
    choose_chat_mail,
    choose_level,
    end_chat_mail,
    end_hour_mail,
)

__all__ = [
    "ChatChoice",
    "Sent",
    "add_participant",
    "choose_chat",
    "choose_chat_mail",
    "choose_level",
    "close",
    "drop_draft",
    "edit",
    "end_chat_mail",
    "end_hour_mail",
    "forget_messages",
    "give_reaction",
    "is_sent",
    "leave",
    "mark_read",
    "mark_unread",
    "open_again",
    "open_working",
    "pin",
    "put_back",
    "recount_rooms",
    "remove",
    "remove_participant",
    "rename",
    "render_messages_again",
    "restore",
    "restrain",
    "room_for_channel",
    "save_draft",
    "send",
    "start_direct",
    "start_group",
    "switch_off",
    "switch_on",
    "take_down",
    "unpin",
    "withdraw_reaction",
]
