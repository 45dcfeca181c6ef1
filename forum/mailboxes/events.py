"""What happened to the delivery of letters."""

from forum.kernel.events import Event


class DeliveryPaused(Event):
    """Letters to an account came back again and again: it gets none on its own for now."""

    account_id: int
    is_permanent: bool
    """Whether the last letter came back for good."""


class DeliveryResumed(Event):
    """Letters to the account are tried again."""

    account_id: int
