"""Who is told of a suggested edit, and of what has become of it."""

import pytest
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import MembershipRole
from forum.curation import actions
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.curation import TEXT, make_suggestion, make_summary
from tests.factories.threads import make_question
from tests.notifications.board import Board


@pytest.fixture
def people(session: Session) -> dict[str, Actor]:
    roles = {"admin": Role.ADMIN}
    return {
        name: make_actor(session, name, role=roles.get(name, Role.MEMBER))
        for name in ("admin", "moderator", "asker", "suggester", "reader")
    }


def test_those_who_decide_are_told_once_and_who_suggested_hears_the_outcome(
    session: Session, board: Board, people: dict[str, Actor]
) -> None:
    channel = make_channel(session)
    thread = make_question(session, channel, people["asker"])
    make_summary(session, thread, people["asker"])

    def told() -> dict[str, list[tuple[str, int]]]:
        return {name: found for name, one in people.items() if (found := board.of(one))}

    first = make_suggestion(session, thread, people["suggester"], "Anders")
    waits = [("edit_suggested", 1)]
    assert told() == {"admin": waits, "asker": waits}, "nobody moderates: the admins are asked"
    make_membership(session, channel, people["moderator"], MembershipRole.MODERATOR)
    actions.refuse_pieces(session, people["asker"], first)
    assert told() == {"suggester": [("suggestion_settled", 1)]}
    second = make_suggestion(session, thread, people["suggester"], "Wieder anders")
    now = told()
    assert {name for name, found in now.items() if found == waits} == {"moderator", "asker"}
    actions.withdraw_suggestion(session, people["suggester"], second)
    assert set(told()) == {"suggester"}
    overtaken = TEXT.replace("ganz", "kaum")
    make_suggestion(session, thread, people["suggester"], overtaken)
    make_summary(session, thread, people["moderator"], "Neu geschrieben.")
    assert told()["suggester"] == [("suggestion_settled", 2)]
