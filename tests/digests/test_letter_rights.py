"""Rights asked for letters, of pure rules, agree with those of the pages, asked in SQL."""

import datetime as dt
import random
from itertools import product

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, OrganisationKind, Role
from forum.channels.models import Audience, Channel, Membership, MembershipRole
from forum.channels.policy import readable_channels
from forum.digests.models import IssueItem
from forum.digests.queries.contents import contents_of
from forum.digests.queries.readers import accounts_by_id, load_readers
from forum.kernel import clock
from forum.threads.models import Thread
from forum.threads.policy import listed_threads
from tests.digests.filling import fill, make_planned, told
from tests.factories.accounts import account_of, make_actor, make_organisation
from tests.factories.channels import make_channel, make_membership
from tests.factories.notifications import make_notification
from tests.factories.threads import make_question, make_reply, make_thread, opening_post

STATES = ("standing", "removed", "held", "archived")


def a_cast(session: Session, channels: list[Channel]) -> list[Actor]:
    """Return one person of each kind that the rules tell apart."""
    bearer = make_organisation(session, OrganisationKind.BEARER)
    authority = make_organisation(session, OrganisationKind.AUTHORITY)
    people = [
        make_actor(session, "Admin", role=Role.ADMIN),
        make_actor(session, "Moderation", organisation=bearer),
        make_actor(session, "Eingeladen", organisation=authority),
        make_actor(session, "Traeger", organisation=bearer),
        make_actor(session, "Amt", organisation=authority),
        make_actor(session, "Allein"),
        make_actor(session, "Gesperrt", organisation=bearer),
        make_actor(session, "Ehemalig", role=Role.ADMIN),
    ]
    for channel in channels:
        make_membership(session, channel, people[1], MembershipRole.MODERATOR)
        make_membership(session, channel, people[2])
    people[6].suspended_until = clock.now() + dt.timedelta(days=1)
    people[7].closed_at = clock.now()
    session.commit()
    return people


def test_the_rules_asked_for_letters_agree_with_those_in_sql(session: Session) -> None:
    channels = [make_channel(session, level, audience=level) for level in [*Audience] * 2]
    people = a_cast(session, channels)
    accounts = accounts_by_id(session, [account_of(session, one).id for one in people])
    readers = load_readers(session, accounts)
    seen = set()
    for account in accounts.values():
        reader = readers[account.id]
        by_sql = session.scalars(sa.select(Channel.id).where(readable_channels(account.actor)))
        if reader.is_here:
            assert reader.readable == frozenset(by_sql), account.actor.name
        else:
            assert not reader.readable
        seen.add(reader.readable)
    assert len(seen) == 5, "the cast no longer tells the rules apart"


def scatter(session: Session, chance: random.Random, people: list[Actor]) -> None:
    """Write threads in every state in every kind of channel, and tell people of some."""
    writer = make_actor(session, "Otto", role=Role.ADMIN)
    channels = session.scalars(sa.select(Channel).order_by(Channel.id)).all()
    for channel, state, make in product(channels, STATES, (make_thread, make_question)):
        thread = make(session, channel, writer)
        thread.title = f"{channel.name} {state} {make.__name__}"
        post = make_reply(session, thread, writer) if chance.random() < 0.5 else None
        if state == "held":
            thread.visible_at = None
        elif state != "standing":
            setattr(thread, f"{state}_at", clock.now())
        for one in people:
            if chance.random() < 0.3:
                make_notification(session, one, post or opening_post(session, thread))
    session.commit()


def shuffle(session: Session, chance: random.Random) -> None:
    """Let some threads and memberships go between choosing and sending."""
    for thread in session.scalars(sa.select(Thread).order_by(Thread.id)):
        if chance.random() < 0.2:
            thread.removed_at = clock.now()
    for membership in session.scalars(sa.select(Membership).order_by(Membership.id)).all():
        if chance.random() < 0.3:
            session.delete(membership)
    session.commit()
    session.expire_all()


def test_on_random_data_nobody_is_told_what_the_page_would_not_list(session: Session) -> None:
    chance = random.Random(20261123)  # noqa: S311 - the same in every run
    people = a_cast(session, [make_channel(session, one, audience=one) for one in Audience])
    scatter(session, chance, people)
    issues = [make_planned(session, one) for one in people]
    fill(session, *issues)
    shuffle(session, chance)
    letters = contents_of(session, issues)
    for issue in issues:
        actor = accounts_by_id(session, [issue.account_id])[issue.account_id].actor
        is_here = actor.closed_at is None and not actor.is_shut_out
        listed = set(session.scalars(sa.select(Thread.title).where(listed_threads(actor))))
        kept = sa.select(Thread.title).join(IssueItem, IssueItem.thread_id == Thread.id)
        chosen = set(session.scalars(kept.where(IssueItem.issue_id == issue.id)))
        titles = {title for part in told(letters[issue.id]).values() for title in part}
        assert titles == (chosen & listed if is_here else set()), actor.name
        assert bool(chosen) is is_here
    assert any(one.hidden for one in letters.values()), "nothing has changed in between"
