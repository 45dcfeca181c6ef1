"""What the moderation of this hub does, in numbers and for everybody."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.extensions import db
from forum.moderation.queries.transparency import years_of_moderation
from forum.web.presenters.transparency import transparency_page

blueprint = Blueprint("transparency", __name__)


@blueprint.get("/transparency")
def show() -> ResponseReturnValue:
    """Show decisions, notices and objections by year."""
    years = transparency_page(years_of_moderation(db.session()))
    return render_template("transparency/show.html", years=years)
