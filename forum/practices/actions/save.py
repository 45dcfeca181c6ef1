"""Save what the author has written so far; what was handed in before stays kept as a version."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Conflict
from forum.practices.actions.begin import write
from forum.practices.actions.holding import take
from forum.practices.fields import cleaned, value_of
from forum.practices.models import ExperienceReport
from forum.practices.states import Verb


def save(
    session: Session,
    actor: Actor,
    report: ExperienceReport,
    *,
    version: int,
    values: Mapping[str, str],
) -> ExperienceReport:
    """Save these fields and return the report; the others stay as they are.

    `version` is the one the form began with. Sending again what stands there changes nothing, and
    is right with whatever version. Raises `NotAllowed`, `Invalid` for a field, and `Conflict`
    ``report_moved_on`` or ``edited_meanwhile``.
    """
    report = take(session, actor, report, Verb.SAVE)
    if all(value_of(report, name) == value for name, value in cleaned(values).items()):
        return report
    if version != report.version:
        raise Conflict("edited_meanwhile")
    write(session, report, values)
    report.version += 1
    report.updated_at = clock.now()
    return report
