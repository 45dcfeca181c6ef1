"""Attachments, and the posts that show them. What they hold lies in a store (see `storage`)."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Actor
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType
from forum.messaging.models import Message
from forum.threads.models import Post


class AttachmentKind(enum.StrEnum):
    """What a file is, by what is in it."""

    PICTURE = "picture"
    PDF = "pdf"
    OFFICE = "office"
    TEXT = "text"


class Licence(enum.StrEnum):
    """What others may do with a file. Nothing is given away unless somebody says so."""

    INTERNAL = "internal"
    CC_BY = "cc-by-4.0"
    CC_BY_SA = "cc-by-sa-4.0"
    CC0 = "cc0-1.0"
    THIRD_PARTY = "third-party"


class Attachment(Base):
    """A file of a member. Until a post shows it, it is its owner's alone."""

    __tablename__ = "attachment"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    owner_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="RESTRICT"), index=True
    )
    kind: Mapped[AttachmentKind] = mapped_column(StrEnumType(AttachmentKind))
    name: Mapped[str] = mapped_column(sa.String(160))
    media_type: Mapped[str] = mapped_column(sa.String(120))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    # Of a picture, in pixels as it is shown.
    width: Mapped[int | None]
    height: Mapped[int | None]
    alt: Mapped[str] = mapped_column(sa.String(500), default="")
    licence: Mapped[Licence] = mapped_column(StrEnumType(Licence), default=Licence.INTERNAL)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    # Where the content lies in the store; a smaller picture lies beside it (see `preview_key`).
    key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    has_preview: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[CreatedAt]
    # Since when no post shows it, nor any former version of one; `None` while one does.
    unused_at: Mapped[dt.datetime | None] = mapped_column(index=True)
    removed_at: Mapped[dt.datetime | None] = mapped_column(index=True)

    owner: Mapped[Actor] = relationship(lazy="raise")

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in the text."""
        return self.kind is AttachmentKind.PICTURE

    @property
    def preview_key(self) -> str:
        """Where the smaller picture lies in the store, if there is one."""
        return preview_key_of(self.key)


class AttachmentUse(Base):
    """A post shows an attachment, or a former version of the post did."""

    __tablename__ = "attachment_use"

    attachment_id: Mapped[int] = mapped_column(
        sa.ForeignKey("attachment.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    post_id: Mapped[int] = mapped_column(
        sa.ForeignKey("post.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    # False where only a former version of the post shows it.
    is_current: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[CreatedAt]

    attachment: Mapped[Attachment] = relationship(lazy="raise")
    post: Mapped[Post] = relationship(lazy="raise")


class MessageAttachment(Base):
    """A message shows an attachment; or it did before it was edited: for the moderation only."""

    __tablename__ = "message_attachment"

    attachment_id: Mapped[int] = mapped_column(
        sa.ForeignKey("attachment.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    message_id: Mapped[int] = mapped_column(
        sa.ForeignKey("message.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    # False where only a former version of the message shows it.
    is_current: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[CreatedAt]

    attachment: Mapped[Attachment] = relationship(lazy="raise")
    message: Mapped[Message] = relationship(lazy="raise")


def preview_key_of(key: str) -> str:
    """Return where the smaller version of what lies under this key lies."""
    return f"{key}.preview"
