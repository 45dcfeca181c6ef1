"""Themes, channels, tags, who belongs to them and who wishes to be told."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import City
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, Slug, StrEnumType


class ChannelKind(enum.StrEnum):
    """What a channel stands for."""

    THEME = "theme"
    CITY = "city"
    SYSTEM = "system"
    GROUP = "group"


class Audience(enum.StrEnum):
    """Who may read along; decided by the home channel of a thread."""

    PUBLIC = "public"
    MEMBERS = "members"
    PEERS = "peers"
    INVITED = "invited"


class Posting(enum.StrEnum):
    """Who may start a thread."""

    READERS = "readers"
    MODERATORS = "moderators"


class Release(enum.StrEnum):
    """Which posts wait until the moderation has released them; trusted people never wait."""

    NOTHING = "nothing"
    LINKS = "links"
    """Posts with links to elsewhere by newcomers."""
    NEWCOMERS = "newcomers"
    """The first posts of everybody."""
    EVERYTHING = "everything"


class Theme(Base):
    """A field of the programme; its channel carries the same slug."""

    __tablename__ = "theme"

    id: Mapped[Pk]
    slug: Mapped[Slug] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    description: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    # Recommended themes are open from the start; the others stay folded until somebody writes.
    is_recommended: Mapped[bool] = mapped_column(default=False)
    archived_at: Mapped[dt.datetime | None]


class Channel(Base):
    """A place with members and moderators."""

    __tablename__ = "channel"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    slug: Mapped[Slug] = mapped_column(unique=True)
    kind: Mapped[ChannelKind] = mapped_column(StrEnumType(ChannelKind), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    description: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    audience: Mapped[Audience] = mapped_column(StrEnumType(Audience), default=Audience.MEMBERS)
    posting: Mapped[Posting] = mapped_column(StrEnumType(Posting), default=Posting.READERS)
    waiting: Mapped[Release] = mapped_column(
        StrEnumType(Release), default=Release.NOTHING, server_default=Release.NOTHING.value
    )
    theme_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("theme.id", ondelete="RESTRICT"), unique=True
    )
    city_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("city.id", ondelete="RESTRICT"), unique=True
    )
    uri: Mapped[str | None] = mapped_column(sa.String(500), unique=True)
    # Threads shown here, at home or not; changed in actions only, proven by `flask forum recount`.
    thread_count: Mapped[int] = mapped_column(default=0)
    last_activity_at: Mapped[dt.datetime | None]
    # When somebody first wrote here, trusting the audience; never taken back, whatever is removed.
    # From then on the audience can only become narrower.
    first_written_at: Mapped[dt.datetime | None]
    # The title of a thread that would belong here; invites to begin while there is none.
    example: Mapped[str] = mapped_column(sa.String(200), default="")
    created_at: Mapped[CreatedAt]
    archived_at: Mapped[dt.datetime | None]

    theme: Mapped[Theme | None] = relationship(lazy="raise")
    city: Mapped[City | None] = relationship(lazy="raise")


class Tag(Base):
    """A word of the programme's vocabulary, by which threads of all channels are found together."""

    __tablename__ = "tag"

    id: Mapped[Pk]
    slug: Mapped[Slug] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    description: Mapped[str] = mapped_column(default="")
    # Other words for the same, a line each; no word leads to two tags of a programme.
    synonyms: Mapped[str] = mapped_column(default="")
    # No longer to be chosen; threads keep it.
    archived_at: Mapped[dt.datetime | None]

    @property
    def words(self) -> tuple[str, ...]:
        """The name and every synonym."""
        return (self.name, *self.synonyms.splitlines())


class FormerSlug(Base):
    """A slug that a channel once had; its address still leads there."""

    __tablename__ = "former_slug"

    slug: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    channel_id: Mapped[int] = mapped_column(
        sa.ForeignKey("channel.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[CreatedAt]


class MembershipRole(enum.StrEnum):
    """What an actor may do in a channel."""

    MEMBER = "member"
    MODERATOR = "moderator"


class Membership(Base):
    """An actor belongs to a channel."""

    __tablename__ = "membership"
    __table_args__ = (sa.UniqueConstraint("channel_id", "actor_id"),)

    id: Mapped[Pk]
    channel_id: Mapped[int] = mapped_column(sa.ForeignKey("channel.id", ondelete="CASCADE"))
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"), index=True)
    role: Mapped[MembershipRole] = mapped_column(
        StrEnumType(MembershipRole), default=MembershipRole.MEMBER
    )
    joined_at: Mapped[CreatedAt]


class SubscriptionLevel(enum.StrEnum):
    """How much of a channel one wishes to be told; no row means neither."""

    WATCHING = "watching"
    MUTED = "muted"


class Subscription(Base):
    """A wish to be told of a channel, or to be left alone by it."""

    __tablename__ = "subscription"
    __table_args__ = (sa.UniqueConstraint("channel_id", "actor_id"),)

    id: Mapped[Pk]
    channel_id: Mapped[int] = mapped_column(sa.ForeignKey("channel.id", ondelete="CASCADE"))
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"), index=True)
    level: Mapped[SubscriptionLevel] = mapped_column(StrEnumType(SubscriptionLevel))
    created_at: Mapped[CreatedAt]
