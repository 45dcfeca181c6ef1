"""How letters name who has written something."""

from flask_babel import gettext as _

from forum.accounts.models import Actor


def letter_name(author: Actor | None) -> str:
    """Return who, in the words of the language in force."""
    if author is None or author.closed_at is not None:
        return str(_("A former member"))
    return author.name


def letter_person(author: Actor | None) -> str:
    """Return who, and from where: people trust an answer when they know who it comes from.

    Asks for the organisation and the city of the author.
    """
    if author is None or author.closed_at is not None:
        return letter_name(author)
    places = (author.organisation, author.city)
    names = dict.fromkeys(place.name for place in places if place is not None)
    return f"{author.name} ({', '.join(names)})" if names else author.name
