"""What can go wrong in a use case, named so that every edge can answer it.

An error carries a reason code and plain values; the sentence a person reads is made at the edge,
in that person's language.
"""


class ForumError(Exception):
    """The root of everything an action may raise on purpose."""

    def __init__(self, reason: str, *, field: str | None = None, **values: object) -> None:
        """Keep the reason code, the form field it belongs to and the values of its sentence."""
        super().__init__(reason)
        self.reason = reason
        self.field = field
        self.values = values


class NotFound(ForumError):
    """There is no such thing, or its existence is none of the asker's business (404)."""


class NotAllowed(ForumError):
    """The thing exists, and this actor may not do that to it (403)."""


class Invalid(ForumError):
    """What was sent cannot be accepted as it is (422)."""


class Conflict(ForumError):
    """The thing has changed since the actor looked at it (409)."""


class TooMany(ForumError):
    """The limit for this kind of request is used up for now (429)."""
