"""Who may let delivery begin again."""

from forum.accounts.models import Account, Actor
from forum.kernel.verdict import Denied, Verdict, allowed_if


def can_resume_delivery(actor: Actor | None, account: Account) -> Verdict:
    """Answer whether the actor may have letters to the account tried again: its owner, admins."""
    if actor is None or actor.is_shut_out or actor.closed_at is not None:
        return Denied("signed_out")
    return allowed_if(actor.id == account.actor_id or actor.is_admin, "not_own_account")
