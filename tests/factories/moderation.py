"""Cases, made by the actions that everybody uses."""

import itertools
from typing import Any, TypedDict

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel, MembershipRole
from forum.moderation.actions import decide, open_case
from forum.moderation.models import Case, Measure, Source, Statement, Target
from forum.threads.models import Post, Thread
from tests.factories.accounts import make_actor
from tests.factories.channels import make_membership
from tests.factories.threads import opening_post

_numbers = itertools.count(1)


class Wording(TypedDict):
    """What a moderator writes to a decision: the reason, and the rule or law it rests on."""

    reason: str
    ground: str


def make_moderator(session: Session, channel: Channel, name: str = "Mo Moderation") -> Actor:
    """Return somebody who keeps order in the channel."""
    actor = make_actor(session, name)
    make_membership(session, channel, actor, MembershipRole.MODERATOR)
    return actor


def make_case(
    session: Session,
    about: Post | Thread | Actor,
    source: Source = Source.NOTICE,
    reason: str = "insult",
    key: str | None = None,
) -> Case:
    """Return an open case about a post, the opening post of a thread, or a profile."""
    target = Target.PROFILE if isinstance(about, Actor) else Target.POST
    post = opening_post(session, about) if isinstance(about, Thread) else about
    case = open_case(
        session,
        target=target,
        target_id=post.id,
        source=source,
        key=key or f"{source}:{next(_numbers)}",
        reason=reason,
    )
    session.commit()
    return case


def make_statement(
    session: Session,
    actor: Actor,
    about: Post | Thread | Actor,
    measure: Measure,
    **wording: Any,  # noqa: ANN401
) -> Statement:
    """Return the statement of a decision that the actor has made about this."""
    case = make_case(session, about)
    given = {"reason": "Das gehört nicht hierher.", "ground": "rules_participants", **wording}
    decision = decide(session, actor, case, fence=case.fence, measure=measure, **given)
    session.commit()
    return session.query(Statement).filter_by(decision_id=decision.id).one()
