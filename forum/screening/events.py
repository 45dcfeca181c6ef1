"""What happened to the words that are watched for."""

from forum.kernel.events import Event


class WordWatched(Event):
    """From now on the moderation watches for a word, or watches for it in another way."""

    word_id: int
    phrase: str
    watched_for: str


class WatchingEnded(Event):
    """Nobody watches for a word any more."""

    word_id: int
    phrase: str
