"""Whatever happens in whatever order: who catches up sees what a page shows that is opened now."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.kernel import clock
from forum.kernel.errors import ForumError
from forum.messaging import actions
from forum.messaging.models import Room, RoomEvent
from forum.messaging.policy import Belonging
from forum.messaging.queries import happened_after, history, room_by_public_id, states_of
from forum.messaging.text import compose_message
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.messaging import make_room

Seen = dict[str, Any]
VERBS = ("send", "answer", "edit", "remove", "restore", "react", "withdraw", "pin", "unpin")
STEP = st.tuples(
    st.sampled_from((*VERBS, "send and roll back", "set the clock")),
    st.integers(0, 2),
    st.integers(0, 7),
)


class Chat:
    """A room, three people in it, and what a browser has seen at each number."""

    def __init__(self, session: Session, people: list[Actor], room: Room) -> None:
        self.session, self.people, self.room = session, people, room
        self.snapshots: dict[int, Seen] = {0: {}}
        self.hours = 0

    def take(self, step: tuple[str, int, int], number: int) -> None:
        """Let somebody do something to some message; what is refused changes nothing."""
        verb, person, which = step
        if verb == "set the clock":
            self.hours = (-24, 0, 24)[person]
            return
        actor = self.people[person]
        before = self._last()
        try:
            self._do(verb, actor, which, f"step-{number:05}")
            is_kept = verb != "send and roll back"
        except ForumError:
            is_kept = False
        if is_kept:
            self.session.commit()
        else:
            self.session.rollback()
            assert self._last() == before
        self.room = room_by_public_id(self.session, self.room.public_id)
        self.snapshots[self._last()] = self.read_anew()

    def _do(self, verb: str, actor: Actor, which: int, client_id: str) -> None:
        session, room = self.session, self.room
        there = history(session, room, Belonging())
        text = compose_message(f"{client_id} {which}")
        if verb.startswith("send") or not there:
            actions.send(session, actor, room, client_id=client_id, text=text)
            return
        message = there[which % len(there)]
        moves: dict[str, Callable[[], object]] = {
            "answer": lambda: actions.send(
                session, actor, room, client_id=client_id, text=text, reply_to=message
            ),
            "edit": lambda: actions.edit(
                session, actor, message, text=text, version=message.version
            ),
            "remove": lambda: actions.remove(session, actor, message, reason="Grund"),
            "restore": lambda: actions.restore(session, actor, message),
            "react": lambda: actions.give_reaction(session, actor, message, sign="👍"),
            "withdraw": lambda: actions.withdraw_reaction(session, actor, message, sign="👍"),
            "pin": lambda: actions.pin(session, actor, message),
            "unpin": lambda: actions.unpin(session, actor, message),
        }
        moves[verb]()

    def read_anew(self) -> Seen:
        """Return what a page shows that is opened now."""
        self.session.expire_all()
        shown = states_of(self.session, history(self.session, self.room, Belonging()))
        return {state["id"]: state for state in shown}

    def caught_up(self, number: int, limit: int) -> Seen:
        """Return what a browser shows that slept since this number."""
        seen, is_all = dict(self.snapshots[number]), False
        while not is_all:
            page = happened_after(self.session, self.room.id, Belonging(), number, limit=limit)
            numbers = [event["sequence"] for event in page["events"]]
            assert numbers == list(range(number + 1, number + 1 + len(numbers)))
            seen |= {state["id"]: state for state in page["messages"]}
            number, is_all = page["last"], page["is_all"]
            assert not page["has_gap"]
        assert number == self._last()
        return seen

    def _last(self) -> int:
        return self.session.scalars(
            sa.select(sa.func.coalesce(sa.func.max(RoomEvent.sequence), 0)).where(
                RoomEvent.room_id == self.room.id
            )
        ).one()


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(steps=[("send", 0, 0), ("answer", 0, 0), ("edit", 0, 0)], limit=1)
@example(steps=[("send", 0, 0), ("answer", 0, 0), ("remove", 0, 0)], limit=1)
@given(steps=st.lists(STEP, min_size=3, max_size=12), limit=st.integers(1, 5))
def test_catching_up_from_any_number_shows_what_a_fresh_page_shows(
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    steps: list[tuple[str, int, int]],
    limit: int,
) -> None:
    admin = make_actor(session, "Frauke", role=Role.ADMIN)
    people = [admin, make_actor(session, "Kim"), make_actor(session, "Olga")]
    chat = Chat(session, people, make_room(session, make_channel(session)))
    session.commit()
    with monkeypatch.context() as patched:
        now = clock.now
        patched.setattr(clock, "now", lambda: now() + dt.timedelta(hours=chat.hours))
        for number, step in enumerate(steps):
            chat.take(step, number)
        fresh = chat.read_anew()
        for number in chat.snapshots:
            assert chat.caught_up(number, limit) == fresh
        standing = sum(state["removed"] is None for state in fresh.values())
        assert chat.room.message_count == standing
