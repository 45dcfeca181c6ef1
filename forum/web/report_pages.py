"""What is read for the page of a report: its author's and its reviewer's."""

from forum.extensions import db
from forum.practices.fields import record_of
from forum.practices.models import ReportState
from forum.practices.queries import record as records
from forum.practices.states import STEPS, Verb
from forum.web.presenters.reports import ReportPage, outline_of, report_head, sections_of
from forum.web.report_reading import ReportReading

_WITH_REMARKS = {ReportState.RETURNED, ReportState.RESUBMITTED, ReportState.IN_REVIEW}


def report_page(reading: ReportReading, *, is_review: bool = False) -> ReportPage:
    """Return the page; a reviewer sees what has changed since the report was handed in before."""
    report, session = reading.report, db.session()
    record = record_of(report)
    remarks = records.remarks_of(session, report) if report.state in _WITH_REMARKS else ()
    may = frozenset(verb.value for verb in STEPS if reading.may(verb))
    sections = sections_of(
        record,
        records.names_of(session, record),
        before=records.handed_in_before(session, report) if is_review else None,
        remarks=remarks,
        edit=report if {Verb.SAVE, Verb.REVISE} & may and not is_review else None,
    )
    outline = outline_of(record, report, remarks)
    gaps = [row.url for row in outline if row.missing and Verb.SAVE in may]
    return ReportPage(
        **report_head(report, sections, records.steps_of(session, report)),
        outline=outline,
        write_on_url=gaps[0] if gaps else None,
        may=may,
    )
