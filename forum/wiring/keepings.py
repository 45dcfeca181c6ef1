"""Who listens to what happens to kept conversations and chat hours."""

from forum.jobs.relay import Subscribers
from forum.mail import hour_letters, keeping_letters
from forum.messaging.events import (
    HourCalledOff,
    HourChanged,
    HourEnded,
    HourNears,
    HourPlanned,
    KeepingAnswered,
    KeepingAsked,
    KeepingBegun,
    KeepingDropped,
    KeepingPublished,
    KeepingReconsidered,
)
from forum.notifications import chat_hours as waiting

KEEPINGS: Subscribers = {
    KeepingBegun: (),
    KeepingAsked: (keeping_letters.ask_about_words,),
    KeepingReconsidered: (),
    KeepingAnswered: (),
    KeepingDropped: (),
    KeepingPublished: (),
    HourPlanned: (waiting.tell_of_hour,),
    HourChanged: (waiting.tell_of_hour, hour_letters.tell_of_move),
    HourCalledOff: (waiting.tell_of_hour, hour_letters.tell_of_end),
    HourNears: (waiting.tell_of_hour,),
    HourEnded: (waiting.tell_of_hour,),
}
