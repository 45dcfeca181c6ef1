"""Save an unfinished text; discard it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.markup import POST_LIMIT, clean_source
from forum.threads.actions.locks import hold_actor
from forum.threads.models import Draft, Post, Thread
from forum.threads.queries.drafts import draft_for, purpose_of
from forum.threads.text import TITLE_LIMIT

FIELDS_LIMIT = 20_000
"""Characters of all that a form holds beside title and text."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What stands in the form so far; nothing of it need be complete."""

    source: str
    title: str = ""
    places: tuple[str, ...] = ()
    """Slugs of the further channels chosen for a new thread."""
    submission_key: str | None = None
    version: int | None = None
    """Of an edit: the version of the post that it was made from."""
    fields: Mapping[str, object] = field(default_factory=dict)
    """What else stands in the form of a new thread, as texts and lists of texts."""


def save_draft(
    session: Session, actor: Actor, target: Channel | Thread | Post, unfinished: Unfinished
) -> Draft | None:
    """Keep the text for this target and return the draft; a text that is empty discards it.

    A save that arrives after its own text was published is ignored: the browser sends it without
    knowing. Raises `Invalid` ``too_long``.
    """
    title = clean_source(unfinished.title, limit=TITLE_LIMIT, field="title", may_be_empty=True)
    source = clean_source(unfinished.source, limit=POST_LIMIT, may_be_empty=True)
    fields = _kept(unfinished.fields)
    is_empty = not (title or source or unfinished.fields.keys() - {"kind"})
    if is_empty or _is_published(session, actor, unfinished.submission_key):
        drop_draft(session, actor, target)
        return None
    hold_actor(session, actor)  # Two saves at once must not both find no draft.
    draft = draft_for(session, actor, target)
    if draft is None:
        draft = Draft(actor_id=actor.id, purpose=purpose_of(target), updated_at=clock.now())
        session.add(draft)
        _point(draft, target)
    draft.title = title
    draft.source = source
    draft.channel_slugs = " ".join(unfinished.places)
    draft.fields = fields
    draft.version = unfinished.version
    draft.updated_at = clock.now()
    session.flush()
    return draft


def discard_draft(session: Session, draft: Draft) -> None:
    """Forget a draft; `draft_by_public_id` gives it to nobody but its owner."""
    session.execute(sa.delete(Draft).where(Draft.id == draft.id))


def drop_draft(session: Session, actor: Actor, target: Channel | Thread | Post) -> None:
    """Forget the draft for this target, published or emptied, if there is one."""
    session.execute(
        sa.delete(Draft).where(Draft.actor_id == actor.id, Draft.purpose == purpose_of(target))
    )


def _kept(fields: Mapping[str, object]) -> str:
    kept = json.dumps(fields, ensure_ascii=False)
    if len(kept) > FIELDS_LIMIT:
        raise Invalid("too_long", limit=FIELDS_LIMIT)
    return kept


def _is_published(session: Session, actor: Actor, submission_key: str | None) -> bool:
    if submission_key is None:
        return False
    sent = sa.exists().where(Post.author_id == actor.id, Post.submission_key == submission_key)
    return bool(session.scalar(sa.select(sent)))


def _point(draft: Draft, target: Channel | Thread | Post) -> None:
    """Tie the draft to its target, so that it goes where the target goes."""
    if isinstance(target, Channel):
        draft.channel_id = target.id
    elif isinstance(target, Thread):
        draft.thread_id = target.id
    else:
        draft.post_id = target.id
