"""What happened to notifications."""

from forum.kernel.events import Event


class Notified(Event):
    """Something was told to these accounts: their number of unread notifications has changed.

    One event for all of them, however many follow a thread.
    """

    account_ids: list[int]
