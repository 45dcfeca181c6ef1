"""What editors prepare: introductions, threads recommended and left out, dates, newsletters."""

import datetime as dt
import re
from functools import partial
from itertools import product

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Account, Actor, OrganisationKind, Role
from forum.channels.models import Audience, ChannelKind
from forum.channels.queries import membership_of
from forum.digests import policy
from forum.digests.actions import newsletter as newsletters
from forum.digests.actions import occasion as occasions
from forum.digests.actions import pick as picks
from forum.digests.actions.edit_edition import edit_introduction, standing_edition
from forum.digests.models import EditionRole, Newsletter, NewsletterState, Occasion
from forum.digests.prose import introduction, newsletter_text
from forum.digests.queries.editions import edition_entries, weeks_shown
from forum.digests.weeks import Week
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.factories.accounts import make_actor, make_organisation
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import make_thread


@pytest.fixture
def editor(session: Session) -> Actor:
    centre = make_organisation(session, OrganisationKind.SERVICE_CENTRE)
    return make_actor(session, "Redaktion", organisation=centre)


@pytest.fixture
def week() -> Week:
    return Week.of(clock.now().date())


def draft(subject: str = "Neues", text: str = "Guten Tag.") -> newsletters.Draft:
    """Return what a newsletter says, for everybody."""
    return newsletters.Draft(subject=subject, prose=newsletter_text(text))


@pytest.mark.parametrize(
    ("written", "monday"),
    [("2026-W01", "2025-12-29"), ("2026-W53", "2026-12-28"), ("2026-W48", "2026-11-23")],
)
def test_a_week_is_read_as_it_is_written(written: str, monday: str) -> None:
    week = Week.read(written)
    assert week.monday.isoformat() == monday
    assert week.key == written
    assert week.later(1) == Week.of(week.sunday + dt.timedelta(days=1))


@pytest.mark.parametrize("written", ["2025-W53", "2026-W00", "2026-48", "2026-W4", "0000-W01", ""])
def test_what_is_no_week_is_not_found(written: str) -> None:
    with pytest.raises(NotFound):
        Week.read(written)


def test_the_second_of_two_editors_of_an_introduction_is_told(
    session: Session, editor: Actor, week: Week
) -> None:
    first = edit_introduction(session, editor, week, prose=introduction("*Eins*"), version=0)
    assert "<em>Eins</em>" in first.html
    with pytest.raises(Conflict, match="edition_changed"):
        edit_introduction(session, editor, week, prose=introduction("Zwei"), version=0)
    edit_introduction(session, editor, week, prose=introduction(""), version=first.version)
    begun_anew = edit_introduction(session, editor, week, prose=introduction("Drei"), version=0)
    assert begun_anew.source == "Drei"
    with pytest.raises(NotAllowed, match="week_is_over"):
        standing_edition(session, editor, week.later(-2))
    with pytest.raises(NotAllowed, match="week_is_far"):
        standing_edition(session, editor, week.later(14))
    with pytest.raises(NotAllowed, match="editors_only"):
        standing_edition(session, make_actor(session, "Mitglied"), week)


def test_threads_are_recommended_in_an_order_and_open_nothing(
    session: Session, editor: Actor, week: Week
) -> None:
    channel = make_channel(session)
    eins, zwei, drei = (make_thread(session, channel, editor, name) for name in ("1", "2", "3"))
    for thread in (eins, zwei):
        picks.pick(session, editor, week, thread, note=f"Warum {thread.title}")
    picks.leave_out(session, editor, week, drei)
    picks.move_pick(session, editor, week, zwei.public_id, direction="up")
    picks.describe_picks(session, editor, week, notes={eins.public_id: "Darum"})
    edition = standing_edition(session, editor, week)
    rows = edition_entries(session, editor, edition)
    assert [(row.title, row.role, row.note) for row in rows] == [
        ("2", EditionRole.PICKED, "Warum 2"),
        ("1", EditionRole.PICKED, "Darum"),
        ("3", EditionRole.LEFT_OUT, ""),
    ]
    picks.leave_out(session, editor, week, eins)
    picks.take_out(session, editor, week, drei.public_id)
    rows = edition_entries(session, editor, edition)
    assert [(row.title, row.role) for row in rows] == [
        ("2", EditionRole.PICKED),
        ("1", EditionRole.LEFT_OUT),
    ]
    shown = weeks_shown(session, week, 2)
    assert [(row.picks, row.left_out) for row in shown] == [(1, 1), (0, 0)]
    group = make_channel(session, "AG", kind=ChannelKind.GROUP, audience=Audience.INVITED)
    inside = make_thread(session, group, make_actor(session, "Innen", role=Role.ADMIN))
    with pytest.raises(NotFound):
        picks.pick(session, editor, week, inside)


