"""Persons as they stand above a post, made of rows."""

from flask_babel import gettext as _

from forum.threads.queries import AuthorLine
from forum.web.auth import current_actor
from forum.web.presenters.addresses import address_of
from forum.web.presenters.parts import Person, initials, tone


class Faces:
    """Makes persons of rows; the addresses of profiles and pictures are looked up once.

    Name, organisation and city stand above every post; profile and picture are for members.
    """

    def __init__(self) -> None:
        """Look the routes up."""
        self._is_member = current_actor() is not None
        self._profile = address_of("profiles.show", "handle")
        self._picture = address_of("profiles.picture", "handle")
        self._moderation = str(_("Moderation"))

    def person(self, line: AuthorLine) -> Person:
        """Return who wrote, with organisation and city."""
        if line.closed_at is not None:
            name = _("Former member")
            return Person(name=name, initials=initials(name))
        if line.is_unclaimed:
            archived = str(_("From the archive"))
            return Person(
                name=line.name,
                initials=initials(line.name),
                tone=tone(line.public_id),
                role=archived,
            )
        picture = None
        if line.picture_at is not None and self._is_member:
            picture = f"{self._picture(line.handle)}?v={int(line.picture_at.timestamp())}"
        return Person(
            name=line.name,
            initials=initials(line.name),
            tone=tone(line.public_id),
            url=self._profile(line.handle) if self._is_member else None,
            avatar_url=picture,
            organisation=line.organisation,
            city=line.city,
            role=self._moderation if line.moderates else None,
        )
