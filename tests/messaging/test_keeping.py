"""A conversation becomes a thread, and those who are quoted keep their say."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Audience, Channel, Release
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.messaging.actions import remove
from forum.messaging.actions.answer import answer
from forum.messaging.actions.ask import ask, reconsider
from forum.messaging.actions.keep import KeepingPlan, drop_keeping, edit_keeping, keep
from forum.messaging.actions.publish_keeping import publish_keeping
from forum.messaging.events import MessageRemoved
from forum.messaging.keeping_policy import can_see_keeping, visible_keepings
from forum.messaging.models import (
    Keeping,
    KeepingState,
    KeptPart,
    Message,
    Participant,
    Room,
    RoomKind,
    Treatment,
)
from forum.messaging.queries.keepings import parts_of, voices_of
from forum.messaging.quotes import Words, body_of, frozen, replaced
from forum.messaging.subscribers import show_released, withdraw_removed
from forum.threads.actions import edit, release
from forum.threads.events import PostReleased
from forum.threads.models import Post, Revision, Thread
from forum.threads.text import compose
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.messaging import make_message, make_room

WORDS = Words(
    somebody="Jemand",
    taken_back="Zurückgenommen",
    moment=lambda at: f"{at:%H:%M} Uhr",
    origin="Aus dem Chat",
)
DAY = dt.timedelta(days=1)


@pytest.fixture
def keeper(session: Session) -> Actor:
    return make_actor(session, "Kim Tester")


@pytest.fixture
def other(session: Session) -> Actor:
    return make_actor(session, "Ada Beispiel")


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def room(session: Session, channel: Channel, keeper: Actor, other: Actor) -> Room:
    room = make_room(session, channel)
    make_message(session, room, keeper, "Wie habt ihr das mit dem Saal gemacht?")
    make_message(session, room, other, "Wir haben einfach den Hausmeister gefragt.")
    make_message(session, room, other, "Er hat sogar geheizt.")
    return room


def begun(session: Session, keeper: Actor, room: Room, channel: Channel) -> Keeping:
    keeping = keep(session, keeper, room, first=1, last=3)
    plan = KeepingPlan(title="Säle heizen", summary="Fragen hilft.", channel=channel)
    return edit_keeping(session, keeper, keeping, plan, version=1)


def published(session: Session, keeper: Actor, keeping: Keeping) -> Thread:
    text = compose(body_of(keeping.summary, parts_of(session, keeping), WORDS).source)
    return publish_keeping(session, keeper, keeping, text=text, words=WORDS)


def a_day_passes(keeping: Keeping) -> None:
    assert keeping.asked_at is not None
    keeping.asked_at -= DAY


def post_of(session: Session, thread: Thread) -> Post:
    return session.scalars(sa.select(Post).where(Post.thread_id == thread.id)).one()


def own_parts(session: Session, keeping: Keeping, actor: Actor) -> list[KeptPart]:
    return [part for part in parts_of(session, keeping) if part.author_id == actor.id]


def test_after_a_day_of_silence_what_was_said_in_a_channel_becomes_a_thread(
    session: Session, keeper: Actor, other: Actor, room: Room, channel: Channel
) -> None:
    keeping = ask(session, keeper, begun(session, keeper, room, channel))
    assert [voice.actor_id for voice in voices_of(session, keeping)] == [other.id]
    with pytest.raises(NotAllowed, match="time_to_object"):
        published(session, keeper, keeping)
    a_day_passes(keeping)
    thread = published(session, keeper, keeping)
    assert published(session, keeper, keeping).id == thread.id
    source = post_of(session, thread).source
    assert source.startswith("Fragen hilft.\n\nAus dem Chat\n\n> **Kim Tester**, ")
    assert "> Er hat sogar geheizt." in source
    messages = session.scalars(sa.select(Message).order_by(Message.sequence)).all()
    assert {message.kept_in for message in messages} == {keeping.public_id}
    assert room.last_sequence == 6  # Three messages, and three times that one is kept.


def test_nobody_waits_for_those_who_have_answered(
    session: Session, keeper: Actor, other: Actor, room: Room, channel: Channel
) -> None:
    keeping = ask(session, keeper, begun(session, keeper, room, channel))
    first, second = own_parts(session, keeping, other)
    wishes = {first.public_id: Treatment.ANONYMOUS, second.public_id: Treatment.WITHDRAWN}
    answer(session, other, keeping, treatments=wishes, words=WORDS)
    source = post_of(session, published(session, keeper, keeping)).source
    assert "> **Jemand**:\n>\n> Wir haben einfach den Hausmeister gefragt." in source
    assert "Ada Beispiel" not in source
    assert "geheizt" not in source
    assert second.source == ""
    kept = session.scalars(sa.select(Message.kept_in).order_by(Message.sequence)).all()
    assert list(kept) == [keeping.public_id, None, None]  # No way from the thread to a name.


def test_what_is_taken_back_afterwards_stands_nowhere_any_more(
    session: Session, keeper: Actor, other: Actor, room: Room, channel: Channel
) -> None:
    keeping = ask(session, keeper, begun(session, keeper, room, channel))
    a_day_passes(keeping)
    post = post_of(session, published(session, keeper, keeping))
    edit(session, keeper, post, text=compose(post.source + "\n\nNachtrag."), version=1)
    first, second = own_parts(session, keeping, other)
    wishes = {first.public_id: Treatment.WITHDRAWN, second.public_id: Treatment.ANONYMOUS}
    answer(session, other, keeping, treatments=wishes, words=WORDS)
    session.expire_all()
    versions = session.scalars(sa.select(Revision).where(Revision.post_id == post.id)).all()
    for text in (
        post.source,
        post.html,
        *(text for row in versions for text in (row.source, row.html)),
    ):
        assert "Hausmeister" not in text
        assert "Ada Beispiel" not in text
        assert "geheizt" in text
    assert len(versions) == 2
    assert "Nachtrag." in post.source
    with pytest.raises(NotAllowed, match="only_less_is_shown"):
        answer(session, other, keeping, treatments={second.public_id: Treatment.NAMED}, words=WORDS)


def test_a_quote_that_somebody_has_rearranged_is_taken_out_line_by_line_or_refused(
    session: Session, keeper: Actor, other: Actor, room: Room, channel: Channel
) -> None:
    keeping = ask(session, keeper, begun(session, keeper, room, channel))
    a_day_passes(keeping)
    post = post_of(session, published(session, keeper, keeping))
    first, second = own_parts(session, keeping, other)
    moved = "Vorher.\n>> Wir haben einfach den Hausmeister gefragt.\n\nNachher."
    edit(session, keeper, post, text=compose(moved), version=1)
    answer(session, other, keeping, treatments={first.public_id: Treatment.WITHDRAWN}, words=WORDS)
    assert post.source == "Vorher.\n\nNachher."
    with pytest.raises(Conflict, match="quote_was_changed"):
        answer(
            session,
            other,
            keeping,
            treatments={second.public_id: Treatment.WITHDRAWN},
            words=WORDS,
        )


def test_of_a_conversation_among_people_everybody_has_to_agree(
    session: Session, keeper: Actor, other: Actor, channel: Channel
) -> None:
    room = Room(kind=RoomKind.GROUP)
    session.add(room)
    session.flush()
    silent = make_actor(session, "Mo Still")
    for one in (keeper, other, silent):
        session.add(Participant(room_id=room.id, actor_id=one.id))
    session.flush()
    make_message(session, room, other, "Unter uns.")
    keeping = ask(session, keeper, begun(session, keeper, room, channel))
    a_day_passes(keeping)
    answer(session, other, keeping, treatments={}, words=WORDS)
    with pytest.raises(NotAllowed, match="not_everybody_agreed"):
        published(session, keeper, keeping)
    answer(session, silent, keeping, treatments={}, words=WORDS, agrees=False)
    with pytest.raises(NotAllowed, match="somebody_disagrees"):
        published(session, keeper, keeping)
    answer(session, silent, keeping, treatments={}, words=WORDS)
    assert published(session, keeper, keeping).visible_at is not None


def test_a_thread_that_more_people_read_than_the_room_needs_everybody(
    session: Session, keeper: Actor, room: Room, channel: Channel
) -> None:
    assert not begun(session, keeper, room, channel).needs_everybody
    public = make_channel(session, "Schaufenster", audience=Audience.PUBLIC)
    keeping = keep(session, keeper, room, first=1, last=2)
    plan = KeepingPlan(title="Säle heizen", summary="", channel=public)
    assert edit_keeping(session, keeper, keeping, plan, version=1).needs_everybody
    with pytest.raises(Conflict, match="keeping_changed"):
        edit_keeping(session, keeper, keeping, plan, version=1)


def test_what_was_removed_in_the_room_is_not_quoted(
    session: Session, keeper: Actor, other: Actor, room: Room, channel: Channel
) -> None:
    keeping = ask(session, keeper, begun(session, keeper, room, channel))
    a_day_passes(keeping)
    message = session.scalars(sa.select(Message).where(Message.sequence == 3)).one()
    remove(session, other, message)
    with pytest.raises(Conflict, match="keeping_changed"):
        published(session, keeper, keeping)
    withdraw_removed(
        session,
        MessageRemoved(message_id=message.id, room_id=room.id, sequence=4, is_by_author=True),
    )
    session.expire_all()
    assert "geheizt" not in post_of(session, published(session, keeper, keeping)).source
    gone = own_parts(session, keeping, other)[1]
    with pytest.raises(NotAllowed):
        answer(session, other, keeping, treatments={gone.public_id: Treatment.NAMED}, words=WORDS)


def test_where_posts_wait_for_release_so_does_this_one_and_no_message_points_to_it_before(
    session: Session, keeper: Actor, room: Room, channel: Channel
) -> None:
    channel.waiting = Release.EVERYTHING
    moderator = make_actor(session, "Nora Leitung", role=Role.ADMIN)
    keeping = ask(session, keeper, begun(session, keeper, room, channel))
    a_day_passes(keeping)
    post = post_of(session, published(session, keeper, keeping))
    kept = sa.select(sa.func.count()).where(Message.kept_in == keeping.public_id)
    assert (post.visible_at, session.scalars(kept).one()) == (None, 0)
    release(session, moderator, post)
    show_released(session, PostReleased(post_id=post.id, thread_id=post.thread_id))
    assert session.scalars(kept).one() == 3


def test_a_draft_is_begun_once_reconsidered_and_dropped_with_all_it_holds(
    session: Session, keeper: Actor, other: Actor, room: Room, channel: Channel
) -> None:
    keeping = begun(session, keeper, room, channel)
    assert keep(session, keeper, room, first=1, last=3).id == keeping.id
    ask(session, keeper, keeping)
    begun_plan = KeepingPlan(title="Anders", summary="", channel=channel)
    with pytest.raises(NotAllowed, match="keeping_not_a_draft"):
        edit_keeping(session, keeper, keeping, begun_plan, version=2)
    assert reconsider(session, keeper, keeping).state is KeepingState.DRAFT
    drop_keeping(session, keeper, keeping)
    assert parts_of(session, keeping) == []
    for refused, wrong in ((0, 0), (4, 99)):
        with pytest.raises(Invalid, match="nothing_to_keep"):
            keep(session, keeper, room, first=refused, last=wrong)


def test_only_the_keeper_and_who_was_asked_see_a_keeping_and_lists_agree(
    session: Session, keeper: Actor, other: Actor, room: Room, channel: Channel
) -> None:
    stranger = make_actor(session, "Uwe Fremd")
    draft = begun(session, keeper, room, channel)
    asked = keep(session, keeper, room, first=2, last=2, title="Zwei")
    ask(session, keeper, asked)
    for actor, expected in (
        (keeper, {draft.id, asked.id}),
        (other, {asked.id}),
        (stranger, set()),
        (None, set()),
    ):
        listed = set(session.scalars(sa.select(Keeping.id).where(visible_keepings(actor))))
        single = {
            one.id for one in (draft, asked) if can_see_keeping(actor, one, voices_of(session, one))
        }
        assert listed == single == expected


def test_nobody_treats_the_words_of_others(
    session: Session, keeper: Actor, other: Actor, room: Room, channel: Channel
) -> None:
    keeping = ask(session, keeper, begun(session, keeper, room, channel))
    of_keeper = own_parts(session, keeping, keeper)[0]
    with pytest.raises(NotAllowed, match="not_the_author"):
        answer(
            session,
            other,
            keeping,
            treatments={of_keeper.public_id: Treatment.WITHDRAWN},
            words=WORDS,
        )


def test_a_quote_mentions_nobody_and_takes_no_file_along() -> None:
    source = "@ada schau: ![Plan](/attachments/0123456789abcdef) und `x@y`"
    assert frozen(source) == r"\@ada schau: Plan und `x@y`"
    assert not compose(frozen("@ada hallo")).mentions
    assert replaced("a\n\n> b\n\nc", "> b", "> d") == "a\n\n> d\n\nc"
