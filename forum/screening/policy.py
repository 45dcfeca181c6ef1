"""Who says which words are watched for."""

from forum.accounts.models import Actor
from forum.kernel.verdict import Denied, Verdict, allowed_if


def can_watch_words(actor: Actor | None) -> Verdict:
    """Answer whether the actor may see and change the list: who runs the hub."""
    if actor is None or actor.is_shut_out:
        return Denied("signed_out")
    return allowed_if(actor.is_admin and actor.closed_at is None, "admins_only")
