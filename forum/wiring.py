"""Who listens to what, on a page: every event and its subscribers, and what happens by the clock.

An event nobody listens to stands here too, with an empty tuple: silence is a decision.
"""

from collections.abc import Callable

import forum.jobs.models
import forum.threads.models  # noqa: F401 - every table must be known to the metadata
from forum.accounts.actions import purge_unconfirmed
from forum.accounts.events import (
    AccountOpened,
    AdminAppointed,
    ApplicationAccepted,
    ApplicationConfirmed,
    ApplicationFiled,
    ApplicationRefused,
    EmailChangeCancelled,
    EmailChanged,
    EmailChangeRequested,
    InvitationAccepted,
    InvitationMade,
    InvitationRevoked,
    PasswordChanged,
    PasswordResetRequested,
    ProfileChanged,
    SignedIn,
)
from forum.channels.events import (
    AudienceChanged,
    ChannelMuted,
    ChannelWatched,
    GroupArchived,
    GroupOpened,
    GroupReopened,
    MemberAdded,
    MemberJoined,
    MemberLeft,
    MemberRemoved,
    ModeratorAppointed,
    ModeratorDismissed,
    SubscriptionEnded,
)
from forum.channels.programme.events import ProgrammeLoaded
from forum.jobs.housekeeping import prune_event_log
from forum.jobs.relay import Subscribers
from forum.jobs.schedule import Scheduled, in_batches, in_one_transaction
from forum.kernel.clock import now
from forum.mail import contact, subscribers
from forum.mail.sender import prune_mail, send_due
from forum.pages.events import ContactMessageSent, PageEdited
from forum.threads.actions import render_again
from forum.threads.events import (
    PostEdited,
    PostPublished,
    PostRemoved,
    PostRestored,
    ThreadPlaced,
    ThreadRemoved,
    ThreadRenamed,
    ThreadRestored,
    ThreadStarted,
)

SUBSCRIBERS: Subscribers = {
    ApplicationFiled: (subscribers.confirm_application,),
    ApplicationConfirmed: (subscribers.ask_for_decision,),
    ApplicationAccepted: (subscribers.tell_acceptance,),
    ApplicationRefused: (subscribers.tell_refusal,),
    InvitationMade: (subscribers.invite,),
    InvitationRevoked: (),
    InvitationAccepted: (),
    AccountOpened: (),
    PasswordResetRequested: (subscribers.send_reset_link,),
    PasswordChanged: (subscribers.tell_password_change,),
    EmailChangeRequested: (subscribers.confirm_email_change,),
    EmailChangeCancelled: (),
    EmailChanged: (subscribers.tell_email_change,),
    SignedIn: (subscribers.warn_of_new_device,),
    ProfileChanged: (),
    AdminAppointed: (),
    PageEdited: (),
    ContactMessageSent: (contact.forward_to_admins,),
    ProgrammeLoaded: (),
    AudienceChanged: (),
    ChannelMuted: (),
    ChannelWatched: (),
    GroupArchived: (),
    GroupOpened: (),
    GroupReopened: (),
    MemberAdded: (),
    MemberJoined: (),
    MemberLeft: (),
    MemberRemoved: (),
    ModeratorAppointed: (),
    ModeratorDismissed: (),
    SubscriptionEnded: (),
    ThreadStarted: (),
    ThreadPlaced: (),
    ThreadRenamed: (),
    ThreadRemoved: (),
    ThreadRestored: (),
    PostPublished: (),
    PostEdited: (),
    PostRemoved: (),
    PostRestored: (),
}

# What the worker looks at after each run of the relay: work that waits on a slow outside.
AFTER_RELAY: tuple[Callable[[], object], ...] = (send_due,)

# Once a day each, at night, or as soon as the hub runs again.
SCHEDULE: tuple[Scheduled, ...] = (
    Scheduled(
        "purge_unconfirmed", in_one_transaction(lambda session: purge_unconfirmed(session, now()))
    ),
    Scheduled("prune_event_log", in_one_transaction(prune_event_log)),
    Scheduled("prune_mail", prune_mail),
    Scheduled("render_again", in_batches(render_again)),
)
