"""Letters ordered, and what their editors have prepared: a part of the example content."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import yaml
from sqlalchemy.orm import Session

from forum.accounts.models import Account, Actor
from forum.accounts.queries import account_with_actor
from forum.digests.actions.edit_edition import edit_introduction
from forum.digests.actions.newsletter import Draft, begin_newsletter
from forum.digests.actions.occasion import Plan, add_occasion
from forum.digests.actions.order import ask_for, confirm
from forum.digests.actions.pick import pick
from forum.digests.models import LetterKind, NewsletterState
from forum.digests.prose import introduction, newsletter_text
from forum.digests.weeks import Week
from forum.kernel import clock
from forum.settings import ROOT
from forum.threads.models import Thread

FILE = ROOT / "programmes" / "example_letters.yaml"
Entry = Mapping[str, Any]
People = Mapping[str, Actor]


def load_letters(session: Session, people: People, *, hub_name: str, timezone: str) -> None:
    """Let people order letters, and editors prepare next week's, a date and a newsletter."""
    document: Entry = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    for order in document["orders"]:
        _order(session, people[order["person"]], LetterKind(order["kind"]), hub_name)
    _edit(session, document["edition"], people)
    _note_date(session, document["occasion"], people, ZoneInfo(timezone))
    _send_newsletter(session, document["newsletter"], people)


def _order(session: Session, person: Actor, kind: LetterKind, hub_name: str) -> None:
    account_id = session.scalars(sa.select(Account.id).where(Account.actor_id == person.id)).one()
    account = account_with_actor(session, account_id)
    consent = ask_for(session, account, kind, hub_name=hub_name)
    session.flush()
    confirm(session, consent, account)
    session.flush()


def _edit(session: Session, entry: Entry, people: People) -> None:
    editor, week = people[entry["editor"]], Week.of(clock.now().date()).later(1)
    edit_introduction(session, editor, week, prose=introduction(entry["text"]), version=0)
    for one in entry["picks"]:
        thread = session.scalars(sa.select(Thread).where(Thread.title == one["title"])).one()
        pick(session, editor, week, thread, note=one["note"])


def _note_date(session: Session, entry: Entry, people: People, zone: ZoneInfo) -> None:
    day = clock.now().astimezone(zone).date() + dt.timedelta(days=entry["days_ahead"])
    begins_at = dt.datetime.combine(day, dt.time(entry["hour"]), zone).astimezone(dt.UTC)
    plan = Plan(title=entry["title"], begins_at=begins_at, place=entry["place"])
    add_occasion(session, people[entry["editor"]], plan)


def _send_newsletter(session: Session, entry: Entry, people: People) -> None:
    """Let it have gone out some days ago; nobody of today had ordered it then."""
    draft = Draft(subject=entry["subject"], prose=newsletter_text(entry["text"]))
    newsletter = begin_newsletter(session, people[entry["editor"]], draft)
    sent_at = clock.now() - dt.timedelta(days=entry["days_ago"])
    newsletter.state, newsletter.tested_version = NewsletterState.SENT, newsletter.version
    newsletter.send_at = newsletter.started_at = newsletter.finished_at = sent_at
    session.flush()
