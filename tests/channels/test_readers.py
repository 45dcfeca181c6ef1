"""Whom a channel reaches: the same question as `can_read`, asked from the other side."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.policy import can_read, is_present, readers_of
from tests.channels.cast import make_cast


def test_the_readers_of_a_channel_are_the_members_who_may_read_it(session: Session) -> None:
    cast = make_cast(session)
    actors = {who: actor for who, actor in cast.actors.items() if actor is not None}
    for where, channel in cast.channels.items():
        found = set(session.scalars(sa.select(Actor.id).where(readers_of(channel))))
        assert {who for who, actor in actors.items() if actor.id in found} == {
            who
            for who, actor in actors.items()
            if is_present(actor) and can_read(actor, channel, cast.membership(session, who, where))
        }
