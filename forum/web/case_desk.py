"""The desk of the moderation: the list of cases, and one case beside it."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.extensions import db
from forum.kernel import clock
from forum.kernel.errors import ForumError
from forum.moderation.measures import offered
from forum.moderation.models import Case, CaseState, Target
from forum.moderation.policy import can_take
from forum.moderation.queries import facts_of
from forum.moderation.queries.dossier import canned_texts, channels_to_move_to, dossier_of
from forum.moderation.queries.queue import channels_in_queue, queue
from forum.web.auth import acting
from forum.web.forms.cases import BulkForm, DecisionForm, NoteForm
from forum.web.presenters.case import VARIABLES, case_page
from forum.web.presenters.cases import QueuePage, narrowing_asked_for, queue_page
from forum.web.texts import sentence

# The page says of each case what became of it, whatever became of the others.
BULK_STATUS = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of several cases."""

    title: str
    url: str | None
    refusal: str | None
    """`None`: it is decided."""


def outcome_of(case: Case | None, public_id: str, refusal: ForumError | None) -> Outcome:
    """Return what became of it; a case that is not the reader's has neither title nor address."""
    return Outcome(
        title=public_id if case is None else case.title,
        url=None if case is None else url_for("cases.show", public_id=case.public_id),
        refusal=None if refusal is None else sentence(refusal.reason, **refusal.values),
    )


def bulk_form() -> BulkForm:
    """Return the form for several cases at once."""
    form = BulkForm()
    form.offer(canned_texts(db.session()))
    return form


def decision_form(case: Case, *, sent: bool = True) -> DecisionForm:
    """Return the form for the case; not `sent`: what arrived belongs to another form."""
    session, actor = db.session(), acting()
    form = DecisionForm() if sent else DecisionForm(formdata=None)
    facts = facts_of(session, case.target, case.target_id)
    measures = [measure for measure in offered(case, facts) if can_take(actor, measure, case.about)]
    post = facts.post if facts is not None and case.target is Target.POST else None
    version = None if post is None else post.version
    form.offer(measures, channels_to_move_to(session, actor), case.fence, version)
    form.offer_words(canned_texts(session))
    return form


def list_page(
    form: BulkForm, *, ticked: frozenset[str] | set[str] = frozenset()
) -> ResponseReturnValue:
    """Show the list alone."""
    page = _queue(None)
    return render_template("cases/overview.html", queue=page, form=form, ticked=ticked), form.status


def desk(
    case: Case, form: DecisionForm, note: NoteForm, *, opened: bool = False
) -> ResponseReturnValue:
    """Show the case beside the list; `opened`: the form was just sent, and is shown as it was."""
    session = db.session()
    dossier = dossier_of(session, case)
    page = case_page(dossier, form.offered, acting(), clock.now())
    return render_template(
        "cases/show.html",
        queue=_queue(case.public_id),
        page=page,
        form=form,
        note=note,
        opened=opened or case.state is CaseState.OPEN,
        variables=VARIABLES,
    ), max(form.status, note.status)


def _queue(current: str | None) -> QueuePage:
    session, actor, now = db.session(), acting(), clock.now()
    found = queue(session, actor, narrowing_asked_for(), now, after=request.args.get("after"))
    return queue_page(found, channels_in_queue(session, actor), actor, now, current=current)
