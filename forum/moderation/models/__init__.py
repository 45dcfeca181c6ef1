"""Cases, notices, decisions, statements of reasons, sanctions and objections."""

from forum.moderation.models.case import (
    CannedText,
    Case,
    CaseNote,
    CaseState,
    Decision,
    Measure,
    Signal,
    Source,
    Target,
)
from forum.moderation.models.notice import Notice, NoticeReason
from forum.moderation.models.statement import Objection, Origin, Sanction, Statement

__all__ = [
    "CannedText",
    "Case",
    "CaseNote",
    "CaseState",
    "Decision",
    "Measure",
    "Notice",
    "NoticeReason",
    "Objection",
    "Origin",
    "Sanction",
    "Signal",
    "Source",
    "Statement",
    "Target",
]
