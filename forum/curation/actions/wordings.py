"""The texts that suggestions are about: read while their thread is held, and replaced."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Membership
from forum.curation.actions.locks import present_summary
from forum.curation.actions.summarise import replace_summary
from forum.curation.events import SummaryWritten
from forum.curation.policy import can_summarise
from forum.curation.queries.wordings import Wording, report_about, wording_in
from forum.curation.text import clean_summary
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.event_log import record
from forum.kernel.verdict import Denied, Verdict
from forum.practices.actions import revise
from forum.practices.fields import PROSE, cleaned, record_of
from forum.practices.policy import can_take_step
from forum.practices.queries.record import names_of
from forum.practices.states import Verb
from forum.practices.text import written_out
from forum.threads.models import Thread

NOTHING = "nothing_to_suggest_about"


def present_wording(session: Session, thread: Thread, field: str) -> Wording | None:
    """Return what stands there now."""
    if field:
        return wording_in(report_about(session, thread), field)
    summary = present_summary(session, thread)
    return None if summary is None else Wording(summary.source, summary.version)


def clean_wording(field: str, text: str) -> str:
    """Clean what is proposed for this place. Raises `Invalid` for the field ``body``."""
    if not field:
        return clean_summary(text)
    if field not in PROSE:
        raise NotFound(NOTHING)
    try:
        return cleaned({field: text})[field]
    except Invalid as refusal:
        raise Invalid(refusal.reason, field="body", **refusal.values) from refusal


def can_replace(
    session: Session, actor: Actor, thread: Thread, membership: Membership | None, field: str
) -> Verdict:
    """Answer whether the actor may change that text, and so decide what is suggested for it."""
    if not field:
        return can_summarise(actor, thread, membership)
    report = report_about(session, thread)
    if report is None:
        return Denied(NOTHING)
    return can_take_step(actor, report, membership, Verb.REVISE)


def replace_wording(session: Session, actor: Actor, thread: Thread, field: str, text: str) -> None:
    """Put the text there, as whoever may edit it would; everything is held."""
    if field:
        _revise(session, actor, thread, field, text)
        return
    summary = present_summary(session, thread)
    if summary is None:
        raise NotFound(NOTHING)
    replace_summary(session, actor, thread, summary, text)
    written = SummaryWritten(thread_id=thread.id, version=summary.version)
    record(session, written, actor_id=actor.id)


def _revise(session: Session, actor: Actor, thread: Thread, field: str, text: str) -> None:
    """Write the report out while it is held: what the pieces make of it was not known before."""
    report = report_about(session, thread)
    if report is None:
        raise NotFound(NOTHING)
    values = {field: text}
    whole = record_of(report) | values
    composed = written_out(whole, names_of(session, whole))
    revise(session, actor, report, version=report.version, values=values, text=composed)
