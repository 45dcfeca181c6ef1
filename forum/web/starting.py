"""The form that a thread is begun with."""

from forum.extensions import db
from forum.threads import policy, queries
from forum.threads.actions import ThreadPlan
from forum.threads.models import ThreadKind
from forum.web.auth import acting
from forum.web.forms.threads import StartForm
from forum.web.presenters.channels import Standing


def start_form(standing: Standing) -> StartForm:
    """Return the form with all that this person can choose in this channel."""
    session, channel = db.session(), standing.channel
    form = StartForm()
    form.places.offer(queries.channels_to_place_in(session, acting(), channel))
    announcing = policy.can_start_kind(
        acting(), channel, standing.membership, ThreadKind.ANNOUNCEMENT
    )
    form.offer_kinds(queries.vocabulary(session).tags, may_announce=bool(announcing))
    return form


def plan_of(form: StartForm) -> ThreadPlan:
    """Return what the thread is to be. Raises `Invalid` for the field ``closes_at``."""
    kind = form.kind.chosen
    poll = form.plan() if kind is ThreadKind.POLL else None
    return ThreadPlan(kind=kind, tags=form.words, poll=poll)
