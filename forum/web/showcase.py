"""Experience reports for readers: all of them, those of a channel, some beside each other."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.channels.queries import moderators_of
from forum.extensions import db
from forum.practices import queries
from forum.practices.queries import Standing, Wanted
from forum.web.auth import current_actor
from forum.web.presenters.channels import channel_head
from forum.web.presenters.report_lists import (
    MOST_COMPARED,
    asked_reports,
    comparison_of,
    known_key,
    pages_in_channel,
    report_filter,
    report_pages,
    report_teasers,
)
from forum.web.standing import standing_in

blueprint = Blueprint("showcase", __name__)


@blueprint.get("/reports")
def overview() -> ResponseReturnValue:
    """Show the released reports by city, field, target group, effort, state and text."""
    session, actor = db.session(), current_actor()
    cities, themes = queries.choices_for(session, actor)
    asked = asked_reports(request.args, cities, themes)
    found = queries.reports_page(
        session, actor, asked.wanted, before=asked.before, after=asked.after
    )
    chosen = _chosen()
    return render_template(
        "showcase/overview.html",
        form=report_filter(asked, cities, themes),
        rows=report_teasers(found.items, chosen),
        elsewhere=[one for one in chosen if one not in {row.public_id for row in found.items}],
        pages=report_pages(found, asked),
        exports={kind: asked.address(f"report_exports.{kind}") for kind in ("as_table", "as_data")},
    )


@blueprint.get("/reports/compare")
def compare() -> ResponseReturnValue:
    """Show up to four reports beside each other."""
    chosen = _chosen()
    rows = queries.reports_named(db.session(), current_actor(), chosen)
    return render_template(
        "showcase/compare.html",
        page=comparison_of(rows, asked=len(chosen)),
        most=MOST_COMPARED,
        back=url_for("showcase.overview", report=[row.public_id for row in rows]),
    )


@blueprint.get("/channels/<slug>/reports")
def in_channel(slug: str) -> ResponseReturnValue:
    """Show the reports of a channel: shown there, about its city, or about its field."""
    standing = standing_in(slug)
    session, channel = db.session(), standing.channel
    wanted = Wanted(
        standing=Standing.ALL,
        channel_id=channel.id,
        channel_city_id=channel.city_id,
        channel_theme_id=channel.theme_id,
    )
    keys = {key: known_key(request.args.get(key)) for key in ("before", "after")}
    found = queries.reports_page(session, standing.actor, wanted, **keys)
    return render_template(
        "showcase/channel.html",
        channel=channel_head(standing, moderators_of(session, channel.id), "showcase.in_channel"),
        rows=report_teasers(found.items),
        pages=pages_in_channel(found, channel.slug),
    )


def _chosen() -> list[str]:
    """Return the reports that are to be compared: each once, and no more than there is room for."""
    named = (one for one in request.args.getlist("report") if one.isascii() and one.isalnum())
    return list(dict.fromkeys(one for one in named if len(one) < 40))[: MOST_COMPARED + 1]
