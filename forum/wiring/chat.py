"""The events of chat and who listens to them."""

from forum.consultations.events import (
    ConsultationArranged,
    ConsultationBegun,
    ConsultationDeleted,
    ConsultationEnded,
    ConsultationMoved,
)
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
from forum.search import subscribers as search

OF_ROOMS: Subscribers = {
    MessageSent: (search.note_message, waiting.tell_of_message),
    MessageEdited: (search.note_message, waiting.tell_of_message),
    MessageFlagged: (cases.look_at_flagged_message,),
    MessageRemoved: (
        search.note_message,
        rooms.withdraw_removed,
        removals.state_removal_of_said,
        cases.settle_message,
    ),
    MessageRestored: (search.note_message,),
    MessagesForgotten: (),
    RoomStirred: (),
    ParticipantCame: (),
    ParticipantWent: (),
    RoomClosed: (),
    RoomReopened: (),
    RoomRestrained: (),
    ConsultationBegun: (),
    ConsultationMoved: (),
    ConsultationArranged: (),
    ConsultationEnded: (),
    ConsultationDeleted: (),
}
