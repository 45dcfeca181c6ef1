"""Let the thread stand at home in another channel."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.channels.policy import known_channels
from forum.kernel.errors import Invalid
from forum.moderation.measures.target import thread_of
from forum.moderation.models import Case, Decision
from forum.threads import actions as threads

# The slug of the channel, in the values of the decision.
TO = "to"


def carry_out(session: Session, actor: Actor, case: Case, decision: Decision) -> None:
    """Move the thread to the channel that the decision names. Raises `Invalid` ``no_channel``."""
    wanted = sa.select(Channel).where(
        Channel.slug == str(decision.values.get(TO, "")), known_channels(actor)
    )
    channel = session.scalars(wanted).one_or_none()
    if channel is None:
        raise Invalid("choose_channel", field=TO)
    threads.move(session, actor, thread_of(session, case), to=channel, reason=decision.reason)
