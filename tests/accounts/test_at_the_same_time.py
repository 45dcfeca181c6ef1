"""Several people do the same at the same moment, on connections of their own."""

import datetime as dt
import itertools
import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts import actions
from forum.accounts.actions import Details, Side
from forum.accounts.models import (
    Account,
    Actor,
    Application,
    ApplicationState,
    EmailChange,
    Invitation,
    PasswordReset,
    Role,
)
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.errors import Conflict, ForumError, NotFound
from forum.kernel.event_log import RecordedEvent
from forum.kernel.models import Base
from tests.factories.accounts import make_actor, make_application

_numbers = itertools.count(1)
NEWCOMER: dict[str, Any] = {"password_hash": "!", "locale": "de", "documents_version": "1"}

Work = Callable[[Session], object]


def outcomes(hub: Flask, *works: Work, seen: Sequence[tuple[type[Base], int]] = ()) -> list[str]:
    """Run each work in a transaction of its own, all at once; return "done" or the error's name.

    `seen` are rows that each of them has read before, as a page does: what they know of them is
    old by the time they act.
    """
    start = threading.Barrier(len(works))
    found: list[str] = []

    def run(work: Work) -> None:
        with hub.app_context():
            known = [db.session.get_one(model, key) for model, key in seen]
            db.session.commit()
            start.wait()
            try:
                with unit_of_work() as session:
                    work(session)
                found.append("done")
            except ForumError as error:
                found.append(type(error).__name__)
            assert len(known) == len(seen)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


def address() -> str:
    return f"somebody{next(_numbers)}@example.org"


def count(hub: Flask, condition: sa.ColumnElement[bool]) -> int:
    with hub.app_context():
        return db.session.scalar(sa.select(sa.func.count()).where(condition)) or 0


def unconfirmed(hub: Flask, email: str, times: int) -> list[int]:
    with hub.app_context():
        return [
            make_application(db.session(), email=email, state=ApplicationState.UNCONFIRMED).id
            for _ in range(times)
        ]


def test_people_of_one_name_get_handles_of_their_own(hub: Flask) -> None:
    def open_one(session: Session) -> None:
        details = Details(name="Anna Gleichzeitig")
        actions.open_account(session, details, email=address(), timezone="UTC", **NEWCOMER)

    assert outcomes(hub, *[open_one] * 5) == ["done"] * 5
    assert count(hub, Actor.handle.startswith("anna_gleichzeitig")) == 5


@pytest.mark.parametrize("needs_approval", [True, False])
def test_one_address_signs_up_several_times_and_gets_in_once(
    hub: Flask, needs_approval: bool
) -> None:
    email = address()

    def confirm(key: int) -> Work:
        return lambda session: actions.confirm_application(
            session,
            session.get_one(Application, key),
            needs_approval=needs_approval,
            timezone="UTC",
        )

    works = [confirm(key) for key in unconfirmed(hub, email, 4)]
    assert outcomes(hub, *works) == ["Conflict"] * 3 + ["done"]
    waiting = sa.and_(Application.email == email, Application.state == ApplicationState.WAITING)
    assert count(hub, waiting) == needs_approval
    assert count(hub, Account.email == email) == (not needs_approval)


def test_a_form_sent_several_times_is_filed_once(hub: Flask) -> None:
    email = address()

    def file(session: Session) -> None:
        actions.file_application(
            session,
            Details(name="Bea"),
            form_key=email,
            email=email,
            reason="",
            **NEWCOMER,
        )

    before = count(hub, RecordedEvent.name == "ApplicationFiled")
    assert outcomes(hub, *[file] * 4) == ["done"] * 4
    assert count(hub, Application.email == email) == 1
    assert count(hub, RecordedEvent.name == "ApplicationFiled") == before + 1


def test_two_admins_decide_and_the_second_is_told(hub: Flask) -> None:
    email = address()
    with hub.app_context():
        session = db.session()
        admins = [make_actor(session, name, role=Role.ADMIN).id for name in ("Frauke", "Gerd")]
        application = make_application(session, email=email).id

    def accept(session: Session) -> None:
        actions.accept_application(
            session,
            session.get_one(Actor, admins[0]),
            session.get_one(Application, application),
            organisation_id=None,
            timezone="UTC",
        )

    def refuse(session: Session) -> None:
        actions.refuse_application(
            session,
            session.get_one(Actor, admins[1]),
            session.get_one(Application, application),
            note="Nein.",
        )

    assert outcomes(hub, accept, refuse, seen=[(Application, application)]) == ["Conflict", "done"]
    accepted = sa.and_(Application.email == email, Application.state == ApplicationState.ACCEPTED)
    assert count(hub, Account.email == email) == count(hub, accepted)


