"""What is known of an archive's letters, and of who wrote them."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Account, AccountState
from forum.channels.models import Channel
from forum.imports.conversations import SAME_MATTER, Conversations, Links, Spot
from forum.imports.models import ArchiveImport, ImportedLetter, UnclaimedAuthor
from forum.threads.models import Post, Thread

# What a statement may carry; SQLite takes 32,766 values.
_AT_ONCE = 5_000


def import_of(session: Session, channel: Channel, fingerprint: str) -> ArchiveImport | None:
    """Return the import of this file into this channel, whatever has become of it."""
    return session.scalars(
        sa.select(ArchiveImport).where(
            ArchiveImport.channel_id == channel.id, ArchiveImport.fingerprint == fingerprint
        )
    ).one_or_none()


def known_keys(session: Session, channel_id: int, keys: Collection[str]) -> set[str]:
    """Return those of the letters that have been read into the channel before."""
    return set(
        session.scalars(
            sa.select(ImportedLetter.message_key).where(
                ImportedLetter.channel_id == channel_id, ImportedLetter.message_key.in_(keys)
            )
        )
    )


def conversations_of(
    session: Session, channel_id: int, letters: Sequence[Links]
) -> tuple[Conversations, set[int]]:
    """Return what must be known to say where these letters belong, and the threads in it.

    Posts count where they stand now: the moderation may have split or merged what was read in.
    """
    found = Conversations()
    for row in _named_letters(session, channel_id, letters):
        spot = Spot(row.thread_id, row.post_id)
        found.letters[row.message_key] = spot
    for row in _same_roots(session, channel_id, letters):
        found.roots.setdefault(row.root_key, Spot(row.thread_id, row.post_id))
    for row in _same_subjects(session, channel_id, letters):
        spot = Spot(row.thread_id, row.post_id)
        found.subjects.setdefault(row.subject_key, []).append((row.sent_at, spot))
    near = [spot for spots in found.subjects.values() for _, spot in spots]
    threads = {spot.thread for spot in (*found.letters.values(), *found.roots.values(), *near)}
    return found, threads


_Found = sa.Select[str, str, str, dt.datetime, int, int]


def _letters(channel_id: int) -> _Found:
    return (
        sa.select(
            ImportedLetter.message_key,
            ImportedLetter.root_key,
            ImportedLetter.subject_key,
            ImportedLetter.sent_at,
            Post.thread_id,
            Post.id.label("post_id"),
        )
        .join(Post, Post.id == ImportedLetter.post_id)
        .where(ImportedLetter.channel_id == channel_id)
        .order_by(ImportedLetter.id)
    )


def _named_letters(
    session: Session, channel_id: int, letters: Sequence[Links]
) -> Iterable[sa.Row[str, str, str, dt.datetime, int, int]]:
    keys = sorted({key for one in letters for key in one.named})
    for start in range(0, len(keys), _AT_ONCE):
        wanted = ImportedLetter.message_key.in_(keys[start : start + _AT_ONCE])
        yield from session.execute(_letters(channel_id).where(wanted))


def _same_roots(
    session: Session, channel_id: int, letters: Sequence[Links]
) -> Iterable[sa.Row[str, str, str, dt.datetime, int, int]]:
    keys = {key for one in letters for key in (one.key, one.root) if key}
    return session.execute(_letters(channel_id).where(ImportedLetter.root_key.in_(keys)))


def _same_subjects(
    session: Session, channel_id: int, letters: Sequence[Links]
) -> Iterable[sa.Row[str, str, str, dt.datetime, int, int]]:
    """Read only letters that are near in time: a subject such as "Einladung" has many."""
    asking = [one for one in letters if one.is_answer and one.subject]
    if not asking:
        return ()
    first = min(one.at for one in asking) - SAME_MATTER
    last = max(one.at for one in asking) + SAME_MATTER
    return session.execute(
        _letters(channel_id).where(
            ImportedLetter.subject_key.in_({one.subject for one in asking}),
            ImportedLetter.sent_at.between(first, last),
        )
    )


def open_threads(
    session: Session, channel_id: int, thread_ids: Collection[int]
) -> dict[int, Thread]:
    """Return those of the threads that are at home in the channel, held for the next posts.

    What the moderation has taken elsewhere may have other readers, and stays as it is.
    """
    statement = (
        sa.select(Thread)
        .where(Thread.id.in_(thread_ids), Thread.channel_id == channel_id)
        .order_by(Thread.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {thread.id: thread for thread in session.scalars(statement)}


def members_by_email(session: Session, emails: Collection[str]) -> dict[str, int]:
    """Return the actors of the members who have confirmed these addresses."""
    rows = session.execute(
        sa.select(Account.email, Account.actor_id).where(
            Account.email.in_(emails),
            Account.email_confirmed_at.is_not(None),
            Account.state == AccountState.ACTIVE,
        )
    )
    return {email: actor_id for email, actor_id in rows}  # noqa: C416 - a Row is no pair


def authors_by_email(session: Session, emails: Collection[str]) -> dict[str, int]:
    """Return who stands for these addresses so far: the member who took over, or an unclaimed."""
    rows = session.execute(
        sa.select(
            UnclaimedAuthor.email,
            sa.func.coalesce(UnclaimedAuthor.claimed_by_id, UnclaimedAuthor.actor_id),
        ).where(UnclaimedAuthor.email.in_(emails))
    )
    return {email: actor_id for email, actor_id in rows}  # noqa: C416 - a Row is no pair


def is_from_archive() -> sa.ColumnElement[bool]:
    """Return the condition on ``Post`` that holds for what was read in, whoever its author is."""
    return sa.exists().where(ImportedLetter.post_id == Post.id)


def waiting_authors(session: Session) -> Sequence[sa.Row[int, int]]:
    """Return unclaimed authors whose address is that of a member: author's and member's actor."""
    return session.execute(
        sa.select(UnclaimedAuthor.actor_id, Account.actor_id)
        .join(Account, Account.email == UnclaimedAuthor.email)
        .where(
            UnclaimedAuthor.claimed_at.is_(None),
            Account.email_confirmed_at.is_not(None),
            Account.state == AccountState.ACTIVE,
        )
        .order_by(UnclaimedAuthor.actor_id)
        .limit(_AT_ONCE)
    ).all()


def author_by_email(session: Session, email: str) -> UnclaimedAuthor | None:
    """Return who wrote from this address in an archive, claimed or not."""
    return session.scalars(
        sa.select(UnclaimedAuthor).where(UnclaimedAuthor.email == email)
    ).one_or_none()
