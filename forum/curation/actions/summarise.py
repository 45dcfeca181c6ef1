"""Write the summary of a thread; its inverse is `remove_summary`. Former versions are kept."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.curation.actions.locks import held_thread, present_summary
from forum.curation.events import SummaryRemoved, SummaryWritten
from forum.curation.models import Summary, SummaryVersion
from forum.curation.policy import can_summarise
from forum.curation.queries import cited_posts
from forum.curation.text import Prose, clean_summary, numbers_cited, rendered_summary
from forum.kernel import clock
from forum.kernel.errors import Conflict, NotFound
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.threads.models import Thread
from forum.threads.queries import known_names


def write_summary(
    session: Session, actor: Actor, thread: Thread, *, source: str, version: int, up_to: int
) -> Summary:
    """Write what the thread comes down to, up to the post with this number; return the summary.

    `version` is the one that the writer began with, 0 where there was none. The same text once more
    says that it still holds. Raises `NotAllowed`, `Invalid`, and `Conflict` ``summary_changed``.
    """
    thread, membership = held_thread(session, actor, thread.id)
    require(can_summarise(actor, thread, membership))
    cleaned = clean_summary(source)
    summary = present_summary(session, thread)
    if version != (0 if summary is None else summary.version):
        raise Conflict("summary_changed")
    if summary is None:
        number = _versions_before(session, thread) + 1
        summary = Summary(thread_id=thread.id, source="", html="", version=number)
        _fill(session, actor, thread, summary, cleaned)
        session.add(summary)
    elif summary.source != cleaned:
        replace_summary(session, actor, thread, summary, cleaned)
    summary.up_to_number = max(summary.up_to_number or 0, min(max(up_to, 0), thread.highest_number))
    session.flush()
    written = SummaryWritten(thread_id=thread.id, version=summary.version)
    record(session, written, actor_id=actor.id)
    return summary


def remove_summary(session: Session, actor: Actor, thread: Thread) -> None:
    """Take the summary away; its versions stay. Raises `NotAllowed`, `NotFound`."""
    thread, membership = held_thread(session, actor, thread.id)
    require(can_summarise(actor, thread, membership))
    summary = present_summary(session, thread)
    if summary is None:
        raise NotFound("no_summary")
    _keep_version(session, summary)
    session.delete(summary)
    session.flush()
    removed = SummaryRemoved(thread_id=thread.id, version=summary.version)
    record(session, removed, actor_id=actor.id)


def replace_summary(
    session: Session, actor: Actor, thread: Thread, summary: Summary, source: str
) -> None:
    """Put another text in the place of the present one, which is kept; the thread is held."""
    _keep_version(session, summary)
    summary.version += 1
    _fill(session, actor, thread, summary, source)


def prose_of(session: Session, thread: Thread, source: str) -> Prose:
    """Render a cleaned summary with the names and posts that there are."""
    known = known_names(session, source, home_id=thread.channel_id)
    return rendered_summary(source, known, cited_posts(session, thread, numbers_cited(source)))


def _fill(session: Session, actor: Actor, thread: Thread, summary: Summary, source: str) -> None:
    prose = prose_of(session, thread, source)
    summary.source, summary.html = prose.source, prose.html
    summary.renderer_version = prose.renderer_version
    summary.edited_by_id = actor.id
    summary.updated_at = clock.now()


def _keep_version(session: Session, summary: Summary) -> None:
    session.add(
        SummaryVersion(
            thread_id=summary.thread_id,
            version=summary.version,
            source=summary.source,
            edited_by_id=summary.edited_by_id,
            created_at=summary.updated_at,
        )
    )


def _versions_before(session: Session, thread: Thread) -> int:
    latest = sa.select(sa.func.max(SummaryVersion.version))
    return session.scalars(latest.where(SummaryVersion.thread_id == thread.id)).one() or 0
