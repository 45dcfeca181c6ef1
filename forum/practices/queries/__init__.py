"""Reading reports: one page per question, one import path for all."""

from forum.practices.queries.beside import (
    adoption_by_public_id,
    adoptions_of,
    report_in_thread,
    verifications_of,
)
from forum.practices.queries.rows import AdoptionRow, ReportRow, VerificationRow, groups_of
from forum.practices.queries.showcase import (
    Standing,
    Wanted,
    all_reports,
    choices_for,
    newest_reports,
    report_by_public_id,
    report_of_thread,
    reports_named,
    reports_page,
)

__all__ = [
    "AdoptionRow",
    "ReportRow",
    "Standing",
    "VerificationRow",
    "Wanted",
    "adoption_by_public_id",
    "adoptions_of",
    "all_reports",
    "choices_for",
    "groups_of",
    "newest_reports",
    "report_by_public_id",
    "report_in_thread",
    "report_of_thread",
    "reports_named",
    "reports_page",
    "verifications_of",
]
