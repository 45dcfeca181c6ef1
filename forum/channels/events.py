"""What has happened to channels and to who belongs to them."""

from forum.kernel.events import Event


class MemberJoined(Event):
    """Somebody joined a channel that was open to them."""

    channel_id: int
    actor_id: int


class MemberLeft(Event):
    """Somebody left a channel."""

    channel_id: int
    actor_id: int


class MemberAdded(Event):
    """A moderator added somebody to a channel for invited people."""

    channel_id: int
    actor_id: int
    by_id: int


class MemberRemoved(Event):
    """A moderator took somebody out of a channel for invited people."""

    channel_id: int
    actor_id: int
    by_id: int


class ModeratorAppointed(Event):
    """Somebody may now keep order in a channel."""

    channel_id: int
    actor_id: int
    by_id: int


class ModeratorDismissed(Event):
    """Somebody is an ordinary member of a channel again."""

    channel_id: int
    actor_id: int
    by_id: int


class ChannelWatched(Event):
    """Somebody wishes to be told of every new thread in a channel."""

    channel_id: int
    actor_id: int


class ChannelMuted(Event):
    """Somebody does not wish to hear of a channel."""

    channel_id: int
    actor_id: int


class SubscriptionEnded(Event):
    """Somebody neither watches nor mutes a channel any more."""

    channel_id: int
    actor_id: int


class GroupOpened(Event):
    """A working group was opened; who opened it moderates it."""

    channel_id: int
    actor_id: int


class GroupArchived(Event):
    """A working group was closed: to be read on, but not written in."""

    channel_id: int
    by_id: int


class GroupReopened(Event):
    """An archived working group can be written in again."""

    channel_id: int
    by_id: int


class AudienceChanged(Event):
    """Who reads a channel has changed; the values are those of ``Audience``."""

    channel_id: int
    by_id: int
    before: str
    after: str


class WaitingChanged(Event):
    """Other posts wait for release in a channel; the values are those of ``Release``."""

    channel_id: int
    by_id: int
    before: str
    after: str
