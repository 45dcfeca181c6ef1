"""Reading pages."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.pages.models import PageName, PageVersion


def newest_version(session: Session, name: PageName, locale: str) -> PageVersion | None:
    """Return what the operator last published in this language, or ``None``."""
    return session.scalars(
        sa.select(PageVersion)
        .where(PageVersion.name == name.value, PageVersion.locale == locale)
        .order_by(PageVersion.version.desc())
        .limit(1)
    ).one_or_none()


def versions(session: Session, name: PageName, locale: str) -> Sequence[PageVersion]:
    """Return all versions, the newest first."""
    return session.scalars(
        sa.select(PageVersion)
        .where(PageVersion.name == name.value, PageVersion.locale == locale)
        .order_by(PageVersion.version.desc())
    ).all()
