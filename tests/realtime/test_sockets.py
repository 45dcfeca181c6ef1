"""Real sockets at a real process; whatever is written here is written by another one."""

import json
import time
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from forum.accounts.actions import choose_ways, end_other_sign_ins
from forum.accounts.models import Actor, Role
from forum.channels.actions.audience import change_audience
from forum.channels.actions.membership import remove_member
from forum.channels.models import Audience, Channel, ChannelKind
from forum.extensions import unit_of_work
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.notifications.events import Notified
from forum.threads import actions
from forum.threads.events import PostPublished
from forum.threads.models import Thread
from forum.threads.text import compose
from tests.factories.accounts import account_of, make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import make_reply, make_thread
from tests.realtime.conftest import Served
from tests.realtime.sockets import Socket

SOON = 1.0
"""How long to wait for what must not come: several times what it takes when it comes."""


def reply(author: Actor, thread: Thread, text: str = "Bei uns auch.") -> None:
    with unit_of_work() as unit:
        actions.reply(unit, author, thread, text=compose(text))


def test_a_reply_reaches_who_reads_the_thread_at_once_and_nobody_else(served: Served) -> None:
    session = served.session
    author = make_actor(session, "Ada")
    channel = make_channel(session)
    thread, other = make_thread(session, channel, author), make_thread(session, channel, author)
    reader, elsewhere = served.connect(author), served.connect(make_actor(session, "Bo"))
    assert reader.join(thread.public_id)
    assert elsewhere.join(other.public_id)
    started = time.monotonic()
    reply(author, thread)
    assert reader.hears("post", thread=thread.public_id, number=2)
    # Sooner than the look at the log that is made anyway.
    assert time.monotonic() - started < 4
    assert not elsewhere.hears("post", SOON, number=2)
    assert "Bei uns" not in json.dumps(reader.heard)


def test_what_the_process_itself_commits_is_told_as_well(served: Served) -> None:
    session = served.session
    author = make_actor(session, "Ada")
    thread = make_thread(session, make_channel(session), author)
    reader = served.connect(author)
    assert reader.join(thread.public_id)
    served.post_reply(author, thread.public_id, "Über die Seite geschrieben.")
    assert reader.hears("post", thread=thread.public_id, number=2)


def reply_and_fail(author: Actor, thread: Thread) -> None:
    with unit_of_work() as unit:
        actions.reply(unit, author, thread, text=compose("Doch nicht."))
        unit.flush()
        raise Invalid("too_long")


def test_a_rollback_is_told_to_nobody(served: Served) -> None:
    session = served.session
    author = make_actor(session, "Ada")
    thread = make_thread(session, make_channel(session), author)
    reader = served.connect(author)
    assert reader.join(thread.public_id)
    with pytest.raises(Invalid):
        reply_and_fail(author, thread)
    assert not reader.hears("post", SOON, number=2)
    reply(author, thread)
    assert reader.hears("post", number=2)


def test_a_changed_post_and_a_notification_are_told_of(served: Served) -> None:
    session = served.session
    author, other = make_actor(session, "Ada"), make_actor(session, "Bo")
    thread = make_thread(session, make_channel(session), author)
    post = make_reply(session, thread, author)
    reader, stranger = served.connect(author), served.connect(other)
    assert reader.join(thread.public_id)
    with unit_of_work() as unit:
        actions.remove(unit, author, post, reason="")
        record(unit, Notified(account_ids=[account_of(unit, author).id]))
    assert reader.hears("changed", thread=thread.public_id, number=2)
    assert reader.hears("notified")
    assert not stranger.hears("notified", SOON)


def test_what_is_no_thread_cannot_be_joined(served: Served) -> None:
    socket = served.connect(make_actor(served.session, "Ada"))
    for word in ("0000000000000000", "", 7, None, {"$ne": 1}, ["x"], "../..", "🙂", "a" * 99):
        assert not socket.join(word), word
    assert socket.ask("join") == {"ok": False}
    assert socket.ask("leave", {"thread": []}) == {"ok": True}
    assert socket.ask("shout", {"to": "everybody"}, seconds=SOON) is None
    socket.wire.send('42["join",{"thread":"' + "a" * 5000 + '"}]')
    assert socket.is_closed_within(5)


def group_with(served: Served, member: Actor) -> tuple[Actor, Channel, Thread]:
    """Return an admin, a channel for invited people, and a thread in it."""
    session = served.session
    admin = make_actor(session, "Chefin", role=Role.ADMIN)
    channel = make_channel(session, kind=ChannelKind.GROUP, audience=Audience.INVITED)
    make_membership(session, channel, member)
    return admin, channel, make_thread(session, channel, admin)


def test_who_may_not_read_a_thread_cannot_join_it(served: Served) -> None:
    session = served.session
    member, stranger = make_actor(session, "Ada"), make_actor(session, "Bo")
    _admin, _channel, thread = group_with(served, member)
    assert served.connect(member).join(thread.public_id)
    assert not served.connect(stranger).join(thread.public_id)


def leave_group(admin: Actor, channel: Channel, _thread: Thread, member: Actor) -> None:
    with unit_of_work() as unit:
        remove_member(unit, admin, channel, person=member)


