"""The way of a report through its states: which step leads where, and whose it is.

The table is the whole truth: the policy asks it, the actions follow it, the test walks all of it.
"""

import enum
from dataclasses import dataclass

from forum.practices.models import ReportState as S


class Part(enum.StrEnum):
    """As whom somebody takes a step."""

    AUTHOR = "author"
    REVIEWER = "reviewer"
    """Who moderates the channel and has not written the report."""


class Verb(enum.StrEnum):
    """A step; each has an action of the same name."""

    BEGIN = "begin"
    SAVE = "save"
    DISCARD = "discard"
    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    WITHDRAW = "withdraw"
    REWORK = "rework"
    BEGIN_REVIEW = "begin_review"
    LEAVE_REVIEW = "leave_review"
    RETURN = "return_report"
    REJECT = "reject"
    RELEASE = "release"
    RECOMMEND = "recommend"
    UNRECOMMEND = "unrecommend"
    MARK_OUTDATED = "mark_outdated"
    RENEW = "renew"
    REVISE = "revise"


@dataclass(frozen=True, slots=True)
class Step:
    """Whose step it is, and for each state it can be taken in the state it leads to."""

    by: frozenset[Part]
    to: dict[S, S]


WRITABLE = frozenset({S.DRAFT, S.RETURNED})
"""The author writes."""
HANDED_IN = frozenset({S.SUBMITTED, S.RESUBMITTED, S.IN_REVIEW})
"""The moderation has to answer."""
WAITING = HANDED_IN | {S.RETURNED}
"""Somebody has to do something before it can be released."""
PUBLISHED = frozenset({S.RELEASED, S.RECOMMENDED, S.OUTDATED})
"""Whoever reads the channel reads the report."""

_AUTHOR = frozenset({Part.AUTHOR})
_REVIEWER = frozenset({Part.REVIEWER})
_BOTH = _AUTHOR | _REVIEWER


def _all(states: frozenset[S], to: S) -> dict[S, S]:
    return dict.fromkeys(sorted(states), to)


def _staying(states: frozenset[S]) -> dict[S, S]:
    return {state: state for state in sorted(states)}


STEPS: dict[Verb, Step] = {
    Verb.SAVE: Step(_AUTHOR, _staying(WRITABLE)),
    # What was never submitted is gone; of a rejected one the history stays with the moderation.
    Verb.DISCARD: Step(_AUTHOR, _staying(frozenset({S.DRAFT, S.REJECTED}))),
    Verb.SUBMIT: Step(_AUTHOR, {S.DRAFT: S.SUBMITTED}),
    Verb.RESUBMIT: Step(_AUTHOR, {S.RETURNED: S.RESUBMITTED}),
    # A text is its author's until it is released, whoever looks at it just now.
    Verb.WITHDRAW: Step(_AUTHOR, _all(WAITING, S.DRAFT)),
    Verb.REWORK: Step(_AUTHOR, {S.REJECTED: S.DRAFT}),
    Verb.BEGIN_REVIEW: Step(_REVIEWER, {S.SUBMITTED: S.IN_REVIEW, S.RESUBMITTED: S.IN_REVIEW}),
    # Back to where it came from: `forum.practices.actions.review` knows which of the two.
    Verb.LEAVE_REVIEW: Step(_REVIEWER, {S.IN_REVIEW: S.SUBMITTED}),
    # Without a review that was begun as well: several can be decided at once in the queue.
    Verb.RETURN: Step(_REVIEWER, _all(HANDED_IN, S.RETURNED)),
    Verb.REJECT: Step(_REVIEWER, _all(HANDED_IN, S.REJECTED)),
    Verb.RELEASE: Step(_REVIEWER, _all(HANDED_IN, S.RELEASED)),
    Verb.RECOMMEND: Step(_REVIEWER, {S.RELEASED: S.RECOMMENDED}),
    Verb.UNRECOMMEND: Step(_REVIEWER, {S.RECOMMENDED: S.RELEASED}),
    Verb.MARK_OUTDATED: Step(_BOTH, {S.RELEASED: S.OUTDATED, S.RECOMMENDED: S.OUTDATED}),
    # Read again and still true: the date of the next review is set anew.
    Verb.RENEW: Step(
        _BOTH,
        {S.RELEASED: S.RELEASED, S.RECOMMENDED: S.RECOMMENDED, S.OUTDATED: S.RELEASED},
    ),
    Verb.REVISE: Step(_BOTH, _staying(PUBLISHED)),
}
