"""Starting, answering, editing and removing: what stands there, and what is counted and told."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel, ChannelKind, MembershipRole, Posting
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.kernel.event_log import RecordedEvent
from forum.threads import actions
from forum.threads.models import Draft, Placement, Post, Revision, Thread
from forum.threads.queries import wrong_counters
from forum.threads.text import compose
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import make_reply, make_thread, opening_post

GRACE = dt.timedelta(minutes=5)


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor(session, "Kim Tester")


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


def moderator_of(session: Session, channel: Channel) -> Actor:
    actor = make_actor(session, "Moderation")
    make_membership(session, channel, actor, MembershipRole.MODERATOR)
    return actor


def events(session: Session) -> list[str]:
    return list(session.scalars(sa.select(RecordedEvent.name).order_by(RecordedEvent.id)))


def an_hour_ago(session: Session, post: Post) -> None:
    post.created_at = clock.now() - dt.timedelta(hours=1)
    session.commit()


def test_numbers_follow_each_other_whatever_is_removed(
    session: Session, author: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, author)
    make_reply(session, thread, author)
    actions.remove(session, author, make_reply(session, thread, author))
    last = make_reply(session, thread, author)
    assert last.number == 4
    session.refresh(thread)
    assert (thread.post_count, thread.reply_count) == (3, 2)
    assert (thread.highest_number, thread.last_post_number) == (4, 4)
    assert wrong_counters(session) == []


def test_the_latest_readable_post_counts_as_the_last(
    session: Session, author: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, author)
    first, second = make_reply(session, thread, author), make_reply(session, thread, author)
    actions.remove(session, author, second)
    session.refresh(thread)
    assert thread.last_post_number == first.number
    assert thread.last_post_at == first.created_at
    session.refresh(channel)
    assert channel.last_activity_at == first.created_at
    actions.restore(session, author, second)
    session.refresh(channel)
    assert channel.last_activity_at == second.created_at
    assert wrong_counters(session) == []


def test_channels_count_what_is_shown_in_them_at_home_or_not(
    session: Session, author: Actor, channel: Channel
) -> None:
    city = make_channel(session, "Löbau", kind=ChannelKind.CITY)
    thread = make_thread(session, channel, author, places=[city, channel, city])
    session.refresh(city)
    assert city.thread_count == 1
    assert session.query(Placement).count() == 2
    actions.remove_thread(session, author, thread)
    session.refresh(city)
    assert (city.thread_count, city.last_activity_at) == (0, None)
    actions.restore_thread(session, author, thread)
    actions.place(session, author, thread, places=[])
    session.refresh(city)
    session.refresh(channel)
    assert (city.thread_count, channel.thread_count) == (0, 1)
    assert wrong_counters(session) == []
    assert events(session)[-3:] == ["ThreadRemoved", "ThreadRestored", "ThreadPlaced"]


def test_a_form_sent_twice_makes_one_post(
    session: Session, author: Actor, channel: Channel
) -> None:
    text = compose("Einmal reicht.")
    once, twice = (
        actions.start_thread(
            session, author, channel, title="Titel", text=text, submission_key="k1"
        )
        for _ in range(2)
    )
    assert once.id == twice.id
    replies = {
        actions.reply(session, author, once, text=text, submission_key="k2").id for _ in range(2)
    }
    assert len(replies) == 1
    assert session.query(Post).count() == 2
    assert events(session).count("PostPublished") == 2


def test_a_form_sent_twice_with_another_text_is_a_conflict(
    session: Session, author: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, author)
    actions.reply(session, author, thread, text=compose("So."), submission_key="k")
    with pytest.raises(Conflict, match="sent_differently"):
        actions.reply(session, author, thread, text=compose("Anders."), submission_key="k")


def test_the_same_key_in_the_hand_of_another_is_another_form(
    session: Session, author: Actor, channel: Channel
) -> None:
    thread, text = make_thread(session, channel, author), compose("Gleich.")
    one = actions.reply(session, author, thread, text=text, submission_key="k")
    other = actions.reply(session, make_actor(session), thread, text=text, submission_key="k")
    assert one.id != other.id


def test_authors_correct_themselves_at_once_without_a_trace(
    session: Session, author: Actor, channel: Channel
) -> None:
    post = opening_post(session, make_thread(session, channel, author))
    post = actions.edit(session, author, post, text=compose("Neu"), version=1, grace=GRACE)
    assert (post.source, post.version, post.edited_at) == ("Neu", 2, None)
    assert session.query(Revision).count() == 0


def test_later_changes_keep_the_former_text_and_title(
    session: Session, author: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, author, "Alter Titel", "Alt")
    post = opening_post(session, thread)
    an_hour_ago(session, post)
    actions.edit(
        session, author, post, text=compose("Neu"), version=1, title="Neuer Titel", grace=GRACE
    )
    revision = session.query(Revision).one()
    assert (revision.source, revision.title, revision.version) == ("Alt", "Alter Titel", 1)
    session.refresh(thread)
    assert thread.title == "Neuer Titel"
    assert post.edited_at is not None
    assert events(session)[-2:] == ["ThreadRenamed", "PostEdited"]


def test_the_moderation_always_leaves_a_trace(
    session: Session, author: Actor, channel: Channel
) -> None:
    post = opening_post(session, make_thread(session, channel, author))
    moderator = moderator_of(session, channel)
    post = actions.edit(session, moderator, post, text=compose("Neu"), version=1, grace=GRACE)
    assert post.edited_at is not None
    assert session.query(Revision).one().editor_id == moderator.id


def test_an_edit_of_an_old_version_changes_nothing(
    session: Session, author: Actor, channel: Channel
) -> None:
    post = opening_post(session, make_thread(session, channel, author))
    moderator = moderator_of(session, channel)
    actions.edit(session, moderator, post, text=compose("Zuerst"), version=1, grace=GRACE)
    with pytest.raises(Conflict, match="edited_meanwhile"):
        actions.edit(session, author, post, text=compose("Danach"), version=1, grace=GRACE)
    assert post.source == "Zuerst"


def test_strangers_edit_and_remove_nothing(
    session: Session, author: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, author)
    post, stranger = opening_post(session, thread), make_actor(session, "Fremd")
    with pytest.raises(NotAllowed, match="not_your_post"):
        actions.edit(session, stranger, post, text=compose("Neu"), version=1)
    with pytest.raises(NotAllowed, match="not_your_post"):
        actions.remove(session, stranger, post)
    with pytest.raises(NotAllowed, match="not_your_thread"):
        actions.remove_thread(session, stranger, thread)
    with pytest.raises(NotAllowed, match="not_your_thread"):
        actions.place(session, stranger, thread, places=[])


def test_the_moderation_owes_a_reason(session: Session, author: Actor, channel: Channel) -> None:
    post = opening_post(session, make_thread(session, channel, author))
    moderator = moderator_of(session, channel)
    with pytest.raises(Invalid, match="empty_reason"):
        actions.remove(session, moderator, post, reason=" \u202e ")
    assert actions.remove(session, moderator, post, reason="Namen genannt").removed_at


def test_authors_restore_what_they_removed_and_not_what_others_did(
    session: Session, author: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, author)
    post, moderator = make_reply(session, thread, author), moderator_of(session, channel)
    actions.remove(session, author, post)
    assert actions.restore(session, author, post).removed_at is None
    actions.remove(session, moderator, post, reason="Namen genannt")
    with pytest.raises(NotAllowed, match="not_your_removal"):
        actions.restore(session, author, post)
    assert actions.restore(session, moderator, post).removal_reason is None


def test_after_a_month_a_removal_stands(session: Session, author: Actor, channel: Channel) -> None:
    post = actions.remove(
        session, author, opening_post(session, make_thread(session, channel, author))
    )
    post.removed_at = clock.now() - dt.timedelta(days=31)
    session.commit()
    with pytest.raises(NotAllowed, match="too_late_to_restore"):
        actions.restore(session, author, post)


def test_a_thread_others_have_answered_is_not_its_authors_to_remove(
    session: Session, author: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, author)
    make_reply(session, thread, make_actor(session))
    with pytest.raises(NotAllowed, match="thread_has_replies"):
        actions.remove_thread(session, author, thread)
    moderator = moderator_of(session, channel)
    assert actions.remove_thread(session, moderator, thread, reason="Werbung").removed_at


def test_nobody_writes_in_a_closed_thread(
    session: Session, author: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, author)
    thread.locked_at = clock.now()
    session.commit()
    with pytest.raises(NotAllowed, match="thread_locked"):
        make_reply(session, thread, author)


def test_only_moderators_begin_threads_where_the_channel_says_so(
    session: Session, author: Actor
) -> None:
    channel = make_channel(session, posting=Posting.MODERATORS)
    with pytest.raises(NotAllowed, match="moderators_post"):
        make_thread(session, channel, author)
    thread = make_thread(session, channel, moderator_of(session, channel))
    assert make_reply(session, thread, author).number == 2


def test_a_thread_is_shown_in_themes_and_cities_only_and_not_in_all_of_them(
    session: Session, author: Actor, channel: Channel
) -> None:
    help_channel = make_channel(session, "Hilfe", kind=ChannelKind.SYSTEM)
    with pytest.raises(NotAllowed, match="not_placeable"):
        make_thread(session, channel, author, places=[help_channel])
    many = [make_channel(session, f"Stadt {n}", kind=ChannelKind.CITY) for n in range(7)]
    with pytest.raises(Invalid, match="too_many_places"):
        make_thread(session, channel, author, places=many)


def test_the_draft_goes_with_the_post_it_became(
    session: Session, author: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, author)
    unfinished = actions.Unfinished(source="Halb", submission_key="k")
    assert actions.save_draft(session, author, thread, unfinished)
    actions.reply(session, author, thread, text=compose("Ganz"), submission_key="k")
    assert session.query(Draft).count() == 0
    # The browser saves once more, not knowing that the text is published.
    assert actions.save_draft(session, author, thread, unfinished) is None
    assert session.query(Draft).count() == 0


def test_recount_finds_and_repairs_what_is_wrong(
    session: Session, author: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, author)
    make_reply(session, thread, author)
    session.execute(sa.update(Thread).values(post_count=7, last_post_number=9))
    session.execute(sa.update(Channel).values(thread_count=3, last_activity_at=None))
    found = {(one.table, one.column) for one in wrong_counters(session)}
    assert found == {
        ("thread", "post_count"),
        ("thread", "last_post_number"),
        ("channel", "thread_count"),
        ("channel", "last_activity_at"),
    }
    assert len(actions.recount(session)) == 4
    assert wrong_counters(session) == []


def test_nothing_is_begun_in_a_channel_that_was_archived_in_the_same_moment(
    session: Session, author: Actor, channel: Channel
) -> None:
    session.execute(
        sa.update(Channel)
        .where(Channel.id == channel.id)
        .values(archived_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    assert channel.archived_at is None  # as the page had read it
    with pytest.raises(NotAllowed, match="channel_archived"):
        actions.start_thread(session, author, channel, title="Zu spät", text=compose("Hallo?"))
