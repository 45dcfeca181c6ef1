"""What can happen to Cem, and what of it he is to be told."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.bookmarks.actions import keep_bookmark
from forum.bookmarks.events import BookmarkDue
from forum.channels.actions.watch import mute, watch
from forum.channels.models import Channel, ChannelKind, Tag
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.notifications.actions import choose_channel_way, choose_ways
from forum.notifications.kinds import Kind, Way
from forum.threads import actions
from forum.threads.models import Post, ReactionKind, TagSubscription, Thread, ThreadKind, ThreadTag
from forum.threads.text import Text, compose
from tests.factories.accounts import account_of, make_city
from tests.factories.channels import make_channel
from tests.factories.threads import make_reply, make_thread
from tests.notifications.board import Board


@dataclass
class Scene:
    """A thread of Ada's in which Ben has written, and Cem, to whom things happen."""

    session: Session
    channel: Channel
    ada: Actor
    ben: Actor
    cem: Actor
    thread: Thread
    post: Post
    board: Board

    def reply(self, *names: Actor, reply_to: Post | None = None) -> Post:
        """Let Ben answer."""
        text = naming("Dazu etwas.", *names)
        post = actions.reply(self.session, self.ben, self.thread, text=text, reply_to=reply_to)
        self.session.commit()
        return post

    def answer_of(self, actor: Actor) -> Post:
        """Let somebody answer."""
        return make_reply(self.session, self.thread, actor)


def naming(text: str, *people: Actor) -> Text:
    """Return a text that names these people, whatever the rules of writing say of names."""
    return replace(compose(text), mentions=tuple(person.handle for person in people))


def followed(scene: Scene) -> None:
    actions.follow(scene.session, scene.cem, scene.thread)
    scene.reply()


def followed_no_longer(scene: Scene) -> None:
    actions.follow(scene.session, scene.cem, scene.thread)
    actions.end_following(scene.session, scene.cem, scene.thread)
    scene.reply()


def mentioned(scene: Scene) -> None:
    scene.reply(scene.cem)


def mentioned_in_followed(scene: Scene) -> None:
    actions.follow(scene.session, scene.cem, scene.thread)
    mentioned(scene)


def mentioned_in_muted(scene: Scene) -> None:
    actions.mute_thread(scene.session, scene.cem, scene.thread)
    mentioned(scene)


def mentioned_in_muted_channel(scene: Scene) -> None:
    mute(scene.session, scene.cem, scene.channel)
    mentioned(scene)


def answered(scene: Scene) -> None:
    scene.reply(reply_to=scene.answer_of(scene.cem))


def took_part(scene: Scene) -> None:
    scene.answer_of(scene.cem)
    scene.reply()


def took_part_without_following(scene: Scene) -> None:
    account_of(scene.session, scene.cem).follows_written = False
    took_part(scene)


def mentions_but_for_none(scene: Scene) -> None:
    account = account_of(scene.session, scene.cem)
    choose_ways(scene.session, account, {Kind.MENTION: Way.NONE})
    mentioned_in_followed(scene)


def nothing_of_the_channel(scene: Scene) -> None:
    account = account_of(scene.session, scene.cem)
    choose_channel_way(scene.session, account, scene.channel.id, Way.NONE)
    mentioned(scene)


def new_thread(scene: Scene) -> None:
    watch(scene.session, scene.cem, scene.channel)
    make_thread(scene.session, scene.channel, scene.ben)


def new_thread_placed_here(scene: Scene) -> None:
    city = make_channel(scene.session, "Löbau", kind=ChannelKind.CITY)
    watch(scene.session, scene.cem, city)
    make_thread(scene.session, scene.channel, scene.ben, places=[city])


def old_thread_placed_here(scene: Scene) -> None:
    city = make_channel(scene.session, "Löbau", kind=ChannelKind.CITY)
    watch(scene.session, scene.cem, city)
    actions.place(scene.session, scene.ada, scene.thread, places=[city])


def new_thread_at_home_in_muted(scene: Scene) -> None:
    mute(scene.session, scene.cem, scene.channel)
    new_thread_placed_here(scene)


def new_thread_with_tag(scene: Scene) -> None:
    tag = Tag(slug="geld", name="Geld")
    scene.session.add(tag)
    scene.session.flush()
    scene.session.add(TagSubscription(tag_id=tag.id, actor_id=scene.cem.id))
    thread = make_thread(scene.session, scene.channel, scene.ben)
    scene.session.add(ThreadTag(thread_id=thread.id, tag_id=tag.id))