def test_a_letter_holds_only_so_many_recommendations(
    session: Session, editor: Actor, week: Week
) -> None:
    channel = make_channel(session)
    for number in range(picks.MOST_PICKS):
        picks.pick(session, editor, week, make_thread(session, channel, editor, f"Nr. {number}"))
    with pytest.raises(Invalid, match="edition_full"):
        picks.pick(session, editor, week, make_thread(session, channel, editor, "Zu viel"))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": " "}, "empty"),
        ({"begins_at": dt.timedelta(hours=-1)}, "occasion_is_over"),
        ({"begins_at": dt.timedelta(days=2000)}, "occasion_is_far"),
        ({"url": "javascript:alert(1)"}, "no_web_address"),
        ({"url": "http://["}, "no_web_address"),
        ({"url": "https://example.org/a b"}, "no_web_address"),
    ],
)
def test_a_date_that_makes_no_sense_is_refused(
    session: Session, editor: Actor, change: dict[str, object], reason: str
) -> None:
    values: dict[str, object] = {"title": "Fachtag", "begins_at": dt.timedelta(days=9), **change}
    ahead = values["begins_at"]
    assert isinstance(ahead, dt.timedelta)
    values["begins_at"] = clock.now() + ahead
    with pytest.raises(Invalid, match=reason):
        occasions.add_occasion(session, editor, occasions.Plan(**values))  # type: ignore[arg-type]


def test_a_newsletter_goes_out_only_as_it_was_tried(session: Session, editor: Actor) -> None:
    account = session.scalars(sa.select(Account).where(Account.actor_id == editor.id)).one()
    letter = newsletters.begin_newsletter(session, editor, draft())
    with pytest.raises(Invalid, match="newsletter_not_tried"):
        newsletters.schedule_newsletter(session, editor, letter, send_at=None, version=1)
    newsletters.try_newsletter(session, editor, letter, account)
    newsletters.edit_newsletter(session, editor, letter, draft(text="Anders."), version=1)
    with pytest.raises(Conflict, match="newsletter_changed"):
        newsletters.edit_newsletter(session, editor, letter, draft(), version=1)
    with pytest.raises(Invalid, match="newsletter_not_tried"):
        newsletters.schedule_newsletter(session, editor, letter, send_at=None, version=2)
    newsletters.try_newsletter(session, editor, letter, account)
    past = clock.now() - dt.timedelta(minutes=1)
    with pytest.raises(Invalid, match="moment_is_over"):
        newsletters.schedule_newsletter(session, editor, letter, send_at=past, version=2)
    newsletters.schedule_newsletter(session, editor, letter, send_at=None, version=2)
    with pytest.raises(Conflict, match="newsletter_is_set"):
        newsletters.edit_newsletter(session, editor, letter, draft(), version=2)
    newsletters.take_back_newsletter(session, editor, letter)
    assert letter.state is NewsletterState.DRAFT
    letter.state = NewsletterState.SENDING
    session.flush()
    with pytest.raises(Conflict, match="newsletter_is_out"):
        newsletters.take_back_newsletter(session, editor, letter)


@pytest.fixture
def cast(session: Session, editor: Actor) -> tuple[Actor | None, ...]:
    """Return everybody, with newsletters and dates in every state for every audience."""
    channels = [None, *(make_channel(session, level, audience=level) for level in Audience)]
    member = make_actor(session, "Mitglied")
    invited = make_actor(session, "Eingeladen")
    make_membership(session, channels[-1] or make_channel(session), invited)
    muted = make_actor(session, "Stumm", organisation=editor.organisation)
    muted.muted_until = clock.now() + dt.timedelta(days=1)
    banned = make_actor(session, "Fort", organisation=editor.organisation)
    banned.banned_at = clock.now()
    admin = make_actor(session, "Admin", role=Role.ADMIN)
    for channel, state in product(channels, NewsletterState):
        session.add(Newsletter(state=state, channel=channel, updated_at=clock.now()))
    for channel, removed_at in product(channels, (None, clock.now())):
        occasion = Occasion(title="x", begins_at=clock.now(), channel=channel)
        occasion.removed_at = removed_at
        session.add(occasion)
    session.commit()
    return (None, member, invited, muted, banned, admin, editor)


def test_reading_newsletters_and_dates_is_answered_alike_by_rule_and_by_sql(
    session: Session, cast: tuple[Actor | None, ...]
) -> None:
    newsletters_ = session.scalars(sa.select(Newsletter).options(joinedload(Newsletter.channel)))
    dates = session.scalars(sa.select(Occasion).options(joinedload(Occasion.channel)))
    rules = (
        (
            policy.readable_newsletters,
            Newsletter.id,
            [(row, partial(policy.can_read_newsletter, newsletter=row)) for row in newsletters_],
        ),
        (
            policy.readable_occasions,
            Occasion.id,
            [(row, partial(policy.can_read_occasion, occasion=row)) for row in dates],
        ),
    )
    for twin, row_id, rows in rules:
        seen = set()
        for actor in cast:
            by_sql = set(session.scalars(sa.select(row_id).where(twin(actor))))
            by_rule = {
                row.id
                for row, rule in rows
                if rule(actor, membership=membership_of(session, actor, row.channel_id or 0))
            }
            assert by_sql == by_rule, (twin.__name__, actor and actor.name)
            seen.add(frozenset(by_sql))
        assert len(seen) >= 4, "the cast no longer tells the rules apart"


def test_headings_begin_right_below_that_of_the_letter() -> None:
    for prose in (introduction, newsletter_text):
        html = prose("# Termine\n\n## Im Mai\n\n`<h3>` bleibt").html
        assert re.findall(r"<h.>[^<]*</h.>", html) == ["<h2>Termine</h2>", "<h3>Im Mai</h3>"]
        assert "&lt;h3&gt;" in html
