"""Giving posts their numbers."""

from forum.threads.models import Thread


def next_number(thread: Thread) -> int:
    """Return the next number of a held thread, and count it as given.

    A number that has gone to another thread with its post is not given again.
    """
    thread.highest_number = last_number(thread) + 1
    return thread.highest_number


def last_number(thread: Thread) -> int:
    """Return the highest number that the thread has ever given."""
    return max(thread.highest_number, thread.last_gone_number)
