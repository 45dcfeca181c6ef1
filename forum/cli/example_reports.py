"""Invented experience reports, in invented cities: the second half of the example content."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
import yaml
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, City, CityStatus
from forum.channels.models import Theme
from forum.channels.queries import channel_by_slug
from forum.kernel import clock
from forum.practices.actions.adopt import adopt
from forum.practices.actions.begin import begin
from forum.practices.actions.recommend import recommend
from forum.practices.actions.release import release
from forum.practices.actions.submit import submit
from forum.practices.actions.verify import verify
from forum.practices.fields import record_of
from forum.practices.models import Adoption, ExperienceReport, ReportStep, Stage, Verification
from forum.practices.queries.record import names_of
from forum.practices.text import written_out
from forum.settings import ROOT
from forum.threads.models import Post, Thread

FILE = ROOT / "programmes" / "example_reports.yaml"
Document = Mapping[str, Any]
People = Mapping[str, Actor]
_CHOICES = ("access", "effort", "begun_on", "ended_on")


def load_reports(session: Session, people: People) -> None:
    """Load cities, who belongs to them, and the reports, through the actions of their readers."""
    document: Document = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    cities = {
        one["slug"]: City(
            **one,
            municipality_key=f"9900000{number}",
            district="Beispielkreis",
            latitude=51.0,
            longitude=13.0,
            status=CityStatus.UNKNOWN,
        )
        for number, one in enumerate(document["cities"], 1)
    }
    session.add_all(cities.values())
    session.flush()
    for key, slug in document["at_home"].items():
        people[key].city_id = cities[slug].id
        people[key].city = cities[slug]
    session.flush()
    for entry in document["reports"]:
        _write(session, entry, people, cities)


def _write(session: Session, entry: Document, people: People, cities: Mapping[str, City]) -> None:
    author = people[entry["author"]]
    theme = session.scalars(sa.select(Theme).where(Theme.slug == entry["theme"])).one()
    values = {
        **entry["texts"],
        **{name: str(entry[name]) for name in _CHOICES},
        "city": str(cities[entry["city"]].id),
        "theme": str(theme.id),
        "target_groups": " ".join(entry["target_groups"]),
    }
    report = begin(session, author, channel_by_slug(session, entry["channel"]), values=values)
    record = record_of(report)
    text = written_out(record, names_of(session, record))
    report = submit(session, author, report, version=report.version, text=text)
    if "reviewed_by" in entry:
        _review(session, report, entry, people)
    _date(session, report, clock.now() - dt.timedelta(days=entry["days_ago"]))


def _review(session: Session, report: ExperienceReport, entry: Document, people: People) -> None:
    reviewer = people[entry["reviewed_by"]]
    report = release(session, reviewer, report)
    verify(session, reviewer, report, Stage.COMPLETE, note=entry["complete"])
    if "plausible" in entry:
        verify(session, reviewer, report, Stage.PLAUSIBLE, note=entry["plausible"])
    if "confirmed" in entry:
        confirming = people[entry["confirmed_by"]]
        verify(session, confirming, report, Stage.CONFIRMED, note=entry["confirmed"])
    if entry.get("recommended"):
        recommend(session, reviewer, report)
    for tried in entry.get("adoptions", ()):
        by = people[tried["by"]]
        adoption = adopt(
            session,
            by,
            report.id,
            city_id=by.city_id,
            outcome=tried["outcome"],
            changed=tried["changed"],
        )
        at = clock.now() - dt.timedelta(days=tried["days_ago"])
        session.execute(sa.update(Adoption).where(Adoption.id == adoption.id).values(created_at=at))


def _date(session: Session, report: ExperienceReport, at: dt.datetime) -> None:
    """Let the report have been handed in, and perhaps released, at this moment."""
    session.flush()
    visible = None if report.released_at is None else at
    session.execute(
        sa.update(ExperienceReport)
        .where(ExperienceReport.id == report.id)
        .values(created_at=at, submitted_at=at, released_at=visible)
    )
    for told in (Verification, ReportStep):
        session.execute(sa.update(told).where(told.report_id == report.id).values(created_at=at))
    session.execute(
        sa.update(Post)
        .where(Post.thread_id == report.thread_id, Post.number == 1)
        .values(created_at=at, visible_at=visible)
    )
    session.execute(
        sa.update(Thread)
        .where(Thread.id == report.thread_id)
        .values(created_at=at, visible_at=visible, last_post_at=at)
    )
