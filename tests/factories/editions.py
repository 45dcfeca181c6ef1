"""What editors have prepared: a week, a date, newsletters."""

import datetime as dt

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.digests.models import (
    Issue,
    IssueState,
    LetterKind,
    Newsletter,
    NewsletterState,
    Occasion,
)
from forum.digests.weeks import Week
from forum.kernel import clock
from tests.factories.accounts import account_of


def make_newsletter(
    session: Session, state: NewsletterState = NewsletterState.DRAFT, **values: object
) -> Newsletter:
    """Return a newsletter that is tried already."""
    given = {"subject": "Neues im November", "source": "Guten Tag.", "html": "<p>Guten Tag.</p>"}
    newsletter = Newsletter(
        **{**given, "state": state, "tested_version": 1, "updated_at": clock.now(), **values}
    )
    session.add(newsletter)
    session.commit()
    return newsletter


def make_occasion(session: Session, **values: object) -> Occasion:
    """Return a date in nine days."""
    begins_at = clock.now() + dt.timedelta(days=9)
    occasion = Occasion(**{"title": "Fachtag", "begins_at": begins_at, **values})
    session.add(occasion)
    session.commit()
    return occasion


def make_issue(
    session: Session, actor: Actor, state: IssueState = IssueState.UNKNOWN, **values: object
) -> Issue:
    """Return a weekly letter that stands so."""
    now, account = clock.now(), account_of(session, actor)
    given = {"period": "2026-W47", "due_at": now, "next_attempt_at": now, **values}
    issue = Issue(
        account_id=account.id,
        key="weekly",
        kind=LetterKind.WEEKLY,
        state=state,
        message_id=f"<{account.id}.{state}.{given['period']}@forum.test>",
        **given,
    )
    session.add(issue)
    session.commit()
    return issue


def edited(session: Session, reader: Actor) -> dict[str, str]:
    """Return the arguments of the addresses about what editors write, and about its delivery."""
    draft = make_newsletter(session)
    scheduled = make_newsletter(session, NewsletterState.SCHEDULED, send_at=clock.now())
    occasion = make_occasion(session)
    issue = make_issue(session, reader)
    views = ("show", "edit", "send_to_oneself", "schedule", "drop")
    return {
        "week": Week.of(clock.now().date()).later(1).key,
        **{f"newsletters.{view}.public_id": draft.public_id for view in views},
        "newsletters.take_back.public_id": scheduled.public_id,
        **{f"delivery.{view}.public_id": issue.public_id for view in ("resend", "leave")},
        **{f"delivery.{view}.public_id": reader.public_id for view in ("member", "resume")},
        **{f"occasions.{view}.public_id": occasion.public_id for view in ("edit", "remove")},
    }
