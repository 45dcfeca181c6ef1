"""The sentences behind reason codes: what a person reads when something is refused."""

from flask_babel import gettext

from forum.web.texts import (
    accounts,
    attachments,
    bookmarks,
    channels,
    common,
    kinds,
    notifications,
    reactions,
    search,
    threads,
)

SENTENCES = (
    common.SENTENCES
    | accounts.SENTENCES
    | attachments.SENTENCES
    | bookmarks.SENTENCES
    | channels.SENTENCES
    | kinds.SENTENCES
    | notifications.SENTENCES
    | reactions.SENTENCES
    | search.SENTENCES
    | threads.SENTENCES
)


def sentence(reason: str, **values: object) -> str:
    """Return the sentence for a reason code, with its values filled in."""
    text = SENTENCES.get(reason)
    if text is None:
        return str(gettext("That is not possible."))
    return str(text) % values if values else str(text)
