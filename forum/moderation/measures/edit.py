"""The moderation has changed the text, by the editor that everybody uses; the change is marked."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel.errors import Invalid
from forum.moderation.measures.target import post_of
from forum.moderation.models import Case, Decision
from forum.threads.models import Revision


def carry_out(session: Session, actor: Actor, case: Case, decision: Decision) -> None:  # noqa: ARG001 - as every measure
    """Ask that whoever decides has changed the text since the case came up.

    Raises `Invalid` ``not_edited_yet``: a decision never says what was not done.
    """
    post = post_of(session, case)
    own_changes = sa.select(sa.func.count()).where(
        Revision.post_id == post.id,
        Revision.editor_id == actor.id,
        Revision.replaced_at >= case.opened_at,
    )
    if not session.scalar(own_changes):
        raise Invalid("not_edited_yet", field="measure")
