"""The state of a notice, as its sender sees it."""

import datetime as dt
from dataclasses import dataclass

from forum.moderation.models import Decision, Notice
from forum.web.texts.notices import REASONS

# What the link in the letter is signed for.
PURPOSE = "notice"


@dataclass(frozen=True, slots=True)
class NoticePage:
    """What somebody told the moderation, and what came of it.

    Neither name nor e-mail address: the link may have been passed on.
    """

    reference: str
    address: str
    reason: str
    explanation: str
    at: dt.datetime
    is_told_by_mail: bool
    measure: str | None
    """What the decision did; ``None``: there is none yet."""
    decided_at: dt.datetime | None


def notice_page(notice: Notice, decision: Decision | None) -> NoticePage:
    """Return the page of a notice; `decision`: the first one about its case since it came."""
    return NoticePage(
        reference=notice.public_id,
        address=notice.address,
        reason=str(REASONS[notice.reason]),
        explanation=notice.explanation,
        at=notice.created_at,
        is_told_by_mail=notice.actor_id is not None or notice.email != "",
        measure=None if decision is None else decision.measure.value,
        decided_at=None if decision is None else decision.created_at,
    )
