"""Experience reports as files, with the reader's own rights: a table, and data with its schema."""

from flask import Blueprint, Response, jsonify, request, url_for

from forum.extensions import db
from forum.kernel import clock
from forum.practices import queries
from forum.practices.queries import ReportRow
from forum.web.auth import current_actor
from forum.web.limits import exports_from_here
from forum.web.presenters import report_exports
from forum.web.presenters.report_lists import asked_reports
from forum.web.presenters.report_schema import schema as schema_at

blueprint = Blueprint("report_exports", __name__)


@blueprint.get("/reports.csv")
@exports_from_here
def as_table() -> Response:
    """Send the reports that are asked for, as far as the reader may read them, as a table."""
    rows = _asked_for()
    vouchers = queries.verifications_of(db.session(), [row.id for row in rows])
    table = report_exports.as_table(rows, vouchers)
    return _sent(Response(table, content_type="text/csv; charset=utf-8"), "csv")


@blueprint.get("/reports.json")
@exports_from_here
def as_data() -> Response:
    """Send the same reports as data, with who verified them and who has tried them."""
    rows, session = _asked_for(), db.session()
    ids = [row.id for row in rows]
    vouchers = queries.verifications_of(session, ids)
    adoptions = queries.adoptions_of(session, ids)
    data = report_exports.as_data(rows, vouchers, adoptions, at=clock.now())
    return _sent(jsonify(data), "json")


@blueprint.get("/reports.schema.json")
def schema() -> Response:
    """Send what the data looks like."""
    answer = jsonify(schema_at(url_for("report_exports.schema", _external=True)))
    answer.content_type = "application/schema+json"
    return answer


def _asked_for() -> list[ReportRow]:
    session, actor = db.session(), current_actor()
    asked = asked_reports(request.args, *queries.choices_for(session, actor))
    return queries.all_reports(session, actor, asked.wanted)


def _sent(answer: Response, ending: str) -> Response:
    name = f"reports-{clock.now():%Y-%m-%d}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
