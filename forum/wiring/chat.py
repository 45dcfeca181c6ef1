"""The events of chat and who listens to them."""

from forum.jobs.relay import Subscribers
from forum.messaging import subscribers as rooms
from forum.messaging.events import (
    MessageEdited,
    MessageFlagged,
    MessageRemoved,
    MessageRestored,
    MessageSent,
    MessagesForgotten,
    ParticipantCame,
    ParticipantWent,
    RoomClosed,
    RoomReopened,
    RoomRestrained,
    RoomStirred,
)
from forum.moderation import removals
from forum.moderation import subscribers as cases
from forum.notifications import chat as waiting

OF_ROOMS: Subscribers = {
    MessageSent: (waiting.tell_of_message,),
    MessageEdited: (waiting.tell_of_message,),
    MessageFlagged: (cases.look_at_flagged_message,),
    MessageRemoved: (rooms.withdraw_removed, removals.state_removal_of_said, cases.settle_message),
    MessageRestored: (),
    MessagesForgotten: (),
    RoomStirred: (),
    ParticipantCame: (),
    ParticipantWent: (),
    RoomClosed: (),
    RoomReopened: (),
    RoomRestrained: (),
}
