"""What happens to summaries, suggested edits and collections."""

from forum.kernel.events import Event


class SummaryWritten(Event):
    """A thread has a summary, or a new version of it."""

    thread_id: int
    version: int


class SummaryRemoved(Event):
    """A thread has no summary any more; its versions are kept."""

    thread_id: int
    version: int


class EditSuggested(Event):
    """Somebody proposes another wording for a summary or a field of an experience report."""

    suggestion_id: int
    thread_id: int


class PiecesDecided(Event):
    """Pieces of a suggestion were taken over or refused; by their places."""

    suggestion_id: int
    accepted: list[int]
    refused: list[int]


class SuggestionSettled(Event):
    """Nothing of a suggestion is left to be decided, or what is left fits nowhere any more."""

    suggestion_id: int
    thread_id: int
    state: str


class SuggestionWithdrawn(Event):
    """Its author does not propose it any more."""

    suggestion_id: int


class CollectionBegun(Event):
    """There is a new collection in a channel."""

    collection_id: int
    channel_id: int


class CollectionEdited(Event):
    """Title or introduction of a collection were changed."""

    collection_id: int
    version: int


class CollectionArranged(Event):
    """Entries of a collection were added, moved, described or taken out."""

    collection_id: int


class CollectionRemoved(Event):
    """A collection is gone for its readers."""

    collection_id: int


class CollectionRestored(Event):
    """A removed collection is back."""

    collection_id: int
