"""Limits on an actor: what ends at once, and who does not come in."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.actions import ban, mute, start_sign_in, suspend
from forum.accounts.models import Actor, SignIn
from forum.accounts.queries import sign_in_by_key
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotAllowed
from forum.kernel.event_log import RecordedEvent
from tests.factories.accounts import account_of, make_actor
from tests.factories.channels import make_channel
from tests.factories.threads import make_thread

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def names(session: Session) -> list[str]:
    return list(session.scalars(sa.select(RecordedEvent.name).order_by(RecordedEvent.id)))


@pytest.mark.parametrize("measure", ["suspended", "banned"])
def test_who_is_shut_out_is_signed_out_everywhere_and_does_not_come_in_again(
    session: Session, measure: str
) -> None:
    admin, person = make_actor(session), make_actor(session)
    account = account_of(session, person)
    start_sign_in(session, account, key="k", device="", verified_hash="!")
    assert sign_in_by_key(session, "k", seen_after=LONG_AGO)
    until = clock.now() + HOUR
    if measure == "banned":
        ban(session, admin, person)
    else:
        suspend(session, admin, person, until=until)
    session.commit()
    assert session.scalars(sa.select(SignIn.ended_at)).one() is not None
    assert names(session)[-2] == "SignInsEnded"
    # As if it had begun in the same moment.
    session.execute(sa.update(SignIn).values(ended_at=None))
    assert sign_in_by_key(session, "k", seen_after=LONG_AGO) is None
    with pytest.raises(NotAllowed) as refused:
        start_sign_in(session, account, key="l", device="", verified_hash="!")
    assert refused.value.reason == measure
    assert refused.value.values == ({} if measure == "banned" else {"until": until})


def test_a_suspension_ends_by_itself(session: Session) -> None:
    person = make_actor(session)
    person.suspended_until = clock.now() - HOUR
    session.commit()
    start_sign_in(session, account_of(session, person), key="k", device="", verified_hash="!")
    assert sign_in_by_key(session, "k", seen_after=LONG_AGO)


def test_the_longer_limit_holds_and_none_is_over_before_it_begins(session: Session) -> None:
    admin, person, now = make_actor(session), make_actor(session), clock.now()
    mute(session, admin, person, until=now + 2 * HOUR)
    mute(session, admin, person, until=now + HOUR)
    assert person.muted_until == now + 2 * HOUR
    with pytest.raises(Invalid) as refused:
        mute(session, admin, person, until=now - HOUR)
    assert (refused.value.reason, refused.value.field) == ("until_past", "until")


def test_who_is_muted_while_writing_is_refused(session: Session) -> None:
    person = make_actor(session)
    channel = make_channel(session)
    session.execute(
        sa.update(Actor)
        .values(muted_until=clock.now() + HOUR)
        .execution_options(synchronize_session=False)
    )
    assert not person.is_muted, "as the request has read it"
    with pytest.raises(NotAllowed, match="muted"):
        make_thread(session, channel, person)
