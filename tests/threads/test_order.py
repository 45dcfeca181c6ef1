"""Closing, archiving, pinning, featuring, moving and naming threads: who may, and what it does."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Audience, Channel, ChannelKind, MembershipRole
from forum.kernel.errors import NotAllowed
from forum.kernel.event_log import RecordedEvent
from forum.threads import actions
from forum.threads.models import Placement, Thread, ThreadNote
from forum.threads.queries import wrong_counters
from forum.threads.text import compose
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import make_reply, make_thread


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor(session, "Kim Tester")


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def moderator(session: Session, channel: Channel) -> Actor:
    actor = make_actor(session, "Moderation")
    make_membership(session, channel, actor, MembershipRole.MODERATOR)
    return actor


def latest_event(session: Session) -> RecordedEvent:
    return session.scalars(sa.select(RecordedEvent).order_by(RecordedEvent.id.desc())).first()


def notes(session: Session, thread: Thread) -> list[tuple[str, int]]:
    rows = session.execute(
        sa.select(ThreadNote.verb, ThreadNote.after_number)
        .where(ThreadNote.thread_id == thread.id)
        .order_by(ThreadNote.id)
    )
    return [(verb, number) for verb, number in rows]


def test_nobody_writes_in_a_closed_thread_until_it_is_opened_again(
    session: Session, author: Actor, moderator: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, author)
    with pytest.raises(NotAllowed, match="not_a_moderator"):
        actions.lock(session, author, thread)
    actions.lock(session, moderator, thread, reason="Alles gesagt.")
    actions.lock(session, moderator, thread)
    with pytest.raises(NotAllowed, match="thread_locked"):
        actions.reply(session, author, thread, text=compose("Noch etwas."))
    actions.unlock(session, moderator, thread)
    make_reply(session, thread, author)
    assert notes(session, thread) == [("locked", 1), ("unlocked", 1)]


def test_a_moved_thread_is_at_home_in_one_channel_and_counted_there(
    session: Session, author: Actor, moderator: Actor, channel: Channel
) -> None:
    city = make_channel(session, "Musterstadt", kind=ChannelKind.CITY)
    further = make_channel(session, "Wohnen", kind=ChannelKind.THEME)
    thread = make_thread(session, channel, author, places=[city, further])
    actions.move(session, moderator, thread, to=city, reason="Betrifft nur die Stadt.")
    homes = session.execute(
        sa.select(Placement.channel_id, Placement.is_home).where(Placement.thread_id == thread.id)
    )
    assert {tuple(row) for row in homes} == {(city.id, True), (further.id, False)}
    assert wrong_counters(session) == []
    assert notes(session, thread) == [("moved", 1)]
    assert latest_event(session).name == "ThreadMoved"


@pytest.mark.parametrize(
    ("home", "to", "refused"),
    [
        (Audience.PUBLIC, Audience.MEMBERS, None),
        (Audience.MEMBERS, Audience.PUBLIC, "audience_wider_there"),
        (Audience.PEERS, Audience.MEMBERS, "audience_wider_there"),
        (Audience.MEMBERS, Audience.INVITED, None),
        (Audience.INVITED, Audience.MEMBERS, "audience_wider_there"),
        (Audience.INVITED, Audience.INVITED, "audience_wider_there"),
    ],
)
def test_nobody_reads_a_moved_thread_who_could_not_before(
    session: Session, home: Audience, to: Audience, refused: str | None
) -> None:
    admin = make_actor(session, role=Role.ADMIN)
    thread = make_thread(session, make_channel(session, audience=home), admin)
    there = make_channel(session, audience=to)
    if refused is None:
        assert actions.move(session, admin, thread, to=there).channel_id == there.id
    else:
        with pytest.raises(NotAllowed, match=refused):
            actions.move(session, admin, thread, to=there)
