"""Who is told of what, for which reason, and who is not."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from forum.accounts.models import OrganisationKind
from forum.channels.models import Audience, ChannelKind, Membership
from forum.notifications.actions import choose_ways
from forum.notifications.kinds import Kind, Way
from forum.notifications.models import Notification
from forum.notifications.subscribers import tell_of_post
from forum.threads import actions
from forum.threads.events import PostPublished
from tests.factories.accounts import account_of, make_actor, make_organisation
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import make_reply, make_thread, opening_post
from tests.notifications.board import Board
from tests.notifications.scenes import CASES, Scene, followed, naming
from tests.queries import QueryCounter


@pytest.fixture
def scene(session: Session, board: Board) -> Scene:
    channel = make_channel(session)
    ada, ben, cem = (make_actor(session, name) for name in ("Ada A", "Ben B", "Cem C"))
    thread = make_thread(session, channel, ada)
    post = make_reply(session, thread, ben)
    board.run()
    session.query(Notification).delete()
    session.commit()
    return Scene(session, channel, ada, ben, cem, thread, post, board)


@pytest.mark.parametrize(("happens", "told"), CASES, ids=lambda one: getattr(one, "__name__", ""))
def test_the_one_it_concerns_is_told_for_the_best_reason(
    scene: Scene, board: Board, happens: Callable[[Scene], None], told: list[tuple[str, int]]
) -> None:
    happens(scene)
    assert board.of(scene.cem) == told


def test_who_began_the_thread_is_told_unless_they_follow_it_no_longer(
    session: Session, scene: Scene, board: Board
) -> None:
    scene.reply()
    assert board.of(scene.ada) == [("own_thread", 1)]
    actions.end_following(session, scene.ada, scene.thread)
    scene.reply()
    assert board.of(scene.ada) == [("own_thread", 1)]
    assert board.of(scene.ben) == []


def test_several_answers_stand_together_with_the_names_of_who_wrote_them(
    session: Session, scene: Scene, board: Board
) -> None:
    first = scene.reply()
    scene.answer_of(scene.cem)
    scene.reply()
    [group] = board.groups(scene.ada)
    assert (group.count, group.names) == (3, ["Ben B", "Cem C"])
    assert (group.first_number, group.first_post) == (first.number, first.public_id)
    actions.remove(session, scene.ben, first)
    [group] = board.groups(scene.ada)
    assert (group.count, group.first_number) == (2, first.number + 1)


def test_an_event_that_comes_twice_tells_once(session: Session, scene: Scene, board: Board) -> None:
    post = scene.reply(scene.cem)
    event = PostPublished(
        post_id=post.id,
        thread_id=post.thread_id,
        number=post.number,
        reply_to_id=None,
        mentions=[scene.cem.handle],
    )
    for _ in range(2):
        tell_of_post(session, event)
    assert board.of(scene.cem) == [("mention", 1)]
    assert session.query(Notification).count() == 2, "and one for who began the thread"


def test_who_may_not_read_is_not_told_and_who_may_no_longer_sees_nothing_of_it(
    session: Session, board: Board
) -> None:
    group = make_channel(session, "AG Geheim", kind=ChannelKind.GROUP, audience=Audience.INVITED)
    ada, ben, cem = (make_actor(session, name) for name in ("Ada", "Ben", "Cem"))
    for one in (ada, ben):
        make_membership(session, group, one)
    thread = make_thread(session, group, ada)
    actions.reply(session, ben, thread, text=naming("Bitte lesen.", cem, ada))
    assert board.of(cem) == []
    assert board.of(ada) == [("mention", 1)]
    session.query(Membership).filter_by(actor_id=ada.id).delete()
    assert board.of(ada) == []


def test_the_audience_is_asked_when_telling_and_again_when_showing(
    session: Session, board: Board
) -> None:
    peers = make_channel(session, "Antrag", audience=Audience.PEERS)
    bearer = make_actor(session, "Träger", organisation=make_organisation(session))
    authority = make_actor(
        session, "Amt", organisation=make_organisation(session, OrganisationKind.AUTHORITY)
    )
    text = naming("Was sagen Sie?", authority)
    thread = actions.start_thread(session, bearer, peers, title="Frist", text=text)
    assert board.of(authority) == []
    other = make_actor(session, "Stadt", organisation=make_organisation(session))
    make_reply(session, thread, other)
    assert board.of(bearer) == [("own_thread", 1)]
    bearer.organisation = authority.organisation
    assert board.of(bearer) == []


def test_muting_settles_what_was_told_before(session: Session, scene: Scene, board: Board) -> None:
    followed(scene)
    assert [group.read_at for group in board.groups(scene.cem)] == [None]
    actions.mute_thread(session, scene.cem, scene.thread)
    [group] = board.groups(scene.cem)
    assert group.read_at is not None


@pytest.mark.parametrize("followers", [3, 60])
def test_a_busy_thread_costs_the_same_statements_however_many_follow_it(
    session: Session, scene: Scene, count_queries: QueryCounter, followers: int
) -> None:
    for number in range(followers):
        actions.follow(session, make_actor(session, f"Leserin{number}"), scene.thread)
    post = scene.reply()
    event = PostPublished(
        post_id=post.id,
        thread_id=post.thread_id,
        number=post.number,
        reply_to_id=None,
        mentions=[],
    )
    session.commit()
    with count_queries() as queries:
        tell_of_post(session, event)
        session.commit()
    assert session.query(Notification).count() == followers + 1
    assert len(queries) == 4, "post, recipients, notifications, one event"


def test_what_somebody_chose_not_to_hear_of_is_not_even_stored(
    session: Session, scene: Scene, board: Board
) -> None:
    choose_ways(session, account_of(session, scene.ada), {Kind.OWN_THREAD: Way.NONE})
    actions.end_following(session, scene.ada, scene.thread)
    scene.reply()
    board.run()
    assert session.query(Notification).count() == 0
    assert opening_post(session, scene.thread).author_id == scene.ada.id
