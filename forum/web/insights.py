"""What waits for the moderation, and how the hub is doing."""

import datetime as dt
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from forum.channels.queries import moderates_anywhere
from forum.extensions import db
from forum.insights.policy import can_see_figures
from forum.insights.queries import desk as waiting
from forum.insights.queries.figures import Figures, Period, figures_of
from forum.kernel import clock
from forum.kernel.verdict import require
from forum.moderation.policy import can_moderate_anything
from forum.web.auth import acting, current_actor, members_only
from forum.web.context import settings
from forum.web.presenters.insights import Found, desk_page, figure_rows, figures_page
from forum.web.sheets import sheet

blueprint = Blueprint("insights", __name__)

# Days back that can be asked for; the first one is shown unasked.
PERIODS = (90, 30, 365)


@blueprint.get("/moderation")
@members_only
def desk() -> ResponseReturnValue:
    """Show what waits in the channels that the reader moderates."""
    actor, session, now = acting(), db.session(), clock.now()
    moderates = moderates_anywhere(session, actor)
    require(can_moderate_anything(actor, moderates_anywhere=moderates))
    zone = settings().timezone
    today = now.astimezone(ZoneInfo(zone)).date()
    found = Found(
        cases=waiting.open_cases(session, actor),
        questions=waiting.late_questions(session, actor, now, zone),
        reports=waiting.due_reports(session, actor, today),
        silent=waiting.silent_channels(session, actor, now),
    )
    page = desk_page(found, today, sees_figures=bool(can_see_figures(actor)))
    return render_template("insights/desk.html", page=page)


@blueprint.get("/insights")
@members_only
def show() -> ResponseReturnValue:
    """Show the figures of a period beside those of the one before."""
    present, former = _figures()
    return render_template("insights/show.html", page=figures_page(present, former, PERIODS))


@blueprint.get("/insights/figures.csv")
@members_only
def export() -> Response:
    """Send the same figures as a table."""
    present, former = _figures()
    name = f"figures-{present.period.until:%Y-%m-%d}-{_days()}"
    return sheet(name, figure_rows(present, former))


def _figures() -> tuple[Figures, Figures]:
    require(can_see_figures(current_actor()))
    now, length = clock.now(), dt.timedelta(days=_days())
    present, former = Period(now - length, now), Period(now - 2 * length, now - length)
    return figures_of(db.session(), present), figures_of(db.session(), former)


def _days() -> int:
    asked = request.args.get("days", "")
    return int(asked) if asked in {str(days) for days in PERIODS} else PERIODS[0]
