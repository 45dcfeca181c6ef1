"""What happened to attachments. Which post shows which one is told by the events of posts."""

from forum.kernel.events import Event


class AttachmentAdded(Event):
    """Somebody has uploaded a file."""

    attachment_id: int
    kind: str
    size: int


class AttachmentDescribed(Event):
    """A file has another description or licence."""

    attachment_id: int
    licence: str


class AttachmentRemoved(Event):
    """A file was taken away; it is deleted from the store after a while."""

    attachment_id: int
    by_owner: bool
