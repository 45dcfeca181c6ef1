"""Give a report back to its author, with what is missing and a day until which to answer."""

import datetime as dt

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel.errors import Invalid
from forum.moderation.measures.target import report_of
from forum.moderation.models import Case, Decision
from forum.practices.actions import return_report

# The day (ISO), in the values of the decision; none: two weeks.
DUE_ON = "due_on"
# Remarks by field, and the version of the report that was read; only its review page knows them.
REMARKS = "remarks"
VERSION = "version"


def carry_out(session: Session, actor: Actor, case: Case, decision: Decision) -> None:
    """Return the report, with the remarks on single fields that its own review page sends.

    Raises `Invalid` ``until_later`` for a day that is none.
    """
    given = decision.values.get(DUE_ON)
    try:
        due_on = dt.date.fromisoformat(str(given)) if given else None
    except ValueError as error:
        raise Invalid("until_later", field="until") from error
    report = report_of(session, case)
    return_report(
        session,
        actor,
        report,
        reason=decision.reason,
        remarks=decision.values.get(REMARKS),
        due_on=due_on,
        version=decision.values.get(VERSION),
    )
