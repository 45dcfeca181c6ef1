"""The letters that an account has had, to be read again on the web: its own, and nobody else's."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Account
from forum.digests.models import Issue, IssueState
from forum.kernel.errors import NotFound
from forum.kernel.paging import Page, key_of, read_key

PAGE_SIZE = 30

# What was on its way at least once; a letter that failed was never read by anybody.
SHOWN = (IssueState.HANDING, IssueState.SENT, IssueState.UNKNOWN, IssueState.KEPT)


def letters_of(session: Session, account: Account, *, before: str | None = None) -> Page[Issue]:
    """Return the letters of the account, newest first, with their newsletters."""
    query = _own(account).order_by(Issue.due_at.desc(), Issue.public_id.desc()).limit(PAGE_SIZE + 1)
    if key := read_key(before):
        query = query.where(sa.tuple_(Issue.due_at, Issue.public_id) < sa.tuple_(*key))
    issues = list(session.scalars(query))
    shown = issues[:PAGE_SIZE]
    more = len(issues) > PAGE_SIZE
    return Page(shown, before=key_of(shown[-1].due_at, shown[-1].public_id) if more else None)


def letter_of_account(session: Session, account: Account, public_id: str) -> Issue:
    """Return one letter of the account. Raises ``NotFound("no_letter")``, for others' too."""
    issue = session.scalars(_own(account).where(Issue.public_id == public_id)).one_or_none()
    if issue is None:
        raise NotFound("no_letter")
    return issue


def _own(account: Account) -> sa.Select[Issue]:
    return (
        sa.select(Issue)
        .where(Issue.account_id == account.id, Issue.state.in_(SHOWN))
        .options(joinedload(Issue.newsletter))
    )
