"""Change a released report; every former version is kept, so the inverse is to write it back."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.event_log import record
from forum.practices.actions.begin import write
from forum.practices.actions.holding import go, keep_version, require_same, take
from forum.practices.events import ReportRevised
from forum.practices.fields import cleaned, missing_of, record_of, value_of
from forum.practices.models import ExperienceReport
from forum.practices.queries.record import names_of
from forum.practices.states import Verb
from forum.practices.text import as_markdown
from forum.threads.actions.record import rewrite_opening
from forum.threads.text import Text


def revise(
    session: Session,
    actor: Actor,
    report: ExperienceReport,
    *,
    version: int,
    values: Mapping[str, str],
    text: Text,
) -> ExperienceReport:
    """Replace these fields, write the opening post anew, and return the report.

    `text` is the record with these values, written out by `forum.practices.text.written_out`. Who
    verified a former version still stands for that one. Raises `NotAllowed`, `Invalid` for a
    field, and `Conflict` ``report_moved_on`` or ``edited_meanwhile``.
    """
    report = take(session, actor, report, Verb.REVISE)
    if all(value_of(report, name) == value for name, value in cleaned(values).items()):
        return report
    if version != report.version or report.thread is None:
        raise Conflict("edited_meanwhile")
    # What is replaced stays readable, also where it was not handed in by a form.
    keep_version(session, report.author_id, report)
    write(session, report, values)
    written = record_of(report)
    for name in missing_of(written):
        raise Invalid("incomplete", field=name)
    require_same(text, as_markdown(written, names_of(session, written)))
    report.version += 1
    rewrite_opening(session, actor, report.thread, text=text, title=report.title)
    keep_version(session, actor.id, report)
    go(session, actor, report, Verb.REVISE)
    event = ReportRevised(
        report_id=report.id, thread_id=report.thread.id, actor_id=actor.id, version=report.version
    )
    record(session, event, actor_id=actor.id)
    return report
