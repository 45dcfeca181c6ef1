"""Somebody is told of a post by mail, and answers by mail."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.accounts.queries import account_with_actor
from forum.channels.models import Channel
from forum.extensions import unit_of_work
from forum.kernel import clock
from forum.kernel.mime.reading import read_letter
from forum.mail.incoming import replies
from forum.mail.models import IncomingKind, IncomingMail, OutgoingMail
from forum.mail.told import Letter, letter_about
from forum.notifications.kinds import Kind
from forum.notifications.queries import Item
from forum.threads.models import Post, Thread
from tests.factories.accounts import account_of

QUOTE = "\n\nAm 23.11.26 um 10:12 schrieb Quartiersforum:\n> Wir zahlen.\n"


@dataclass
class Talk:
    """Ada has begun a thread, and Ben has answered; Ada is told and answers by mail."""

    session: Session
    channel: Channel
    ada: Actor
    ben: Actor
    thread: Thread
    told_of: Post
    sent: int = 0

    def letter(self, text: str = "Danke, Ben!", **headers: str) -> EmailMessage:
        letter = EmailMessage()
        given = {
            "From": f"Ada A <{account_of(self.session, self.ada).email}>",
            "Message-ID": make_msgid(domain="mail.example"),
            "Subject": "AW: Ben antwortet",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        for name, value in given.items():
            letter[name] = value
        letter.set_content(text + QUOTE)
        return letter

    def arrives(self, letter: EmailMessage) -> IncomingMail:
        """Let a letter to the address in Ada's notification come in; return what was noted."""
        account = account_of(self.session, self.ada)
        answer = replies.prepare(read_letter(bytes(letter)), account.id, self.told_of.id)
        self.sent += 1
        with unit_of_work() as session:
            incoming = IncomingMail(
                key=f"letter {self.sent}", kind=IncomingKind.STRAY, size=1, created_at=clock.now()
            )
            session.add(incoming)
            replies.publish(session, incoming, answer)
        return incoming

    def posts(self) -> list[Post]:
        """Return what was published by mail."""
        return list(
            self.session.scalars(
                sa.select(Post).where(Post.thread_id == self.thread.id, Post.number > 2)
            )
        )

    def letters(self) -> list[OutgoingMail]:
        """Return what was written back."""
        return list(self.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)))


def told(talk: Talk, *posts: Post) -> Letter:
    """Return the letter that tells Ada of these posts."""
    rows = talk.session.scalars(
        sa.select(Post)
        .where(Post.id.in_([post.id for post in posts]))
        .options(joinedload(Post.thread).joinedload(Thread.channel))
        .order_by(Post.id)
    ).all()
    items = [Item(Kind.FOLLOWED, 1, talk.ben, one, one.thread, by_channel=False) for one in rows]
    account = account_with_actor(talk.session, account_of(talk.session, talk.ada).id)
    return letter_about(account, items)
