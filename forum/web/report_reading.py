"""How the reader of this request stands to an experience report."""

from dataclasses import dataclass

from forum.accounts.models import Actor
from forum.channels.models import Membership
from forum.channels.queries import membership_of
from forum.extensions import db
from forum.kernel.errors import NotFound
from forum.kernel.verdict import Verdict, require
from forum.practices import policy
from forum.practices.models import ExperienceReport, ReportState
from forum.practices.queries.record import report_of
from forum.practices.states import Verb
from forum.web.auth import current_actor


@dataclass(frozen=True, slots=True)
class ReportReading:
    """A report, and the reader's part in it."""

    actor: Actor | None
    report: ExperienceReport
    membership: Membership | None

    @property
    def is_author(self) -> bool:
        """Whether the reader has written it."""
        return self.actor is not None and self.actor.id == self.report.author_id

    def may(self, verb: Verb) -> Verdict:
        """Answer whether the reader may take this step now."""
        return policy.can_take_step(self.actor, self.report, self.membership, verb)

    def may_review(self) -> Verdict:
        """Answer whether the reader may judge the report, whatever its state."""
        return policy.can_review(self.actor, self.report, self.membership)


def report_for(public_id: str) -> ReportReading:
    """Return the report as this reader may read it; that there is a draft, nobody else learns."""
    session, actor = db.session(), current_actor()
    report = report_of(session, public_id)
    reading = ReportReading(actor, report, membership_of(session, actor, report.channel_id))
    if report.state is ReportState.DRAFT and not reading.is_author:
        raise NotFound("no_report")
    require(policy.can_read_report(actor, report, reading.membership))
    return reading
