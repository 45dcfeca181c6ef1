"""Posts that wait: whose, why, and how the waiting ends."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Channel, MembershipRole
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.kernel.markup import Known
from forum.screening.actions import watch_word
from forum.screening.models import WatchedFor
from forum.threads import actions
from forum.threads.models import Post, Thread, ThreadKind
from forum.threads.queries import drafts_of, posts_after, wrong_counters
from forum.threads.text import compose
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import make_reply, make_thread, opening_post
from tests.hubs import at_once
from tests.threads.waiting import hold_everything, names_of, told_of


@pytest.fixture
def admin(session: Session) -> Actor:
    return make_actor(session, "Admin", role=Role.ADMIN)


@pytest.fixture
def moderator(session: Session, channel: Channel) -> Actor:
    person = make_actor(session, "Moderation")
    make_membership(session, channel, person, MembershipRole.MODERATOR)
    return person


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session)


@pytest.fixture
def newcomer(session: Session) -> Actor:
    return make_actor(session, "Neu Hier")


@pytest.fixture
def thread(session: Session, channel: Channel, admin: Actor) -> Thread:
    return make_thread(session, channel, admin)


def test_a_held_thread_is_begun_when_it_is_released(
    session: Session, channel: Channel, moderator: Actor, newcomer: Actor
) -> None:
    place = make_channel(session, "Leipzig")
    hold_everything(session, channel)
    held = actions.start_thread(
        session, newcomer, channel, title="Neu", text=compose("Hallo"), places=[place]
    )
    post = opening_post(session, held)
    assert held.visible_at is None
    assert names_of(session, post) == ["PostHeld"]
    session.refresh(channel)
    assert (channel.thread_count, held.post_count) == (0, 0)
    assert wrong_counters(session) == []
    for who in (newcomer, moderator):
        with pytest.raises(NotAllowed, match="thread_held"):
            actions.reply(session, who, held, text=compose("Schon einmal"))
    actions.release(session, moderator, post)
    actions.release(session, moderator, post)  # a second time changes nothing
    session.refresh(channel)
    assert (channel.thread_count, held.post_count, post.held_because) == (1, 1, "")
    assert names_of(session, post) == ["PostHeld", "PostPublished", "ThreadStarted", "PostReleased"]
    assert told_of(session, post)[2][1]["placed_in"] == [place.id]
    assert wrong_counters(session) == []


def test_a_released_reply_goes_to_the_end_only_where_others_are_younger(
    session: Session, channel: Channel, moderator: Actor, newcomer: Actor, thread: Thread
) -> None:
    hold_everything(session, channel)
    first, second = make_reply(session, thread, newcomer), make_reply(session, thread, newcomer)
    assert thread.last_post_number == 1
    actions.release(session, moderator, first)
    assert first.number == 2
    younger = make_reply(session, thread, moderator)
    actions.release(session, moderator, second)
    assert (younger.number, second.number) == (4, 5)
    assert told_of(session, second)[-2][1]["number"] == 5
    shown = posts_after(session, None, thread, 0, moderates=False)
    assert [post.number for post in shown] == [1, 2, 4, 5]
    assert make_reply(session, thread, moderator).number == 6
    assert wrong_counters(session) == []


def test_released_posts_call_whom_they_mention_and_no_quote_does(
    session: Session, channel: Channel, moderator: Actor, newcomer: Actor, thread: Thread
) -> None:
    hold_everything(session, channel)
    handle, quoted = moderator.handle, newcomer.handle
    from_form = compose(
        f"Frage an @{handle}, nicht `@{quoted}`\n\n> @{quoted}\n> > @{quoted}\n>\n> @{quoted}",
        Known(people=frozenset({handle, quoted})),
    )
    post = actions.reply(session, newcomer, thread, text=from_form)
    actions.release(session, moderator, post)
    assert told_of(session, post)[1][1]["mentions"] == [handle]


def test_a_rejected_post_stays_with_its_author_and_a_withdrawn_one_can_wait_again(
    session: Session, channel: Channel, moderator: Actor, newcomer: Actor, thread: Thread
) -> None:
    hold_everything(session, channel)
    rejected, withdrawn = (
        make_reply(session, thread, newcomer),
        make_reply(session, thread, newcomer),
    )
    with pytest.raises(Invalid, match="empty_reason"):
        actions.reject(session, moderator, rejected, reason=" ")
    actions.reject(session, moderator, rejected, reason="Bitte ohne Namen.")
    assert rejected.removal_reason == "Bitte ohne Namen."
    actions.withdraw(session, newcomer, withdrawn)
    for act in (actions.release, actions.withdraw):
        with pytest.raises(Conflict, match="post_removed"):
            act(session, newcomer if act is actions.withdraw else moderator, rejected)
    with pytest.raises(NotAllowed):  # what the moderation refused, the author does not bring back
        actions.restore(session, newcomer, rejected)
    actions.restore(session, newcomer, withdrawn)
    assert names_of(session, withdrawn) == ["PostHeld", "PostWithdrawn", "PostRestored", "PostHeld"]
    actions.release(session, moderator, withdrawn)
    assert [post.number for post in posts_after(session, None, thread, 0, moderates=False)] == [
        1,
        3,
    ]
    assert wrong_counters(session) == []


def test_the_opening_post_takes_its_thread_with_it_and_brings_it_back(
    session: Session, channel: Channel, moderator: Actor, newcomer: Actor
) -> None:
    hold_everything(session, channel)
    held = make_thread(session, channel, newcomer)
    post = opening_post(session, held)
    actions.withdraw(session, newcomer, post)
    assert held.removed_at is not None
    with pytest.raises(Conflict, match="post_removed"):
        actions.release(session, moderator, post)
    actions.restore_thread(session, newcomer, held)
    assert names_of(session, post)[-1] == "PostHeld"
    held.locked_at = clock.now()  # closed meanwhile: it was written before
    actions.release(session, moderator, post)
    assert held.visible_at is not None


def test_nobody_else_decides_and_nobody_about_their_own(
    session: Session,
    channel: Channel,
    moderator: Actor,
    newcomer: Actor,
    admin: Actor,
    thread: Thread,
) -> None:
    hold_everything(session, channel)
    post = make_reply(session, thread, newcomer)
    stranger = make_actor(session, "Fremd")
    for who in (stranger, newcomer):
        with pytest.raises(NotAllowed):
            actions.release(session, who, post)
        with pytest.raises(NotAllowed):
            actions.reject(session, who, post, reason="Nein")
    for other in (stranger, moderator):
        with pytest.raises(NotAllowed):
            actions.withdraw(session, other, post)
    make_membership(session, channel, newcomer, MembershipRole.MODERATOR)
    with pytest.raises(NotAllowed, match="others_release"):
        actions.release(session, newcomer, post)
    with pytest.raises(Conflict, match="post_released"):
        actions.withdraw(session, admin, opening_post(session, thread))


def test_a_report_waits_whatever_the_rule_and_goes_only_with_its_record(
    session: Session, channel: Channel, newcomer: Actor
) -> None:
    newcomer.is_trusted = True
    plan = actions.ThreadPlan(kind=ThreadKind.EXPERIENCE_REPORT, waits_because=("report",))
    actions.save_draft(session, newcomer, channel, actions.Unfinished("Ein anderer Faden."))
    held = actions.start_thread(
        session, newcomer, channel, title="Bericht", text=compose("Text"), plan=plan
    )
    post = opening_post(session, held)
    assert post.held_because == "report"
    assert [row.Draft.source for row in drafts_of(session, newcomer)] == ["Ein anderer Faden."]
    with pytest.raises(NotAllowed, match="part_of_report"):
        actions.withdraw(session, newcomer, post)


def test_a_form_sent_twice_finds_the_post_that_waits(
    session: Session, channel: Channel, newcomer: Actor, thread: Thread
) -> None:
    hold_everything(session, channel)
    twice = [
        actions.reply(session, newcomer, thread, text=compose("Einmal"), submission_key="k")
        for _ in range(2)
    ]
    assert twice[0].id == twice[1].id
    assert names_of(session, twice[0]) == ["PostHeld"]


def test_authors_change_what_waits_without_a_trace_and_the_release_names_what_was_read(
    session: Session,
    channel: Channel,
    moderator: Actor,
    newcomer: Actor,
    admin: Actor,
    thread: Thread,
) -> None:
    watch_word(session, admin, phrase="Verlosung", watched_for=WatchedFor.HOLD)
    hold_everything(session, channel)
    post = make_reply(session, thread, newcomer)
    actions.edit(session, newcomer, post, text=compose("Besser"), version=1)
    assert post.edited_at is None
    assert names_of(session, post) == ["PostHeld", "PostEdited"]
    with pytest.raises(Conflict, match="edited_meanwhile"):
        actions.release(session, moderator, post, version=1)
    actions.edit(session, newcomer, post, text=compose("Eine Verlosung"), version=2)
    assert post.held_because == "everything word"
    actions.edit(session, newcomer, post, text=compose("Die Verlosung"), version=3)
    assert names_of(session, post) == [
        *("PostHeld", "PostEdited", "PostHeld", "PostEdited", "PostEdited")
    ]
    actions.release(session, moderator, post, version=4)
    assert post.visible_at is not None


def test_of_release_and_withdrawal_at_once_one_wins(hub: Flask) -> None:
    session = db.session()
    channel = make_channel(session)
    admin = make_actor(session, "Admin", role=Role.ADMIN)
    author = make_actor(session, "Autorin")
    thread = make_thread(session, channel, admin)
    hold_everything(session, channel)
    posts = [make_reply(session, thread, author).id for _ in range(6)]
    begun = opening_post(session, make_thread(session, channel, author)).id
    ids = [*posts, begun]
    admin_id, author_id = admin.id, author.id
    db.session.remove()
    outcomes: list[str] = []

    def end_waiting(number: int) -> None:
        for one in ids:
            with unit_of_work() as writing:
                post = writing.get_one(Post, one)
                try:
                    if number % 2:
                        actions.withdraw(writing, writing.get_one(Actor, author_id), post)
                    else:
                        actions.release(writing, writing.get_one(Actor, admin_id), post)
                except Conflict as conflict:
                    outcomes.append(conflict.reason)

    assert at_once(hub, 4, end_waiting) == []
    # Two try each; the second release of a post is no conflict, every other second try is one.
    assert set(outcomes) <= {"post_removed", "post_released"}
    for one in ids:
        post = db.session().get_one(Post, one)
        begins = db.session().get_one(Thread, post.thread_id)
        is_gone = (begins if post.number == 1 else post).removed_at is not None
        assert (post.visible_at is None) == is_gone
    assert wrong_counters(db.session()) == []
