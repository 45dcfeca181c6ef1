"""Letters that are planned, and what is chosen for them."""

import datetime as dt

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.digests.contents import Contents
from forum.digests.models import Issue, IssueItem, IssueState, LetterKind, Order, Section
from forum.digests.queries.contents import contents_of
from forum.digests.queries.selecting import select_items
from forum.kernel import clock
from tests.factories.accounts import account_of

WEEK = "2026-W48"


def make_planned(session: Session, reader: Actor, **values: object) -> Issue:
    """Return a weekly letter that is planned for now, with the order that it belongs to."""
    account = account_of(session, reader)
    now = clock.now()
    usual = {"key": "weekly", "kind": LetterKind.WEEKLY, "account_id": account.id}
    given = {**usual, **values}
    order = {name: given[name] for name in ("key", "kind", "account_id")}
    if not session.query(Order).filter_by(key=order["key"], account_id=account.id).first():
        order["channel_id"] = given.get("channel_id")
        session.add(Order(**order, confirmed_at=now - dt.timedelta(days=20)))
    issue = Issue(
        **{
            "period": WEEK,
            "message_id": f"<{account.id}.{given['key']}.{given.get('period', WEEK)}@forum.test>",
            "due_at": now,
            "next_attempt_at": now,
            **given,
        }
    )
    session.add(issue)
    session.commit()
    return issue


def fill(session: Session, *issues: Issue) -> None:
    """Choose what stands in the letters, and keep it."""
    for issue_id, selection in select_items(session, issues, clock.now()).items():
        (issue,) = (one for one in issues if one.id == issue_id)
        for one in selection.items:
            session.add(
                IssueItem(
                    issue_id=issue_id,
                    account_id=issue.account_id,
                    key=one.key,
                    section=one.section,
                    position=one.position,
                    thread_id=one.thread_id,
                    post_id=one.post_id,
                    occasion_id=one.occasion_id,
                    because=one.because,
                    hour_id=one.hour_id,
                )
            )
        issue.window_from, issue.window_to = selection.window_from, selection.window_to
        issue.more, issue.state = dict(selection.more), IssueState.SELECTED
    session.commit()


def told(contents: Contents) -> dict[Section, list[str]]:
    """Return the titles in each part."""
    return {part.section: [one.title for one in part.entries] for part in contents.sections}


def letter_of(session: Session, reader: Actor, **values: object) -> Contents:
    issue = make_planned(session, reader, **values)
    fill(session, issue)
    return contents_of(session, [issue])[issue.id]
