"""One experience report without the hub around it: for paper, and as a text file."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from forum.extensions import db
from forum.kernel.errors import NotFound
from forum.practices.queries import ReportRow, report_by_public_id
from forum.web.kinds import report_in
from forum.web.presenters.report_exports import as_text
from forum.web.presenters.report_sheets import report_sheet
from forum.web.presenters.showcase import ReportArticle
from forum.web.reading import Reading, reading_of

blueprint = Blueprint("report_sheets", __name__)


@blueprint.get("/reports/<public_id>/print")
def show(public_id: str) -> ResponseReturnValue:
    """Show a report on two sheets of paper."""
    _row, reading, article = _report(public_id)
    sheet = report_sheet(reading)
    return render_template("report_sheets/show.html", report=article, sheet=sheet)


@blueprint.get("/reports/<public_id>/report.md")
def text(public_id: str) -> Response:
    """Send a report as Markdown."""
    row, _reading, _article = _report(public_id)
    answer = Response(as_text(row), content_type="text/markdown; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="report-{row.public_id}.md"'
    return answer


def _report(public_id: str) -> tuple[ReportRow, Reading, ReportArticle]:
    """Return the report for this reader, or raise why it cannot be read: as for its thread."""
    row = report_by_public_id(db.session(), public_id)
    reading = reading_of(row.thread_public_id)
    article = report_in(reading)
    if article is None:
        raise NotFound("no_report")
    return row, reading, article