def narrow_audience(admin: Actor, channel: Channel, _thread: Thread, _member: Actor) -> None:
    with unit_of_work() as unit:
        unit.execute(
            sa.update(Channel)
            .where(Channel.id == channel.id)
            .values(audience=Audience.MEMBERS, kind=ChannelKind.THEME)
        )
    with unit_of_work() as unit:
        change_audience(unit, admin, unit.get_one(Channel, channel.id), audience=Audience.PEERS)


def take_thread_away(admin: Actor, _channel: Channel, thread: Thread, _member: Actor) -> None:
    with unit_of_work() as unit:
        actions.remove_thread(unit, admin, thread, reason="Doppelt.")


@pytest.mark.parametrize("loss", [leave_group, narrow_audience, take_thread_away])
def test_who_loses_the_right_hears_nothing_more(
    served: Served, loss: Callable[[Actor, Channel, Thread, Actor], None]
) -> None:
    session = served.session
    member = make_actor(session, "Ada")
    admin, channel, thread = group_with(served, member)
    reader, keeper = served.connect(member), served.connect(admin)
    assert reader.join(thread.public_id)
    assert keeper.join(thread.public_id)
    loss(admin, channel, thread, member)
    assert reader.hears("closed", thread=thread.public_id)
    # Without a policy to ask, as if it were written in the same moment.
    tell_of_post(thread, 2)
    assert keeper.hears("post", number=2)
    assert not reader.hears("post", SOON, number=2)
    assert not reader.join(thread.public_id)


def tell_of_post(thread: Thread, number: int) -> None:
    with unit_of_work() as unit:
        record(
            unit,
            PostPublished(
                post_id=0, thread_id=thread.id, number=number, reply_to_id=None, mentions=[]
            ),
        )


def test_a_right_that_is_lost_in_the_moment_of_a_post_is_lost_before_it(served: Served) -> None:
    session = served.session
    member = make_actor(session, "Ada")
    admin, channel, thread = group_with(served, member)
    reader = served.connect(member)
    assert reader.join(thread.public_id)
    with unit_of_work() as unit:
        # The post stands first in the log; both become visible at once.
        actions.reply(unit, admin, thread, text=compose("Nur noch unter uns."))
        remove_member(unit, admin, channel, person=member)
    assert reader.hears("closed")
    assert not reader.hears("post", SOON, number=2)


def test_a_browser_that_is_signed_out_is_disconnected(served: Served) -> None:
    session = served.session
    actor = make_actor(session, "Ada")
    socket = served.connect(actor)
    with unit_of_work() as unit:
        end_other_sign_ins(unit, account_of(unit, actor), keep=None)
    assert socket.is_closed_within(5)


def test_only_signed_in_browsers_that_show_a_page_of_ours_connect(served: Served) -> None:
    cookie = served.cookie_of(make_actor(served.session, "Ada"))
    assert served.knock(cookie) == 101
    assert [served.knock(one) for one in (None, "", "forged.cookie")] == [401, 401, 401]
    evil = f"http://127.0.0.1:{served.port}.evil.example"
    for origin in ("https://evil.example", "null", evil, None):
        assert served.knock(cookie, origin=origin) == 403, origin


def test_one_account_cannot_take_all_places(served: Served) -> None:
    cookie = served.cookie_of(make_actor(served.session, "Ada"))
    served.sockets += [Socket.open(served.port, cookie) for _ in range(12)]
    assert served.knock(cookie) == 429
    served.sockets.pop().close()
    time.sleep(0.5)
    assert served.knock(cookie) == 101


def test_who_talks_too_much_is_sent_away(served: Served) -> None:
    session = served.session
    actor = make_actor(session, "Ada")
    thread = make_thread(session, make_channel(session), actor)
    socket = served.connect(actor)
    joined = [socket.join(thread.public_id) for _ in range(12)]
    assert joined[:10] == [True] * 10
    assert joined[11] is False
    for _ in range(80):
        socket.wire.send('42["noise"]')
    assert socket.is_closed_within(5)


def be_seen(actor: Actor, *, wanted: bool) -> None:
    with unit_of_work() as unit:
        account = account_of(unit, actor)
        choose_ways(unit, account, uses_shortcuts=True, shows_presence=wanted)


def test_readers_see_who_is_there_of_those_who_wish_it(served: Served) -> None:
    session = served.session
    shown, hidden = make_actor(session, "Zora"), make_actor(session, "Ada")
    thread = make_thread(session, make_channel(session), hidden)
    be_seen(shown, wanted=True)
    reader, other = served.connect(hidden), served.connect(shown)
    assert reader.ask("join", {"thread": thread.public_id})["people"] == []
    assert other.join(thread.public_id)
    zora = {"name": "Zora", "url": f"/people/{shown.handle}"}
    assert reader.hears("present", people=[zora])
    be_seen(shown, wanted=False)
    assert reader.hears("present", people=[])
    be_seen(shown, wanted=True)
    reader.heard.clear()
    assert reader.hears("present", people=[zora])
    other.close()
    assert reader.hears("present", people=[])
