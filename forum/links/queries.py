"""Reading what is known of linked pages."""

import hashlib
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.links.models import LinkTitle, LinkUse, TitleState


def address_hash(address: str) -> str:
    """Return what an address is found by."""
    return hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()


def titles_of(session: Session, addresses: Collection[str]) -> dict[str, str]:
    """Return the known titles by address; asks nothing where there is no address."""
    if not addresses:
        return {}
    hashes = [address_hash(address) for address in addresses]
    rows = session.execute(
        sa.select(LinkTitle.address, LinkTitle.title).where(
            LinkTitle.address_hash.in_(hashes),
            LinkTitle.state == TitleState.KNOWN,
            LinkTitle.title != "",
        )
    )
    return {address: title for address, title in rows}  # noqa: C416 - rows are no pairs to mypy


def posts_using(session: Session, link_title_id: int) -> list[int]:
    """Return the posts in which the address stands."""
    return list(
        session.scalars(sa.select(LinkUse.post_id).where(LinkUse.link_title_id == link_title_id))
    )
