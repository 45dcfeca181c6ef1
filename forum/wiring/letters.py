"""Who listens to what happens to letters on a regular day, their orders, and mailboxes."""

from forum.digests.events import (
    EditionArranged,
    EditionEdited,
    IssueLeft,
    IssueResent,
    NewsletterDropped,
    NewsletterEdited,
    NewsletterScheduled,
    NewsletterSent,
    NewsletterStarted,
    NewsletterTakenBack,
    NewsletterTried,
    OccasionAdded,
    OccasionEdited,
    OccasionRemoved,
    OrderAsked,
    OrderConfirmed,
    OrderEnded,
)
from forum.jobs.relay import Subscribers
from forum.mail import newsletter_trials, order_letters
from forum.mailboxes.events import DeliveryPaused, DeliveryResumed

LETTERS: Subscribers = {
    DeliveryPaused: (),
    DeliveryResumed: (),
    EditionArranged: (),
    EditionEdited: (),
    IssueLeft: (),
    IssueResent: (),
    NewsletterDropped: (),
    NewsletterEdited: (),
    NewsletterScheduled: (),
    NewsletterSent: (),
    NewsletterStarted: (),
    NewsletterTakenBack: (),
    NewsletterTried: (newsletter_trials.send_trial,),
    OccasionAdded: (),
    OccasionEdited: (),
    OccasionRemoved: (),
    OrderAsked: (order_letters.ask_to_confirm_order,),
    OrderConfirmed: (),
    OrderEnded: (),
}
