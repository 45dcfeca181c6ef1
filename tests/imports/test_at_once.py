"""Several commands, members who write, and members who come: all at the same time."""

import datetime as dt

import sqlalchemy as sa
from flask import Flask

from forum.accounts.models import Account, Actor, ActorKind
from forum.channels.models import Channel
from forum.extensions import db, unit_of_work
from forum.imports.actions import begin, take_in, take_over_waiting
from forum.imports.letters import Batch
from forum.imports.models import ArchiveImport, UnclaimedAuthor
from forum.kernel.errors import Conflict
from forum.threads import actions
from forum.threads.models import Post, Thread
from forum.threads.queries import wrong_counters
from forum.threads.text import compose
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.hubs import at_once
from tests.imports.archives import FIRST, make_letter

PARTS = 6
LETTERS = 5


def part(number: int) -> Batch:
    """Return the letters of a part; all belong to the first one, and to three authors."""
    ids = range(number * LETTERS, (number + 1) * LETTERS)
    return Batch(
        number,
        number + 1,
        tuple(
            make_letter(
                str(one),
                named=("0",) if one else (),
                email=f"person{one % 3}@example.org",
                at=FIRST + dt.timedelta(minutes=one),
            )
            for one in ids
        ),
    )


def scene() -> tuple[int, int]:
    """Return a channel and a member; another member has written to the list."""
    home = make_channel(db.session())
    member = make_actor(db.session(), "Zoe")
    make_actor(db.session(), "Anna")
    db.session.execute(
        sa.update(Account).where(Account.actor_id != member.id).values(email="person1@example.org")
    )
    db.session.commit()
    ids = home.id, member.id
    db.session.remove()
    return ids


def test_two_lists_two_commands_for_each_and_members_who_write(hub: Flask) -> None:
    home_id, member_id = scene()

    def read_in(number: int) -> None:
        with unit_of_work() as session:
            name = f"file {number % 2}"
            channel = session.get_one(Channel, home_id)
            archive = begin(session, channel, name=name, fingerprint=name, size=PARTS)
            position = archive.position
        for now in range(position, PARTS):
            with unit_of_work() as session:
                archive = session.get_one(ArchiveImport, archive.id)
                take_in(session, archive, session.get_one(Channel, home_id), part(now))

    def write(_number: int) -> None:
        for _ in range(8):
            with unit_of_work() as session:
                thread = session.scalars(sa.select(Thread).limit(1)).first()
                actor = session.get_one(Actor, member_id)
                if thread is not None:
                    actions.reply(session, actor, thread, text=compose("Und heute?"))
            with unit_of_work() as session:
                take_over_waiting(session)

    faults = at_once(hub, 6, lambda number: (read_in if number < 4 else write)(number))
    assert [fault for fault in faults if not isinstance(fault, Conflict)] == []
    session = db.session()
    by_kind = sa.select(Actor.kind, sa.func.count()).join(Post, Post.author_id == Actor.id)
    counted = {kind: count for kind, count in session.execute(by_kind.group_by(Actor.kind))}  # noqa: C416 - a Row is no pair
    assert counted[ActorKind.UNCLAIMED] == PARTS * LETTERS * 2 // 3
    assert len(session.scalars(sa.select(UnclaimedAuthor)).all()) == 2, "Anna was there already"
    assert len(session.scalars(sa.select(Thread)).all()) == 1
    assert wrong_counters(session) == []
