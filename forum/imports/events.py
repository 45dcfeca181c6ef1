"""What can have happened to archives of mailing lists."""

from forum.kernel.events import Event


class ImportBegun(Event):
    """An archive is being read into a channel."""

    import_id: int
    channel_id: int


class ThreadsImported(Event):
    """A part of an archive stands in a channel; nothing of it is news."""

    import_id: int
    channel_id: int
    post_ids: list[int]
    """Those of this part, in new threads and in ones that stood there before."""


class ImportFinished(Event):
    """An archive has been read to its end."""

    import_id: int


class ImportTakenBack(Event):
    """What was read in from an archive has been removed, but for threads that go on."""

    import_id: int
    channel_id: int
    thread_ids: list[int]
    """The threads that are gone."""


class AuthorshipTakenOver(Event):
    """What somebody wrote in an archive is theirs now, as a member."""

    actor_id: int
    former_id: int
    """The actor without a login whose it was until now."""
