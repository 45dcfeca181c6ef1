"""What happened to experience reports.

Saving a draft records nothing: it is its author's own business.
"""

from forum.kernel.events import Event


class ReportBegun(Event):
    """Somebody began a report; nobody else sees it yet."""

    report_id: int
    channel_id: int
    actor_id: int


class ReportDiscarded(Event):
    """The author threw a report away that was never released; its row is gone."""

    report_id: int
    channel_id: int
    thread_id: int | None


class ReportSubmitted(Event):
    """A report was handed in; its thread waits for the release."""

    report_id: int
    channel_id: int
    thread_id: int
    author_id: int
    version: int


class ReportResubmitted(Event):
    """A returned report was handed in again."""

    report_id: int
    channel_id: int
    thread_id: int
    author_id: int
    version: int


class ReportWithdrawn(Event):
    """The author took a report back before it was released."""

    report_id: int
    channel_id: int
    thread_id: int


class ReportReworked(Event):
    """A rejected report became a draft again."""

    report_id: int
    channel_id: int


class ReviewBegun(Event):
    """Somebody began to review a report."""

    report_id: int
    actor_id: int


class ReviewLeft(Event):
    """A review ended without an outcome."""

    report_id: int
    actor_id: int


class ReportReturned(Event):
    """The reviewer asks something, until a day (ISO) or without one."""

    report_id: int
    thread_id: int
    actor_id: int
    step_id: int
    due_on: str | None


class ReportRejected(Event):
    """The reviewer said no; the reason stands in the step."""

    report_id: int
    thread_id: int
    actor_id: int
    step_id: int


class ReportReleased(Event):
    """Whoever reads the channel reads the report from now on."""

    report_id: int
    thread_id: int
    channel_id: int
    actor_id: int
    step_id: int


class ReportRecommended(Event):
    """The moderation recommends a report."""

    report_id: int
    thread_id: int
    actor_id: int
    step_id: int


class RecommendationWithdrawn(Event):
    """The moderation does not recommend a report any more."""

    report_id: int
    thread_id: int
    actor_id: int
    step_id: int


class ReportOutdated(Event):
    """A report does not hold any more."""

    report_id: int
    thread_id: int
    actor_id: int
    step_id: int


class ReportRenewed(Event):
    """A report was read again, and still holds; `review_on` (ISO) is the next date."""

    report_id: int
    thread_id: int
    actor_id: int
    step_id: int
    review_on: str


class ReportRevised(Event):
    """A released report was changed."""

    report_id: int
    thread_id: int
    actor_id: int
    version: int


class ReportVerified(Event):
    """Somebody stands for a stage of the verification."""

    report_id: int
    thread_id: int
    actor_id: int
    stage: str
    city_id: int | None
    version: int


class VerificationWithdrawn(Event):
    """Somebody does not stand for a stage any more."""

    report_id: int
    thread_id: int
    actor_id: int
    stage: str


class ReportReviewDue(Event):
    """The day has come on which author and moderation look whether a report still holds."""

    report_id: int
    thread_id: int
    review_on: str


class ReportAnswerDue(Event):
    """The day is near until which the author was asked to answer."""

    report_id: int
    thread_id: int
    due_on: str


class ReportAdopted(Event):
    """Somebody has tried it elsewhere, and says what came out."""

    adoption_id: int
    report_id: int
    thread_id: int
    actor_id: int
    city_id: int


class AdoptionChanged(Event):
    """An entry of the adoption log was reworded."""

    adoption_id: int
    report_id: int
    thread_id: int


class AdoptionRemoved(Event):
    """An entry of the adoption log was taken out, by who made it or by the moderation."""

    adoption_id: int
    report_id: int
    thread_id: int
    by_adopter: bool
