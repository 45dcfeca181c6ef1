"""What can have happened to the programme."""

from forum.kernel.events import Event


class ProgrammeLoaded(Event):
    """A programme file was applied and changed something; the counts are rows."""

    slug: str
    added: int
    changed: int
    restored: int
    archived: int
