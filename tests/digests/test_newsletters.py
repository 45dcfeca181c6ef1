"""A newsletter going out: to whom, once, and until every letter is settled."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, OrganisationKind
from forum.channels.models import Audience, Channel
from forum.digests.actions.claim import claim
from forum.digests.actions.fill import fill
from forum.digests.actions.plan_newsletters import plan_newsletters
from forum.digests.models import Issue, IssueState, LetterKind, Newsletter, NewsletterState
from forum.digests.queries.newsletters import Reach, kinds_written, reach_of
from forum.kernel import clock
from forum.mailboxes.models import Mailbox
from tests.factories.accounts import account_of, make_actor, make_organisation
from tests.factories.channels import make_channel, make_membership
from tests.factories.letters import make_order

HOST = "forum.test"


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session)


@pytest.fixture
def people(session: Session, channel: Channel) -> dict[str, Actor]:
    """Return people who have all ordered newsletters, but one."""
    city = make_organisation(session, OrganisationKind.CITY)
    bearer = make_organisation(session, OrganisationKind.BEARER)
    cast = {
        "city": make_actor(session, "city", organisation=city),
        "bearer": make_actor(session, "bearer", organisation=bearer),
        "alone": make_actor(session, "alone"),
        "paused": make_actor(session, "paused", organisation=city),
        "failing": make_actor(session, "failing", organisation=city),
        "banned": make_actor(session, "banned", organisation=city),
    }
    orders = {name: make_order(session, one, LetterKind.NEWSLETTER) for name, one in cast.items()}
    orders["paused"].paused_until = clock.now().date() + dt.timedelta(days=9)
    account = account_of(session, cast["failing"])
    failing = Mailbox(account_id=account.id, email=account.email, paused_at=clock.now())
    session.add(failing)
    cast["banned"].banned_at = clock.now()
    make_actor(session, "never ordered", organisation=city)
    for name in ("bearer", "paused"):
        make_membership(session, channel, cast[name])
    session.commit()
    return cast


def scheduled(session: Session, **values: object) -> Newsletter:
    """Return a newsletter whose moment has come."""
    now = clock.now()
    given = {"subject": "Neues", "source": "x", "html": "<p>x</p>", "updated_at": now, **values}
    newsletter = Newsletter(
        **{"state": NewsletterState.SCHEDULED, "send_at": now - dt.timedelta(minutes=1), **given}
    )
    session.add(newsletter)
    session.commit()
    return newsletter


def run(session: Session, *, limit: int = 2) -> int:
    """Plan in small batches until there is nothing left to do."""
    rounds = 0
    while plan_newsletters(session, clock.now(), host=HOST, limit=limit):
        session.commit()
        rounds += 1
    return rounds


def reach_now(session: Session, newsletter: Newsletter) -> Reach:
    """Count whom it would reach."""
    session.refresh(newsletter, ["channel"])
    return reach_of(session, newsletter, clock.now())


def letters(session: Session, newsletter: Newsletter) -> dict[str, str]:
    """Return the state or the reason of each letter, by the name of its reader."""
    rows = session.scalars(sa.select(Issue).where(Issue.newsletter_id == newsletter.id)).all()
    names = {
        account_of(session, one).id: one.name for one in session.scalars(sa.select(Actor)).all()
    }
    return {names[row.account_id]: row.reason or row.state.value for row in rows}


def state_of(session: Session, newsletter: Newsletter) -> str:
    """Return where it stands now."""
    session.refresh(newsletter)
    return newsletter.state.value


SKIPPED = {"paused": "paused", "failing": "mailbox_paused", "banned": "shut_out"}


@pytest.mark.parametrize(
    ("kinds", "in_channel", "expected"),
    [
        ((), False, {"city", "bearer", "alone", "paused", "failing", "banned"}),
        ((OrganisationKind.CITY,), False, {"city", "paused", "failing", "banned"}),
        ((), True, {"bearer", "paused"}),
        ((OrganisationKind.CITY, OrganisationKind.AUTHORITY), True, {"paused"}),
    ],
)
def test_a_newsletter_reaches_its_audience_among_those_who_have_ordered(
    session: Session,
    people: dict[str, Actor],
    channel: Channel,
    kinds: tuple[OrganisationKind, ...],
    in_channel: bool,
    expected: set[str],
) -> None:
    newsletter = scheduled(
        session,
        organisation_kinds=kinds_written(kinds),
        channel_id=channel.id if in_channel else None,
    )
    reach = reach_now(session, newsletter)
    run(session)
    told = letters(session, newsletter)
    assert told == {name: SKIPPED.get(name, "planned") for name in expected}
    assert reach.reached == len(expected - SKIPPED.keys())
    assert reach.left_out == len(expected & {"paused", "failing"})
    assert reach.ordered == len(people) - 1, "who is shut out is not counted"


def test_who_may_not_read_the_channel_of_a_newsletter_does_not_get_it(
    session: Session, people: dict[str, Actor]
) -> None:
    peers = make_channel(session, audience=Audience.PEERS)
    for name in ("city", "bearer", "alone"):
        make_membership(session, peers, people[name])
    newsletter = scheduled(session, channel_id=peers.id)
    reach = reach_now(session, newsletter)
    assert (reach.reached, reach.left_out) == (2, 0)
    run(session)
    assert letters(session, newsletter) == {
        "city": "planned", "bearer": "planned", "alone": "not_readable"
    }  # fmt: skip
    people["city"].organisation_id = None
    session.commit()
    claims = claim(session, clock.now())
    ready = {one.issue_id for one in fill(session, claims, clock.now())}
    assert len(ready) == 1, "rights are asked again"
    assert letters(session, newsletter)["city"] == "not_readable"


def test_nobody_gets_a_newsletter_twice_and_it_ends_when_every_letter_is_settled(
    session: Session, people: dict[str, Actor]
) -> None:
    newsletter = scheduled(session)
    assert run(session) > 3
    assert run(session) == 0
    assert state_of(session, newsletter) == "sending"
    late = make_actor(session, "late")
    make_order(session, late, LetterKind.NEWSLETTER)
    assert run(session) == 0, "who orders later gets the next one"
    session.execute(sa.update(Issue).values(state=IssueState.UNKNOWN))
    run(session)
    assert state_of(session, newsletter) == "sent"
    assert newsletter.finished_at is not None
    assert len(letters(session, newsletter)) == len(people)


def test_a_newsletter_that_missed_its_moment_becomes_a_draft_again(
    session: Session, people: dict[str, Actor]
) -> None:
    newsletter = scheduled(session, send_at=clock.now() - dt.timedelta(hours=49))
    run(session)
    assert newsletter.state is NewsletterState.DRAFT
    assert letters(session, newsletter) == {}
