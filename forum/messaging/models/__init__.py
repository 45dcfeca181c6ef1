"""The rows of this room; one noun a file, one import path for all."""

from forum.messaging.models.hour import LENGTHS, ChatHour, HourReader
from forum.messaging.models.keeping import (
    Keeping,
    KeepingState,
    KeepingVoice,
    KeptPart,
    Treatment,
)
from forum.messaging.models.message import (
    Message,
    MessageMention,
    MessageReaction,
    MessageVersion,
    RoomEvent,
    RoomEventKind,
    is_client_id,
)
from forum.messaging.models.room import (
    PAUSES,
    RETENTION_DAYS,
    RETENTIONS,
    ChatWishes,
    Participant,
    ParticipantRole,
    Room,
    RoomKind,
    RoomLevel,
    RoomReader,
)

__all__ = [
    "LENGTHS",
    "PAUSES",
    "RETENTIONS",
    "RETENTION_DAYS",
    "ChatHour",
    "ChatWishes",
    "HourReader",
    "Keeping",
    "KeepingState",
    "KeepingVoice",
    "KeptPart",
    "Message",
    "MessageMention",
    "MessageReaction",
    "MessageVersion",
    "Participant",
    "ParticipantRole",
    "Room",
    "RoomEvent",
    "RoomEventKind",
    "RoomKind",
    "RoomLevel",
    "RoomReader",
    "Treatment",
    "is_client_id",
]
