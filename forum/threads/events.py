"""What happened to threads and posts.

Read marks and drafts record nothing: they are one reader's own business.
"""

from dataclasses import field

from forum.kernel.events import Event


class ThreadStarted(Event):
    """Somebody began a thread; its opening post is told of by ``PostPublished`` as well."""

    thread_id: int
    channel_id: int
    post_id: int
    placed_in: list[int]
    kind: str = "discussion"


class ThreadPlaced(Event):
    """The further channels that a thread is shown in have changed."""

    thread_id: int
    added: list[int]
    taken: list[int]


class ThreadFollowed(Event):
    """Somebody wishes to be told of answers in a thread."""

    thread_id: int
    actor_id: int


class ThreadMuted(Event):
    """Somebody does not wish to hear of a thread."""

    thread_id: int
    actor_id: int


class FollowingEnded(Event):
    """Somebody neither follows nor mutes a thread any more."""

    thread_id: int
    actor_id: int


class TagWatched(Event):
    """Somebody wishes to be told of new threads with a tag."""

    tag_id: int
    actor_id: int


class TagWatchingEnded(Event):
    """Somebody does not watch a tag any more."""

    tag_id: int
    actor_id: int


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


class ThreadLocked(Event):
    """Nobody can write in a thread any more."""

    thread_id: int
    reason: str


class ThreadUnlocked(Event):
    """A closed thread is open again."""

    thread_id: int


class ThreadArchived(Event):
    """A thread is done with: to be read and found, but out of the lists of what is going on."""

    thread_id: int


class ThreadUnarchived(Event):
    """An archived thread goes on."""

    thread_id: int


class ThreadPinned(Event):
    """A thread stands on top of a channel's list; ``until`` when, in ISO 8601."""

    thread_id: int
    channel_id: int
    until: str


class ThreadUnpinned(Event):
    """A thread does not stand on top of a channel's list any more, before its time was over."""

    thread_id: int
    channel_id: int


class ThreadFeatured(Event):
    """A thread is shown on the first page; ``until`` when, in ISO 8601."""

    thread_id: int
    until: str


class ThreadUnfeatured(Event):
    """A thread is not shown on the first page any more, before its time was over."""

    thread_id: int


class ThreadMoved(Event):
    """A thread has another home, whose audience decides who reads it."""

    thread_id: int
    from_channel_id: int
    to_channel_id: int
    reason: str


class ThreadMerged(Event):
    """All posts of a thread have gone to another one, and its address leads there.

    ``number`` is the first one they have there; nothing is published anew.
    """

    thread_id: int
    into_id: int
    number: int


class ThreadSplit(Event):
    """Some posts of a thread have gone to another one, perhaps a new one.

    ``number`` is the first one they have there; nothing is published anew.
    """

    thread_id: int
    into_id: int
    number: int
    is_new: bool


class ThreadKindChanged(Event):
    """A discussion became a question, or a question a discussion."""

    thread_id: int
    former: str
    kind: str


class ThreadTagged(Event):
    """The tags of a thread have changed; of a new thread, they were given."""

    thread_id: int
    added: list[int]
    taken: list[int]


class AnswerAccepted(Event):
    """A question is solved by this post; ``former_post_id`` was accepted until now, if any."""

    thread_id: int
    post_id: int
    author_id: int
    """Who wrote the answer."""
    former_post_id: int | None


class AcceptanceWithdrawn(Event):
    """A question is open again: somebody took it back, or the answer or the question is gone."""

    thread_id: int
    post_id: int
    because: str
    """"asked", "post_removed", "kind_changed" or "moved": to another thread."""


class PollChanged(Event):
    """Options or conditions of a poll were changed before anybody had voted."""

    thread_id: int
    poll_id: int


class VotesChanged(Event):
    """Somebody voted, changed their vote or took it back; who, and what for, is told nowhere."""

    thread_id: int
    poll_id: int


class PollClosed(Event):
    """Nobody can vote any more; told once a poll."""

    thread_id: int
    poll_id: int
    by_clock: bool


class PostPublished(Event):
    """A post can be read for the first time; number 1 opens its thread."""

    post_id: int
    thread_id: int
    number: int
    reply_to_id: int | None
    mentions: list[str]


class PostHeld(Event):
    """A post waits for release; nobody but its author and the moderation reads it.

    Recorded in place of ``ThreadStarted`` and ``PostPublished``; again where another reason to wait
    was found, and where a post that waited is back. Number 1 waits with its thread.
    """

    post_id: int
    thread_id: int
    because: list[str]
    """Codes: "everything", "newcomer", "links", "word", or what the edge gave ("report")."""
    words: list[str] = field(default_factory=list)
    """The watched words that were found."""


class PostFlagged(Event):
    """A post that can be read holds something the moderation should look at."""

    post_id: int
    thread_id: int
    because: list[str]
    """Codes: "word" or "personal_data"."""
    words: list[str] = field(default_factory=list)
    """The watched words that were found."""


class PostReleased(Event):
    """The moderation has released a post; ``PostPublished`` tells of it as of any other."""

    post_id: int
    thread_id: int


class PostRejected(Event):
    """The moderation will not release a post; number 1 took its thread with it."""

    post_id: int
    thread_id: int
    reason: str


class PostWithdrawn(Event):
    """The author took back a post that waited; number 1 took its thread with it."""

    post_id: int
    thread_id: int


class PostEdited(Event):
    """A post has another text; ``is_marked`` where readers are told and the old one is kept.

    ``mentions`` are those whom the former text did not mention.
    """

    post_id: int
    thread_id: int
    version: int
    is_marked: bool
    mentions: list[str] = field(default_factory=list)


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
