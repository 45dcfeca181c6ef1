"""What happened to bookmarks.

Keeping and removing one records nothing: that is one reader's own business.
"""

from forum.kernel.events import Event


class BookmarkDue(Event):
    """The moment has come at which a reader wanted to be reminded; told once for each moment."""

    bookmark_id: int
    actor_id: int
