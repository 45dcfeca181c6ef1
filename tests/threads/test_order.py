"""Closing, archiving, pinning, featuring, moving and naming threads: who may, and what it does."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Audience, Channel, ChannelKind, MembershipRole, Posting
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotAllowed
from forum.kernel.event_log import RecordedEvent
from forum.threads import actions
from forum.threads.models import Placement, Thread, ThreadNote
from forum.threads.policy import can_move, can_order
from forum.threads.queries import (
    channels_to_move_to,
    pinned_threads,
    threads_in_channel,
    unread_by_channel,
    wrong_counters,
)
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
    latest = sa.select(RecordedEvent).order_by(RecordedEvent.id.desc()).limit(1)
    return session.scalars(latest).one()


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


@pytest.mark.parametrize("home", list(Audience))
def test_what_is_offered_as_a_new_home_is_where_moving_is_allowed(
    session: Session, home: Audience
) -> None:
    actor = make_actor(session)
    channel = make_channel(session, audience=home)
    others = [make_channel(session, audience=audience) for audience in Audience]
    others += [make_channel(session, archived_at=clock.now())]
    others += [make_channel(session, posting=Posting.MODERATORS)]
    for one in (channel, others[-3]):
        make_membership(session, one, actor, MembershipRole.MODERATOR)
    thread = make_thread(session, channel, make_actor(session, role=Role.ADMIN))
    offered = channels_to_move_to(session, actor, thread)
    here = membership_of(session, actor, channel.id)
    for other in others:
        verdict = can_move(actor, thread, here, other, membership_of(session, actor, other.id))
        if can_order(actor, thread, here):
            assert (other in offered) == bool(verdict), other.audience


def test_what_stands_on_top_comes_down_by_itself_and_does_not_crowd_the_list(
    session: Session, author: Actor, moderator: Actor, channel: Channel
) -> None:
    until = clock.now() + dt.timedelta(days=7)
    threads = [make_thread(session, channel, author) for _ in range(4)]
    for thread in threads[:3]:
        actions.pin(session, moderator, thread, channel=channel, until=until)
    with pytest.raises(Invalid, match="too_many_pinned"):
        actions.pin(session, moderator, threads[3], channel=channel, until=until)
    with pytest.raises(Invalid, match="ends_too_early_or_late"):
        actions.pin(session, moderator, threads[0], channel=channel, until=clock.now())
    assert len(pinned_threads(session, None, channel)) == 0  # members only
    assert len(pinned_threads(session, author, channel)) == 3
    actions.archive(session, moderator, threads[0])
    place = session.get_one(Placement, (channel.id, threads[1].id))
    place.pinned_until = clock.now() - dt.timedelta(seconds=1)
    session.flush()
    left = [row.id for row in pinned_threads(session, author, channel)]
    listed = [row.id for row in threads_in_channel(session, author, channel).items]
    assert (left, sorted(listed)) == ([threads[2].id], [threads[1].id, threads[3].id])


def test_an_archived_thread_is_new_to_nobody_and_nobody_writes_in_it(
    session: Session, author: Actor, moderator: Actor, channel: Channel
) -> None:
    reader = make_actor(session, "Liest")
    thread = make_thread(session, channel, author)
    assert unread_by_channel(session, reader) == {channel.id: 1}
    actions.archive(session, moderator, thread)
    assert unread_by_channel(session, reader) == {}
    with pytest.raises(NotAllowed, match="thread_archived"):
        actions.reply(session, author, thread, text=compose("Noch etwas."))
    actions.unarchive(session, moderator, thread)
    assert make_reply(session, thread, author).number == 2


def test_only_who_runs_the_hub_features_and_only_others_titles_leave_a_line(
    session: Session, author: Actor, moderator: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, author)
    with pytest.raises(NotAllowed, match="admins_only"):
        actions.feature(session, moderator, thread, until=clock.now() + dt.timedelta(days=1))
    actions.retitle(session, author, thread, title="Vom Verfasser")
    assert notes(session, thread) == []
    actions.retitle(session, moderator, thread, title="Von der Moderation")
    assert notes(session, thread) == [("renamed", 1)]
    assert latest_event(session).name == "ThreadRenamed"
