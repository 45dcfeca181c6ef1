"""Take the next letters of an archive in: they become threads and posts, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.attachments.actions import FormerFile, bring_in_files
from forum.channels.actions.first_words import remember_first_words
from forum.channels.models import Channel
from forum.imports.actions.authors import authors_of
from forum.imports.actions.begin import hold_imports
from forum.imports.conversations import Spot
from forum.imports.events import ThreadsImported
from forum.imports.letters import Batch, Letter
from forum.imports.models import ArchiveImport, ImportedLetter
from forum.imports.queries import conversations_of, known_keys, open_threads
from forum.kernel import clock
from forum.kernel.errors import Conflict
from forum.kernel.event_log import record
from forum.threads.actions import (
    FormerPost,
    FormerThread,
    bring_in_posts,
    bring_in_threads,
)
from forum.threads.actions.counting import count_channels
from forum.threads.models import Placement, Post, Thread


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of some letters."""

    threads: int = 0
    posts: int = 0
    known: int = 0
    """Were read in before."""
    left_out: int = 0


@dataclass(slots=True)
class _Plan:
    """Where the letters go: threads that stand there by id, new ones below zero."""

    letters: list[Letter]
    spots: list[Spot]
    """For each letter its thread, with the post it answers."""
    threads: dict[int, Thread]
    begun: list[Letter]
    """The letters that begin a thread, whose numbers are -1, -2 and so on."""


def take_in(session: Session, archive: ArchiveImport, channel: Channel, batch: Batch) -> Outcome:
    """Write the letters of this part down, and that the archive has been read up to its end.

    What was read in before, from whichever archive of the list, is passed over. Nothing is
    announced, told or sent. Raises `Conflict` ``import_moved`` where the archive has been read
    further meanwhile.
    """
    hold_imports(session, archive)
    if archive.position != batch.start:
        raise Conflict("import_moved", position=archive.position)
    fresh = _fresh(session, channel, batch.letters)
    kept = [letter for letter in fresh if letter.text is not None]
    plan = _planned(session, channel, kept)
    posts = _written(session, channel, plan)
    _remember(session, archive, fresh, posts)
    if posts:
        _count(session, channel, list(plan.threads.values()))
    outcome = Outcome(
        threads=len(plan.begun),
        posts=len(posts),
        known=len(batch.letters) - len(fresh),
        left_out=len(fresh) - len(kept),
    )
    _move_on(archive, batch, outcome)
    if posts:
        event = ThreadsImported(
            import_id=archive.id,
            channel_id=channel.id,
            post_ids=[post.id for post in posts.values()],
        )
        record(session, event)
    session.flush()
    return outcome


def _fresh(session: Session, channel: Channel, letters: Sequence[Letter]) -> list[Letter]:
    """Return the letters that the channel does not know, each once."""
    by_key: dict[str, Letter] = {}
    for letter in letters:
        by_key.setdefault(letter.links.key, letter)
    known = known_keys(session, channel.id, by_key.keys())
    return [letter for key, letter in by_key.items() if key not in known]


def _planned(session: Session, channel: Channel, letters: list[Letter]) -> _Plan:
    links = [letter.links for letter in letters]
    known, thread_ids = conversations_of(session, channel.id, links)
    threads = open_threads(session, channel.id, thread_ids)
    known.keep(threads.keys())
    plan = _Plan(letters, [], threads, [])
    for number, letter in enumerate(letters, start=1):
        spot = known.place_of(letter.links)
        if spot is None:
            plan.begun.append(letter)
            spot = Spot(-len(plan.begun))
        plan.spots.append(spot)
        known.note(letter.links, Spot(spot.thread, -number))
    return plan


def _written(session: Session, channel: Channel, plan: _Plan) -> dict[str, Post]:
    """Write threads, posts and files; return the posts by the keys of their letters."""
    authors = authors_of(session, (letter.sender for letter in plan.letters))
    begun = [FormerThread(authors[one.sender.email], one.title, one.at) for one in plan.begun]
    opened = bring_in_threads(session, channel, begun)
    plan.threads |= {-number: thread for number, thread in enumerate(opened, start=1)}
    posts = bring_in_posts(
        session,
        [
            FormerPost(
                plan.threads[spot.thread], authors[letter.sender.email], letter.text, letter.at
            )
            for letter, spot in zip(plan.letters, plan.spots, strict=True)
            if letter.text is not None
        ],
    )
    for post, spot in zip(posts, plan.spots, strict=True):
        if spot.post is not None:
            post.reply_to_id = spot.post if spot.post > 0 else posts[-spot.post - 1].id
    bring_in_files(
        session,
        [
            FormerFile(post, attachment)
            for post, letter in zip(posts, plan.letters, strict=True)
            for attachment in letter.attachments
        ],
    )
    return {letter.links.key: post for letter, post in zip(plan.letters, posts, strict=True)}


def _remember(
    session: Session, archive: ArchiveImport, letters: Sequence[Letter], posts: dict[str, Post]
) -> None:
    """Note what became of each letter, so that it is known when it comes again."""
    for letter in letters:
        links, post = letter.links, posts.get(letter.links.key)
        session.add(
            ImportedLetter(
                channel_id=archive.channel_id,
                import_id=archive.id,
                message_key=links.key,
                root_key=links.root,
                subject_key=links.subject,
                sent_at=links.at,
                thread_id=None if post is None else post.thread_id,
                post_id=None if post is None else post.id,
                reason=letter.reason,
            )
        )


def _count(session: Session, channel: Channel, threads: Sequence[Thread]) -> None:
    """Count the channels that show these threads; the audience is promised from now on."""
    shown_in = sa.select(Placement.channel_id).where(
        Placement.thread_id.in_([thread.id for thread in threads])
    )
    session.flush()
    count_channels(session, set(session.scalars(shown_in)))
    remember_first_words(session, channel)


def _move_on(archive: ArchiveImport, batch: Batch, outcome: Outcome) -> None:
    archive.position = batch.end
    archive.thread_count += outcome.threads
    archive.post_count += outcome.posts
    archive.known_count += outcome.known
    archive.left_out_count += outcome.left_out
    archive.updated_at = clock.now()
