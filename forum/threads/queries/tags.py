"""The vocabulary, and the tags of a thread."""

import difflib
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Tag
from forum.kernel.errors import NotFound
from forum.kernel.words import folded_word
from forum.threads.models import Thread, ThreadTag
from forum.threads.policy import listed_threads

# How much a word may differ from a tag that is suggested instead, 1 being the same.
_LIKENESS = 0.72
# Letters of a word that is looked for inside another one.
_LEAST_PART = 4


class Vocabulary:
    """The tags that can be chosen, found by name, synonym, slug, or a spelling of these."""

    def __init__(self, tags: list[Tag]) -> None:
        """Fold every word once."""
        self.tags = tags
        self._by_word = {folded_word(word): tag for tag in tags for word in (tag.slug, *tag.words)}

    def find(self, word: str) -> Tag | None:
        """Return the tag that this word means."""
        return self._by_word.get(folded_word(word))

    def near(self, word: str) -> Tag | None:
        """Return the tag that was probably meant by a word that is none."""
        folded = folded_word(word)
        near = difflib.get_close_matches(folded, self._by_word, n=1, cutoff=_LIKENESS)
        # A part of a tag, or a compound of one: the nearest in length first.
        parts = sorted(
            (known for known in self._by_word if _is_part(folded, known)),
            key=lambda known: abs(len(known) - len(folded)),
        )
        return self._by_word[(near or parts)[0]] if near or parts else None


def _is_part(word: str, known: str) -> bool:
    shorter, longer = sorted((word, known), key=len)
    return len(shorter) >= _LEAST_PART and shorter in longer


@dataclass(frozen=True, slots=True)
class CountedTag:
    """A tag of the vocabulary, with the number of threads that the reader finds under it."""

    slug: str
    name: str
    description: str
    synonyms: str
    """A line each."""
    threads: int


def vocabulary(session: Session) -> Vocabulary:
    """Return the tags that can be chosen, by name."""
    statement = sa.select(Tag).where(Tag.archived_at.is_(None)).order_by(Tag.name)
    return Vocabulary(list(session.scalars(statement)))


def counted_tags(session: Session, actor: Actor | None) -> list[CountedTag]:
    """Return the vocabulary with the number of threads under each tag, in one statement."""
    threads = (
        sa.select(ThreadTag.tag_id, sa.func.count().label("number"))
        .join(Thread, Thread.id == ThreadTag.thread_id)
        .where(listed_threads(actor))
        .group_by(ThreadTag.tag_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(
            Tag.slug,
            Tag.name,
            Tag.description,
            Tag.synonyms,
            sa.func.coalesce(threads.c.number, 0),
        )
        .outerjoin(threads, threads.c.tag_id == Tag.id)
        .where(Tag.archived_at.is_(None))
        .order_by(Tag.name)
    )
    return [CountedTag(*row) for row in rows]


def tag_by_slug(session: Session, slug: str) -> Tag:
    """Return the tag, archived or not, or raise ``NotFound``."""
    tag = session.scalars(sa.select(Tag).where(Tag.slug == slug)).one_or_none()
    if tag is None:
        raise NotFound("no_tag")
    return tag


def tags_of(session: Session, thread: Thread) -> list[Tag]:
    """Return the tags of a thread by name, archived ones too."""
    return list(
        session.scalars(
            sa.select(Tag)
            .join(ThreadTag, ThreadTag.tag_id == Tag.id)
            .where(ThreadTag.thread_id == thread.id)
            .order_by(Tag.name)
        )
    )
