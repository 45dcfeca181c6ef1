"""Who listens to what happens to kept conversations and chat hours."""

from forum.jobs.relay import Subscribers
from forum.mail import keeping_letters
from forum.messaging.events import (
    KeepingAnswered,
    KeepingAsked,
    KeepingBegun,
    KeepingDropped,
    KeepingPublished,
    KeepingReconsidered,
)

KEEPINGS: Subscribers = {
    KeepingBegun: (),
    KeepingAsked: (keeping_letters.ask_about_words,),
    KeepingReconsidered: (),
    KeepingAnswered: (),
    KeepingDropped: (),
    KeepingPublished: (),
}