def announced_for_all(scene: Scene) -> None:
    news = make_channel(scene.session, "Neues", kind=ChannelKind.SYSTEM)
    make_thread(scene.session, news, scene.ben).kind = ThreadKind.ANNOUNCEMENT


def announced_in_own_city(scene: Scene) -> None:
    city = make_city(scene.session)
    scene.cem.city_id = city.id
    channel = make_channel(scene.session, city.name, kind=ChannelKind.CITY, city_id=city.id)
    make_thread(scene.session, channel, scene.ben).kind = ThreadKind.ANNOUNCEMENT


def announced_elsewhere(scene: Scene) -> None:
    make_thread(scene.session, scene.channel, scene.ben).kind = ThreadKind.ANNOUNCEMENT


def read_meanwhile(scene: Scene) -> None:
    actions.follow(scene.session, scene.cem, scene.thread)
    post = scene.reply()
    actions.mark_read(scene.session, scene.cem, scene.thread, number=post.number)


def removed_meanwhile(scene: Scene) -> None:
    actions.follow(scene.session, scene.cem, scene.thread)
    actions.remove(scene.session, scene.ben, scene.reply())


def left_meanwhile(scene: Scene) -> None:
    followed(scene)
    scene.cem.closed_at = scene.thread.created_at


def own_words(scene: Scene) -> None:
    actions.follow(scene.session, scene.cem, scene.thread)
    text = naming("Ich sage es selbst.", scene.cem)
    actions.reply(scene.session, scene.cem, scene.thread, text=text)


def bookmark_due_in_muted(scene: Scene) -> None:
    actions.mute_thread(scene.session, scene.cem, scene.thread)
    now = clock.now()
    bookmark = keep_bookmark(
        scene.session, scene.cem, scene.post, remind_at=now + dt.timedelta(hours=1)
    )
    assert bookmark is not None
    bookmark.remind_at = now
    for _ in range(2):
        record(scene.session, BookmarkDue(bookmark_id=bookmark.id, actor_id=scene.cem.id))


def reacted(scene: Scene) -> None:
    mine = scene.answer_of(scene.cem)
    for kind in ("thanks", "helpful"):
        actions.give_reaction(scene.session, scene.ben, mine, kind=ReactionKind(kind))


def reacted_and_thought_better_of_it(scene: Scene) -> None:
    reacted(scene)
    mine = scene.session.query(Post).order_by(Post.id.desc()).first()
    assert mine is not None
    for kind in ("thanks", "helpful"):
        actions.withdraw_reaction(scene.session, scene.ben, mine, kind=ReactionKind(kind))


def named_by_an_edit(scene: Scene) -> None:
    actions.follow(scene.session, scene.cem, scene.thread)
    post = scene.reply()
    scene.board.run()
    actions.edit(
        scene.session, scene.ben, post, text=naming("Genauer gesagt.", scene.cem), version=1
    )


CASES: list[tuple[Callable[[Scene], None], list[tuple[str, int]]]] = [
    (followed, [("followed", 1)]),
    (followed_no_longer, []),
    (mentioned, [("mention", 1)]),
    (mentioned_in_followed, [("mention", 1)]),
    (mentioned_in_muted, []),
    (mentioned_in_muted_channel, []),
    (answered, [("reply", 1)]),
    (took_part, [("followed", 1)]),
    (took_part_without_following, []),
    (mentions_but_for_none, [("followed", 1)]),
    (nothing_of_the_channel, []),
    (new_thread, [("new_thread", 1)]),
    (new_thread_placed_here, [("new_thread", 1)]),
    (old_thread_placed_here, [("new_thread", 1)]),
    (new_thread_at_home_in_muted, []),
    (new_thread_with_tag, [("new_thread", 1)]),
    (announced_for_all, [("announcement", 1)]),
    (announced_in_own_city, [("announcement", 1)]),
    (announced_elsewhere, []),
    (read_meanwhile, []),
    (removed_meanwhile, []),
    (left_meanwhile, []),
    (own_words, []),
    (bookmark_due_in_muted, [("bookmark_due", 1)]),
    (reacted, [("reaction", 1)]),
    (reacted_and_thought_better_of_it, []),
    (named_by_an_edit, [("mention", 1)]),
]
