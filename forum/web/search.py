"""Search: one field, and what it finds."""

from typing import cast, get_args
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from forum.extensions import db
from forum.search.answers import Kind, Question, answer, suggest
from forum.search.language import Order
from forum.search.queries import LAST_PAGE
from forum.web.auth import current_actor
from forum.web.limits import searches_from_here, suggestions_from_here
from forum.web.locale import select_timezone
from forum.web.presenters.search import search_page, suggestion_list

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@searches_from_here
def show() -> ResponseReturnValue:
    """Show what was found."""
    question, actor = _question(), current_actor()
    found = answer(db.session(), actor, question, zone=ZoneInfo(select_timezone()))
    page = search_page(question, found, has_people=actor is not None)
    return render_template("search/show.html", page=page)


@blueprint.get("/search/suggestions")
@suggestions_from_here
def suggestions() -> Response:
    """Answer with a few titles and names that begin like what is being typed."""
    found = suggest(db.session(), current_actor(), request.args.get("q", ""))
    return jsonify(suggestion_list(found))


def _question() -> Question:
    """Read what was asked; what nobody offered is as if it was left out."""
    asked = request.args
    kind, order = asked.get("kind", "all"), asked.get("order", "relevance")
    return Question(
        text=asked.get("q", ""),
        kind=cast("Kind", kind) if kind in get_args(Kind) else "all",
        order=cast("Order", order) if order in get_args(Order) else "relevance",
        page=min(max(asked.get("page", 1, type=int), 1), LAST_PAGE),
    )
