"""What a message is made of: a short text, ready before the transaction begins."""

from forum.kernel.errors import Invalid
from forum.kernel.markup import NOTHING_KNOWN, Known
from forum.messaging.emoji import with_emoji
from forum.threads.text import Measure, Text, compose

MESSAGE_LIMIT = 4_000
MENTION_LIMIT = 5
"""People whom one message may mention: each of them is told."""
MESSAGE = Measure(MESSAGE_LIMIT, MENTION_LIMIT, is_short=True)

# What stands for bytes that are no text.
_BROKEN = "\N{REPLACEMENT CHARACTER}"


def compose_message(source: str, known: Known = NOTHING_KNOWN, *, own_host: str = "") -> Text:
    """Clean and render a message: short Markdown, and signs for their names.

    Raises `Invalid` with ``empty``, ``too_long``, ``too_many_mentions_here`` or ``broken_text`` for
    the field ``body``.
    """
    if _BROKEN in source:
        raise Invalid("broken_text", field="body")
    try:
        return compose(
            with_emoji(source[: 4 * MESSAGE_LIMIT + 1]), known, own_host=own_host, measure=MESSAGE
        )
    except Invalid as error:
        if error.reason != "too_many_mentions":
            raise
        raise Invalid("too_many_mentions_here", field="body", limit=MENTION_LIMIT) from None
