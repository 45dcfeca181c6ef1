"""The key in the addresses of a member's feeds."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.models import Base, CreatedAt


class FeedKey(Base):
    """Lets a feed reader read with an account's rights; an account has one key or none.

    It opens feeds and nothing else: a feed reader keeps the address, and shows it to whoever looks.
    """

    __tablename__ = "feed_key"

    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    # SHA-256 of the random key: a stolen database reads no feed.
    key_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[CreatedAt]
