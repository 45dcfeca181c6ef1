"""How a member works with the pages."""

from sqlalchemy.orm import Session

from forum.accounts.actions.locks import lock
from forum.accounts.events import PresenceChosen
from forum.accounts.models import Account
from forum.kernel.event_log import record


def choose_shortcuts(session: Session, account: Account, *, wanted: bool) -> Account:
    """Turn shortcuts of a single key on or off (WCAG 2.2, success criterion 2.1.4)."""
    lock(session, account)
    account.uses_shortcuts = wanted
    return account


def choose_ways(
    session: Session, account: Account, *, uses_shortcuts: bool, shows_presence: bool
) -> Account:
    """Choose shortcuts, and whether others see that one is here."""
    lock(session, account)
    account.uses_shortcuts = uses_shortcuts
    if account.shows_presence is not shows_presence:
        account.shows_presence = shows_presence
        record(session, PresenceChosen(account_id=account.id), actor_id=account.actor_id)
    return account
