"""Changing rooms: one verb and its inverse a file; who acts comes second, after the session."""

from forum.messaging.actions.open_room import room_for_channel
from forum.messaging.actions.send import send

__all__ = ["room_for_channel", "send"]
