"""What lists and pages are given: plain rows read with Core, no graph of objects."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.accounts.models import Actor, ActorKind, City, Organisation
from forum.channels.models import ChannelKind, Membership, MembershipRole
from forum.threads.models import Post, Thread, ThreadKind


@dataclass(frozen=True, slots=True)
class AuthorLine:
    """Who wrote something and where they belong."""

    public_id: str
    handle: str
    domain: str
    name: str
    picture_at: dt.datetime | None
    closed_at: dt.datetime | None
    organisation: str | None
    city: str | None
    moderates: bool = False
    """Keeps order in the home channel."""
    is_unclaimed: bool = False
    """Wrote in an archive and is no member: there is a name, and nothing to see behind it."""


@dataclass(frozen=True, slots=True)
class FurtherChannel:
    """A channel that a thread is shown in, at home or not."""

    slug: str
    name: str
    kind: ChannelKind
    is_home: bool


@dataclass(frozen=True, slots=True)
class TagLabel:
    """A tag that a thread bears."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class ThreadSummary:
    """A thread in a list, with who spoke last, as one reader sees it."""

    id: int
    public_id: str
    title: str
    channel: FurtherChannel
    author: AuthorLine
    """Who spoke last."""
    excerpt: str
    visible_at: dt.datetime
    last_post_at: dt.datetime
    last_post_number: int
    reply_count: int
    is_locked: bool
    mark: int | None
    """The number up to which the reader has read; ``None``: never opened."""
    unread: int
    further: tuple[FurtherChannel, ...] = ()
    kind: ThreadKind = ThreadKind.DISCUSSION
    is_solved: bool = False
    """A question with an accepted answer."""
    tags: tuple[TagLabel, ...] = ()
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post of a thread's page; `source` is left out, nobody reads it there."""

    id: int
    public_id: str
    number: int
    html: str
    created_at: dt.datetime
    visible_at: dt.datetime | None
    edited_at: dt.datetime | None
    removed_at: dt.datetime | None
    removed_by_id: int | None
    removal_reason: str | None
    author_id: int
    held_because: str
    """Why it waits, as codes separated by blanks."""
    author: AuthorLine


AnySelect = sa.Select[*tuple[Any, ...]]

Author = aliased(Actor, name="author")
AuthorOrganisation = aliased(Organisation, name="author_organisation")
AuthorCity = aliased(City, name="author_city")
AuthorMembership = aliased(Membership, name="author_membership")

_LINE = tuple(field.name for field in fields(AuthorLine))


def author_columns() -> list[sa.Label[Any]]:
    """Return the columns that `author_line` reads; join with `with_author`."""
    return [
        Author.public_id.label("author_public_id"),
        Author.handle.label("author_handle"),
        Author.domain.label("author_domain"),
        Author.name.label("author_name"),
        Author.picture_at.label("author_picture_at"),
        Author.closed_at.label("author_closed_at"),
        AuthorOrganisation.name.label("author_organisation"),
        AuthorCity.name.label("author_city"),
        AuthorMembership.id.is_not(None).label("author_moderates"),
        (Author.kind == ActorKind.UNCLAIMED).label("author_is_unclaimed"),
    ]


def with_author(statement: AnySelect) -> AnySelect:
    """Join the author of ``Post``, with organisation, city and role in the home of ``Thread``."""
    return (
        statement.join(Author, Author.id == Post.author_id)
        .outerjoin(AuthorOrganisation, AuthorOrganisation.id == Author.organisation_id)
        .outerjoin(AuthorCity, AuthorCity.id == Author.city_id)
        .outerjoin(
            AuthorMembership,
            sa.and_(
                AuthorMembership.actor_id == Author.id,
                AuthorMembership.channel_id == Thread.channel_id,
                AuthorMembership.role == MembershipRole.MODERATOR,
            ),
        )
    )


def author_line(row: sa.RowMapping) -> AuthorLine:
    """Read the author out of a row made with `author_columns`."""
    return AuthorLine(**{name: row[f"author_{name}"] for name in _LINE})
