"""Who may change what the operator says. Everybody may read it."""

from forum.accounts.models import Actor
from forum.kernel.verdict import Verdict, allowed_if


def can_edit_pages(actor: Actor | None) -> Verdict:
    """Let administrators edit the pages of the operator."""
    return allowed_if(actor is not None and actor.is_admin, "admins_only")
