"""`forum examples`: an invented exchange to try the hub with. Never in production."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
import yaml
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from forum.accounts.actions import Details, appoint_admin, open_account
from forum.accounts.models import Account, Actor, Organisation
from forum.accounts.passwords import Passwords
from forum.accounts.queries import account_with_actor
from forum.channels.actions.appoint import appoint
from forum.channels.actions.group import open_group
from forum.channels.actions.membership import add_member
from forum.channels.models import Channel
from forum.channels.queries import channel_by_slug
from forum.cli.example_chat import load_chat
from forum.cli.example_letters import load_letters
from forum.cli.example_reports import load_reports
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.settings import ROOT, Environment, Settings
from forum.threads.actions import (
    PollPlan,
    ThreadPlan,
    accept_answer,
    recount,
    reply,
    start_thread,
    vote,
)
from forum.threads.models import Poll, PollOption, Post, Thread, ThreadKind
from forum.threads.text import compose

FILE = ROOT / "programmes" / "examples.yaml"
# Known to everybody who reads the sources: the loader refuses to run in production.
PASSWORD = "Nachbarschaft im Beispiel"  # noqa: S105
Document = Mapping[str, Any]


@click.group()
def examples() -> None:
    """Invented people, threads and posts, for trying the hub out."""


@examples.command()
@with_appcontext
def load() -> None:
    """Load the example content into an empty hub."""
    if load_once(current_app.extensions["settings"]):
        click.echo("The example content is loaded.")
    else:
        click.echo("There are accounts already; nothing was loaded.")


def load_once(settings: Settings, file: Path = FILE) -> bool:
    """Load the example content, all or nothing; return whether there was anything to do."""
    if settings.environment is Environment.PRODUCTION:
        message = "Example content has a known password and does not belong into production."
        raise click.ClickException(message)
    document: Document = yaml.safe_load(file.read_text(encoding="utf-8"))
    password_hash = Passwords(memory=settings.password_memory).hash(PASSWORD)
    with unit_of_work() as session:
        if session.scalars(sa.select(Account.id).limit(1)).first() is not None:
            return False
        people = _open_accounts(session, document, password_hash)
        channels = _open_groups(session, document, people)
        for thread in document["threads"]:
            _write_thread(session, thread, people, channels)
        load_reports(session, people)
        load_chat(session, people)
        load_letters(session, people, hub_name=settings.hub_name, timezone=settings.timezone)
        # What was dated back was counted as new.
        recount(session)
    return True


def sign_ins(file: Path = FILE) -> Sequence[tuple[str, str]]:
    """Return role and address of the three example people the start-up line names."""
    wanted = {"admin": "Administration", "moderation": "Moderation", "mitglied": "Mitglied"}
    people = yaml.safe_load(file.read_text(encoding="utf-8"))["people"]
    return [(wanted[one["key"]], one["email"]) for one in people if one["key"] in wanted]


def is_loaded() -> bool:
    """Return whether the example people are there, so that they can be named."""
    found = sa.select(Account.id).where(Account.email.in_([mail for _, mail in sign_ins()]))
    return db.session.scalars(found).first() is not None


def _open_accounts(session: Session, document: Document, password_hash: str) -> dict[str, Actor]:
    organisations = {one["slug"]: Organisation(**one) for one in document["organisations"]}
    session.add_all(organisations.values())
    session.flush()
    people = {}
    for person in document["people"]:
        details = Details(
            name=person["name"],
            function=person["function"],
            organisation_id=organisations[person["organisation"]].id,
        )
        account = open_account(
            session,
            details,
            email=person["email"],
            password_hash=password_hash,
            locale="de",
            timezone="Europe/Berlin",
            documents_version="0",
        )
        account.actor.offers = person.get("offers", "")
        if person.get("role") == "admin":
            appoint_admin(session, account.actor)
        session.flush()
        people[person["key"]] = account_with_actor(session, account.id).actor
    return people


def _open_groups(
    session: Session, document: Document, people: Mapping[str, Actor]
) -> dict[str, Channel]:
    admin = people["admin"]
    for person in document["people"]:
        for slug in person.get("moderates", ()):
            appoint(session, admin, channel_by_slug(session, slug), person=people[person["key"]])
    opened = {}
    for group in document["groups"]:
        channel = open_group(session, admin, name=group["name"], purpose=group["description"])
        appoint(session, admin, channel, person=people[group["moderator"]])
        for key in group["members"]:
            if key != "admin":
                add_member(session, admin, channel, person=people[key])
        opened[group["slug"]] = channel
    return opened


def _write_thread(
    session: Session,
    entry: Document,
    people: Mapping[str, Actor],
    groups: Mapping[str, Channel],
) -> None:
    """Start a thread and its replies through the actions, then date them back."""
    home = groups.get(entry["channel"]) or channel_by_slug(session, entry["channel"])
    started_at = clock.now() - dt.timedelta(days=entry["days_ago"])
    opening, *replies = entry["posts"]
    thread = start_thread(
        session,
        people[entry["author"]],
        home,
        title=entry["title"],
        text=compose(opening["text"]),
        places=[channel_by_slug(session, slug) for slug in entry.get("also_in", ())],
        plan=_plan(entry),
    )
    thread.created_at = thread.visible_at = started_at
    _date(session, thread, 1, started_at)
    for answer in replies:
        post = reply(session, people[answer["author"]], thread, text=compose(answer["text"]))
        written_at = started_at + dt.timedelta(hours=answer["hours_later"])
        _date(session, thread, post.number, written_at)
        if post.number == entry.get("accepted"):
            accept_answer(session, people[entry["author"]], post)
    if "poll" in entry:
        _vote(session, thread, entry["poll"]["votes"], people)


def _plan(entry: Document) -> ThreadPlan:
    """Return what the thread is to be, beside its words."""
    poll = None
    if asked := entry.get("poll"):
        poll = PollPlan(
            options=asked["options"],
            is_multiple=asked["multiple"],
            is_secret=asked["secret"],
            closes_at=clock.now() + dt.timedelta(days=asked["closes_in_days"]),
        )
    kind = ThreadKind(entry.get("kind", ThreadKind.DISCUSSION))
    return ThreadPlan(kind=kind, tags=entry.get("tags", ()), poll=poll)


def _vote(
    session: Session,
    thread: Thread,
    votes: Mapping[str, Sequence[int]],
    people: Mapping[str, Actor],
) -> None:
    """Let people vote; options are counted from 1, as they are listed."""
    options = session.scalars(
        sa.select(PollOption.public_id)
        .join(Poll, Poll.id == PollOption.poll_id)
        .where(Poll.thread_id == thread.id)
        .order_by(PollOption.position)
    ).all()
    for key, chosen in votes.items():
        vote(session, people[key], thread, choice=[options[number - 1] for number in chosen])


def _date(session: Session, thread: Thread, number: int, at: dt.datetime) -> None:
    """Let a post have been written at this moment."""
    session.execute(
        sa.update(Post)
        .where(Post.thread_id == thread.id, Post.number == number)
        .values(created_at=at, visible_at=at)
    )
    session.execute(sa.update(Thread).where(Thread.id == thread.id).values(last_post_at=at))
