"""Who listens to what, on a page: every event and its subscribers.

An event nobody listens to stands here too, with an empty tuple: silence is a decision.
"""

import forum.mail.models
import forum.threads.models  # noqa: F401 - every table must be known to the metadata
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
from forum.jobs.relay import Subscribers
from forum.pages.events import ContactMessageSent, PageEdited

SUBSCRIBERS: Subscribers = {
    PageEdited: (),
    ContactMessageSent: (),
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
}
