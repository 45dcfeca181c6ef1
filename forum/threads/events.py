"""What happened to threads and posts.

Read marks and drafts record nothing: they are one reader's own business.
"""

from forum.kernel.events import Event


class ThreadStarted(Event):
    """Somebody began a thread; its opening post is told of by ``PostPublished`` as well."""

    thread_id: int
    channel_id: int
    post_id: int
    placed_in: list[int]


class ThreadPlaced(Event):
    """The further channels that a thread is shown in have changed."""

    thread_id: int
    added: list[int]
    taken: list[int]


class ThreadRenamed(Event):
    """A thread has another title."""

    thread_id: int
    former: str
    title: str


class ThreadRemoved(Event):
    """A thread was taken away, by its author or by the moderation."""

    thread_id: int
    by_author: bool
    reason: str


class ThreadRestored(Event):
    """A removed thread is back."""

    thread_id: int


class PostPublished(Event):
    """A post can be read for the first time; number 1 opens its thread."""

    post_id: int
    thread_id: int
    number: int
    reply_to_id: int | None
    mentions: list[str]


class PostEdited(Event):
    """A post has another text; ``is_marked`` where readers are told and the old one is kept."""

    post_id: int
    thread_id: int
    version: int
    is_marked: bool


class PostRemoved(Event):
    """A post became a tombstone."""

    post_id: int
    thread_id: int
    by_author: bool
    reason: str


class PostRestored(Event):
    """A removed post is back."""

    post_id: int
    thread_id: int


class ReactionGiven(Event):
    """Somebody thanks for a post, finds it helpful, or agrees (``kind``)."""

    post_id: int
    thread_id: int
    actor_id: int
    kind: str


class ReactionWithdrawn(Event):
    """Somebody has taken a reaction back."""

    post_id: int
    thread_id: int
    actor_id: int
    kind: str
