"""What happens to suggestions and collections when what they are about changes."""

from sqlalchemy.orm import Session

from forum.curation.actions import age_suggestions, follow_merged
from forum.curation.events import SummaryRemoved, SummaryWritten
from forum.practices.events import ReportRevised
from forum.threads.events import ThreadMerged


def look_after_suggestions(
    session: Session, event: SummaryWritten | SummaryRemoved | ReportRevised
) -> None:
    """Settle those of which nothing fits any more; done twice, nothing is left to settle."""
    age_suggestions(session, event.thread_id)


def keep_collections_together(session: Session, event: ThreadMerged) -> None:
    """Let collections list the thread that the posts have gone to; done twice, nothing is left."""
    follow_merged(session, thread_id=event.thread_id, into_id=event.into_id)
