"""What events mean to people who are looking at the hub right now.

They run in each web process for its own sockets, from the event log and after its commit; nothing
here writes. Whoever may have lost a right is named as a doubt: see ``forum.realtime.rights``.
"""

from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.events import PresenceChosen, SignInsEnded
from forum.channels.events import AudienceChanged
from forum.channels.programme.events import ProgrammeLoaded
from forum.messaging.events import RoomClosed
from forum.notifications.events import Notified
from forum.realtime.news import News
from forum.realtime.seats import Key, PlaceKind
from forum.threads.events import PostPublished, ThreadMerged, ThreadSplit
from forum.threads.models import Post, Thread


class AboutMember(Protocol):
    """An event about somebody in a channel."""

    channel_id: int
    actor_id: int


class AboutActor(Protocol):
    """An event about somebody."""

    actor_id: int


class AboutThread(Protocol):
    """An event about a thread."""

    thread_id: int


class AboutRoom(Protocol):
    """An event that took a number in the log of its room."""

    room_id: int
    sequence: int


class AboutPost(Protocol):
    """An event about a post."""

    post_id: int
    thread_id: int


def announce_post(_session: Session, event: PostPublished, news: News) -> None:
    """Tell who reads the thread that there is something after what they see."""
    news.post(event.thread_id, event.number)


def announce_change(session: Session, event: AboutPost, news: News) -> None:
    """Tell who reads the thread that a post looks different."""
    if news.is_heard(event.thread_id):
        number = session.scalar(sa.select(Post.number).where(Post.id == event.post_id))
        if number is not None:
            news.change(event.thread_id, number)


def announce_carried(session: Session, event: ThreadMerged | ThreadSplit, news: News) -> None:
    """Tell who reads the thread that posts of another one stand after what they see."""
    if news.is_heard(event.into_id):
        highest = sa.select(Thread.highest_number).where(Thread.id == event.into_id)
        news.post(event.into_id, session.scalars(highest).one())


def announce_stir(_session: Session, event: AboutRoom, news: News) -> None:
    """Tell who reads the room what happened in it."""
    news.stir(event.room_id, event.sequence)


def announce_notifications(_session: Session, event: Notified, news: News) -> None:
    """Tell these people that their number of unread notifications has changed."""
    news.accounts.update(event.account_ids)


def announce_presence(_session: Session, event: PresenceChosen, news: News) -> None:
    """Show somebody beside the threads they read, or not any more."""
    news.presences.add(event.account_id)


def doubt_member(_session: Session, event: AboutMember, news: News) -> None:
    """Look again at somebody who may read less in a channel than before."""
    news.doubts.actors.add(event.actor_id)


def doubt_audience(_session: Session, event: AudienceChanged, news: News) -> None:
    """Look again at all who read in a channel with another audience."""
    news.doubts.channels.add(event.channel_id)


def doubt_thread(_session: Session, event: AboutThread, news: News) -> None:
    """Look again who may read a thread that was taken away."""
    news.doubts.places.add(Key(PlaceKind.THREAD, event.thread_id))


def doubt_room(_session: Session, event: RoomClosed, news: News) -> None:
    """Look again who may read a room that was switched off."""
    news.doubts.places.add(Key(PlaceKind.ROOM, event.room_id))


def doubt_profile(_session: Session, event: AboutActor, news: News) -> None:
    """Look again at somebody who may belong elsewhere now, or is shut out, here or of a room."""
    news.doubts.actors.add(event.actor_id)


def doubt_everybody(_session: Session, _event: ProgrammeLoaded, news: News) -> None:
    """Look again at all: organisations, channels and audiences may have changed."""
    news.doubts.everybody = True


def doubt_account(_session: Session, event: SignInsEnded, news: News) -> None:
    """Look again which browsers of an account are signed in."""
    news.doubts.accounts.add(event.account_id)
