"""The log of who has tried a report elsewhere."""

import datetime as dt

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import MembershipRole
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.errors import ForumError, Invalid, NotAllowed, NotFound
from forum.kernel.event_log import RecordedEvent
from forum.notifications.kinds import Kind
from forum.notifications.models import Notification
from forum.notifications.subscribers import forget_adoption, tell_of_adoption
from forum.practices.actions import adopt, change_adoption, remove_adoption
from forum.practices.events import AdoptionRemoved, ReportAdopted
from forum.practices.models import Adoption, ExperienceReport, ReportState
from forum.practices.queries import adoptions_of
from tests.factories.accounts import account_of, make_actor, make_city
from tests.factories.channels import make_membership
from tests.factories.practices import make_adoption, make_report
from tests.hubs import at_once


def adopter(session: Session, name: str = "Ute Nachbar") -> Actor:
    """Return a member from a city of their own."""
    return make_actor(session, name, city=make_city(session, f"{name}s Stadt"))


def events(session: Session, name: str) -> list[RecordedEvent]:
    return list(session.scalars(sa.select(RecordedEvent).where(RecordedEvent.name == name)))


def test_an_entry_is_counted_shown_told_reworded_and_taken_back(session: Session) -> None:
    report, actor = make_report(session), adopter(session)
    author = report.author
    entry = adopt(session, actor, report.id, city_id=actor.city_id, outcome="Es ging gut.")
    assert (report.adoption_count, entry.removed_at) == (1, None)
    event = ReportAdopted.from_payload(events(session, "ReportAdopted")[0].payload)
    tell_of_adoption(session, event)
    tell_of_adoption(session, event)
    told = session.scalars(sa.select(Notification)).one()
    assert (told.account_id, told.kind) == (
        account_of(session, author).id,
        Kind.REPORT_ADOPTED,
    )
    change_adoption(session, actor, entry, outcome="Es ging gut.")
    assert (entry.edited_at, events(session, "AdoptionChanged")) == (None, [])
    change_adoption(session, actor, entry, outcome="Es ging.", changed="Die Zeit.")
    (row,) = adoptions_of(session, [report.id])[report.id]
    assert (row.outcome, row.changed, row.city) == ("Es ging.", "Die Zeit.", "Ute Nachbars Stadt")
    assert row.edited_at is not None
    remove_adoption(session, actor, entry)
    assert (report.adoption_count, adoptions_of(session, [report.id])) == (0, {})
    gone = AdoptionRemoved.from_payload(events(session, "AdoptionRemoved")[0].payload)
    assert gone.by_adopter
    forget_adoption(session, gone)
    assert session.scalars(sa.select(Notification)).all() == []
    with pytest.raises(NotFound):
        remove_adoption(session, actor, entry)


def test_what_an_entry_lacks_is_named_at_its_field(session: Session) -> None:
    report, actor = make_report(session), adopter(session)
    make_adoption(session, report, actor)
    tomorrow = clock.now().date() + dt.timedelta(days=1)
    elsewhere = make_city(session, "Dritte Stadt").id
    cases: tuple[tuple[dict[str, object], str, str], ...] = (
        ({"city_id": None}, "city_id", "choose_a_city"),
        ({"city_id": 987_654}, "city_id", "choose_a_city"),
        ({"city_id": actor.city_id}, "city_id", "adopted_already"),
        ({"outcome": " "}, "outcome", "empty"),
        ({"outcome": "x" * 1_501}, "outcome", "too_long"),
        ({"changed": "x" * 1_501}, "changed", "too_long"),
        ({"tried_on": tomorrow}, "tried_on", "tried_when"),
        ({"tried_on": dt.date(1999, 12, 31)}, "tried_on", "tried_when"),
    )
    for values, field, reason in cases:
        said: dict[str, object] = {"city_id": elsewhere, "outcome": "Es ging.", **values}
        with pytest.raises(Invalid) as refused:
            adopt(session, actor, report.id, **said)  # type: ignore[arg-type]
        assert (refused.value.field, refused.value.reason) == (field, reason), values
    assert adopt(session, actor, report.id, city_id=elsewhere, outcome="Auch dort.").id


def test_everybody_but_the_author_says_so_below_what_is_released(session: Session) -> None:
    report, actor = make_report(session), adopter(session)
    author = report.author
    # Who moderates reads what waits, too.
    make_membership(session, report.channel, actor, MembershipRole.MODERATOR)
    states = {
        state
        for state in ReportState
        if _allowed(session, actor, make_report(session, state=state, channel=report.channel))
    }
    assert states == {ReportState.RELEASED, ReportState.RECOMMENDED, ReportState.OUTDATED}
    for nobody, reason in ((author, "own_report"), (_closed(session), "members_only")):
        with pytest.raises(NotAllowed) as refused:
            adopt(session, nobody, report.id, city_id=actor.city_id, outcome="Ging.")
        assert refused.value.reason == reason


def test_an_entry_is_reworded_by_its_author_alone_and_removed_by_the_moderation_too(
    session: Session,
) -> None:
    report, actor = make_report(session), adopter(session)
    entry = make_adoption(session, report, actor)
    author, channel = report.author, report.channel
    stranger, moderator = adopter(session, "Kai Fremd"), adopter(session, "Mo Derat")
    make_membership(session, channel, moderator, MembershipRole.MODERATOR)
    for somebody in (stranger, moderator, author):
        with pytest.raises(NotAllowed, match=r"^(not_your_adoption|own_report)$"):
            change_adoption(session, somebody, entry, outcome="Anders.")
    for somebody in (stranger, author):
        with pytest.raises(NotAllowed, match="not_your_adoption"):
            remove_adoption(session, somebody, entry)
    remove_adoption(session, moderator, entry)
    assert not events(session, "AdoptionRemoved")[0].payload["by_adopter"]


def test_entries_made_at_once_are_all_counted_and_none_stands_there_twice(hub: Flask) -> None:
    session = db.session()
    report = make_report(session)
    people = [adopter(session, f"Person {n}") for n in range(3)]
    ids, report_id = [one.id for one in people], report.id
    db.session.remove()

    def say(number: int) -> None:
        with unit_of_work() as writing:
            actor = writing.get_one(Actor, ids[number % 3])
            adopt(writing, actor, report_id, city_id=actor.city_id, outcome="Ging.")

    faults = at_once(hub, 6, say)
    assert [fault.reason for fault in faults if isinstance(fault, ForumError)] == (
        ["adopted_already"] * 3
    )
    assert len(faults) == 3
    standing = db.session().scalar(sa.select(sa.func.count(Adoption.id)))
    assert (standing, db.session().get_one(ExperienceReport, report_id).adoption_count) == (3, 3)


def _allowed(session: Session, actor: Actor, report: ExperienceReport) -> bool:
    try:
        adopt(session, actor, report.id, city_id=actor.city_id, outcome="Ging.")
    except ForumError:
        return False
    return True


def _closed(session: Session) -> Actor:
    actor = adopter(session, "Ehemals Hier")
    actor.closed_at = clock.now()
    session.commit()
    return actor
