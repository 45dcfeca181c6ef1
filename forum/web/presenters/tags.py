"""Tags: in the vocabulary, above a list of threads, and in passing."""

from collections.abc import Iterable
from dataclasses import dataclass

from forum.channels.models import Tag
from forum.threads.queries import CountedTag, TagLabel
from forum.web.presenters.addresses import address_of
from forum.web.presenters.parts import TagLink


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag of the vocabulary."""

    name: str
    url: str
    description: str
    synonyms: str
    """Other words for the same, in one line."""
    threads: int


@dataclass(frozen=True, slots=True)
class TagPage:
    """What stands above the threads of a tag."""

    slug: str
    name: str
    description: str
    synonyms: str
    is_archived: bool


def tag_rows(tags: Iterable[CountedTag]) -> tuple[TagRow, ...]:
    """Return the vocabulary in the order of the alphabet."""
    address = address_of("tags.show", "slug")
    rows = (
        TagRow(tag.name, address(tag.slug), tag.description, _line(tag.synonyms), tag.threads)
        for tag in tags
    )
    return tuple(sorted(rows, key=lambda row: row.name.casefold()))


def tag_page(tag: Tag) -> TagPage:
    """Return the head of a tag's page."""
    return TagPage(
        slug=tag.slug,
        name=tag.name,
        description=tag.description,
        synonyms=_line(tag.synonyms),
        is_archived=tag.archived_at is not None,
    )


def tag_links(tags: Iterable[Tag | TagLabel]) -> tuple[TagLink, ...]:
    """Return tags as links to their threads."""
    address = address_of("tags.show", "slug")
    return tuple(TagLink(tag.name, address(tag.slug)) for tag in tags)


def _line(synonyms: str) -> str:
    return ", ".join(synonyms.splitlines())
