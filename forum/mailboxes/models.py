"""Whether letters arrive: the points of an address, and what its server said."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.models import Base, CreatedAt, Pk


class Mailbox(Base):
    """How sending to an account goes. No row: as it should.

    Points come with letters that come back, at most once a day, and fade. From some number on
    delivery pauses: letters, never the membership.
    """

    __tablename__ = "mailbox"

    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    # The address that the points belong to; another one begins without any.
    email: Mapped[str] = mapped_column(sa.String(254))
    # As they stood at `points_at`.
    points: Mapped[float] = mapped_column(default=0.0)
    points_at: Mapped[dt.datetime | None]
    # What the other server said last.
    diagnostic: Mapped[str] = mapped_column(default="")
    paused_at: Mapped[dt.datetime | None] = mapped_column(index=True)


class Bounce(Base):
    """One letter that came back."""

    __tablename__ = "bounce"

    id: Mapped[Pk]
    # Names the message that told of it, so that it counts once.
    key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    email: Mapped[str] = mapped_column(sa.String(254))
    is_permanent: Mapped[bool]
    # Enhanced status code (RFC 3463), "" where none was given.
    status: Mapped[str] = mapped_column(sa.String(12), default="")
    diagnostic: Mapped[str] = mapped_column(default="")
    created_at: Mapped[CreatedAt] = mapped_column(index=True)
