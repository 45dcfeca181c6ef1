"""What archives do when something has happened to a member: give them what they wrote."""

from sqlalchemy.orm import Session

from forum.accounts.events import AccountOpened, EmailChanged
from forum.accounts.models import Account, AccountState, Actor
from forum.imports.actions import take_over
from forum.imports.queries import author_by_email


def claim_written(session: Session, event: AccountOpened | EmailChanged) -> None:
    """Let a member take over what was written from the address they have confirmed."""
    account = session.get_one(Account, event.account_id)
    if account.email_confirmed_at is None or account.state is not AccountState.ACTIVE:
        return
    author = author_by_email(session, account.email)
    if author is not None:
        take_over(session, session.get_one(Actor, account.actor_id), author)
