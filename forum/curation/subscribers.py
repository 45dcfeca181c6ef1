"""What happens to suggestions when the text that they are about changes."""

from sqlalchemy.orm import Session

from forum.curation.actions import age_suggestions
from forum.curation.events import SummaryRemoved, SummaryWritten
from forum.practices.events import ReportRevised


def look_after_suggestions(
    session: Session, event: SummaryWritten | SummaryRemoved | ReportRevised
) -> None:
    """Settle those of which nothing fits any more; done twice, nothing is left to settle."""
    age_suggestions(session, event.thread_id)
