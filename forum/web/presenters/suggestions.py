"""What the editor offers, as its script reads it: what is inserted, and what is shown."""

from collections.abc import Sequence

from forum.channels.models import Channel
from forum.search.queries import FoundPerson
from forum.web.texts.channels import KINDS


def people_items(people: Sequence[FoundPerson]) -> list[dict[str, str]]:
    """Return members: the handle, the name, where they belong."""
    return [
        {
            "value": person.handle,
            "label": person.name,
            "detail": ", ".join(part for part in (person.organisation, person.city) if part),
        }
        for person in people
    ]


def channel_items(channels: Sequence[Channel]) -> list[dict[str, str]]:
    """Return channels: the slug, the name, what it stands for."""
    return [
        {"value": channel.slug, "label": channel.name, "detail": str(KINDS[channel.kind])}
        for channel in channels
    ]
