"""What can be done with bookmarks; one import path."""

from forum.bookmarks.actions.keep import keep_bookmark, remove_bookmark
from forum.bookmarks.actions.remind import announce_due, end_reminder

__all__ = ["announce_due", "end_reminder", "keep_bookmark", "remove_bookmark"]