def test_an_invitation_lets_one_in(hub: Flask) -> None:
    email = address()
    with hub.app_context(), unit_of_work() as session:
        invitation = actions.invite(session, None, email=email, locale="de").id

    def accept(session: Session) -> None:
        actions.accept_invitation(
            session,
            session.get_one(Invitation, invitation),
            Details(name="Bea"),
            timezone="UTC",
            **NEWCOMER,
        )

    assert outcomes(hub, *[accept] * 3, seen=[(Invitation, invitation)]) == [
        "Conflict",
        "Conflict",
        "done",
    ]
    assert count(hub, Account.email == email) == 1


def test_a_link_sets_one_password(hub: Flask) -> None:
    with hub.app_context():
        actor = make_actor(db.session(), "Ada")
        email = f"{actor.handle}@example.org"
        with unit_of_work() as session:
            reset = actions.request_password_reset(session, email=email, locale="de").id

    def set_one(password_hash: str) -> Work:
        return lambda session: actions.reset_password(
            session, session.get_one(PasswordReset, reset), password_hash=password_hash
        )

    assert outcomes(
        hub, set_one("a"), set_one("b"), set_one("c"), seen=[(PasswordReset, reset)]
    ) == [
        NotFound.__name__,
        NotFound.__name__,
        "done",
    ]


def test_both_mailboxes_agree_at_once(hub: Flask) -> None:
    new_email = address()
    with hub.app_context():
        actor_id = make_actor(db.session(), "Ada").id
        with unit_of_work() as session:
            account = session.scalars(sa.select(Account).where(Account.actor_id == actor_id)).one()
            change = actions.request_email_change(session, account, new_email=new_email).id

    def agree(side: Side) -> Work:
        return lambda session: actions.confirm_email_change(
            session, session.get_one(EmailChange, change), side=side
        )

    before = count(hub, RecordedEvent.name == "EmailChanged")
    assert outcomes(hub, agree(Side.OLD), agree(Side.NEW), seen=[(EmailChange, change)]) == [
        "done",
        "done",
    ]
    assert count(hub, Account.email == new_email) == 1
    assert count(hub, RecordedEvent.name == "EmailChanged") == before + 1


def test_two_accounts_want_one_address_and_one_gets_it(hub: Flask) -> None:
    new_email = address()
    changes = []
    with hub.app_context():
        for name in ("Ada", "Bea"):
            actor_id = make_actor(db.session(), name).id
            with unit_of_work() as session:
                account = session.scalars(
                    sa.select(Account).where(Account.actor_id == actor_id)
                ).one()
                change = actions.request_email_change(session, account, new_email=new_email)
                change.old_confirmed_at = clock.now()
                changes.append(change.id)

    def agree(key: int) -> Work:
        return lambda session: actions.confirm_email_change(
            session, session.get_one(EmailChange, key), side=Side.NEW
        )

    assert outcomes(hub, *map(agree, changes)) == [Conflict.__name__, "done"]
    assert count(hub, Account.email == new_email) == 1


def test_what_came_to_nothing_is_deleted_after_its_time(session: Session) -> None:
    now = clock.now()
    days = {"fresh": 13, "old": 15}
    for name, age in days.items():
        make_application(
            session,
            email=f"{name}@example.org",
            state=ApplicationState.UNCONFIRMED,
            created_at=now - dt.timedelta(days=age),
        )
    make_application(session, email="waiting@example.org", created_at=now - dt.timedelta(days=400))
    make_application(
        session,
        email="refused@example.org",
        state=ApplicationState.REFUSED,
        decided_at=now - dt.timedelta(days=181),
    )
    assert actions.purge_unconfirmed(session, now) == 2
    kept = session.scalars(sa.select(Application.email).order_by(Application.email)).all()
    assert kept == ["fresh@example.org", "waiting@example.org"]


def test_of_two_who_shut_each_other_out_one_stays(hub: Flask) -> None:
    with hub.app_context():
        ids = [make_actor(db.session(), f"Admin {number}").id for number in range(2)]
        db.session.commit()

    def ban(number: int) -> Work:
        def work(session: Session) -> None:
            two = [session.get_one(Actor, one) for one in ids]
            actions.ban(session, two[number], two[1 - number])

        return work

    found = outcomes(hub, ban(0), ban(1), seen=[(Actor, one) for one in ids])
    assert sorted(found) == ["NotAllowed", "done"]
    with hub.app_context():
        banned = sa.select(Actor.id).where(Actor.id.in_(ids), Actor.banned_at.is_not(None))
        assert len(db.session.scalars(banned).all()) == 1
