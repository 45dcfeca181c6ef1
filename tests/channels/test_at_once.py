"""Many at once, on a database of their own with real connections and real commits."""

import sqlalchemy as sa
from flask import Flask

from forum.accounts.models import Actor
from forum.channels.actions.join import join, leave
from forum.channels.models import Audience, Channel, ChannelKind, Membership, MembershipRole
from forum.extensions import db, unit_of_work
from forum.kernel.errors import NotAllowed
from forum.kernel.event_log import RecordedEvent
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership
from tests.hubs import at_once

AT_ONCE = 6


def test_joining_several_times_at_once_is_joining_once(hub: Flask) -> None:
    session = db.session()
    actor_id, channel_id = make_actor(session).id, make_channel(session).id
    session.close()

    def work(_number: int) -> None:
        with unit_of_work() as session:
            actor, channel = session.get_one(Actor, actor_id), session.get_one(Channel, channel_id)
            join(session, actor, channel)

    assert at_once(hub, AT_ONCE, work) == []
    assert len(db.session.scalars(sa.select(Membership)).all()) == 1
    assert len(db.session.scalars(sa.select(RecordedEvent)).all()) == 1


def test_of_all_moderators_leaving_at_once_one_stays(hub: Flask) -> None:
    session = db.session()
    group = make_channel(session, kind=ChannelKind.GROUP, audience=Audience.INVITED)
    people = [make_actor(session) for _ in range(AT_ONCE)]
    for person in people:
        make_membership(session, group, person, MembershipRole.MODERATOR)
    ids, group_id = [person.id for person in people], group.id
    session.close()

    def work(number: int) -> None:
        with unit_of_work() as session:
            actor = session.get_one(Actor, ids[number])
            leave(session, actor, session.get_one(Channel, group_id))

    faults = at_once(hub, AT_ONCE, work)
    assert [(type(fault), str(fault)) for fault in faults] == [(NotAllowed, "last_moderator")]
    assert len(db.session.scalars(sa.select(Membership)).all()) == 1
