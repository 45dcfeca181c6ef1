"""Facts about pages."""

from forum.kernel.events import Event


class PageEdited(Event):
    """An administrator published a new version of a page."""

    name: str
    locale: str
    version: int
    actor_id: int


class ContactMessageSent(Event):
    """Somebody, signed in or not, wrote to the operator."""

    message_id: int
