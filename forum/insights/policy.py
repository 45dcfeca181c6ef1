"""Who sees how the hub is doing as a whole."""

from forum.accounts.models import Actor
from forum.channels.policy import is_admin
from forum.kernel.verdict import Verdict, allowed_if


def can_see_figures(actor: Actor | None) -> Verdict:
    """Answer for administrators: the figures of the whole hub."""
    return allowed_if(is_admin(actor), "signed_out" if actor is None else "admins_only")
