"""Searching in one room: what still stands, by whoever reads it, from when on they came."""

from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forum.extensions import db
from forum.search.answers import Question, answer
from forum.search.queries import LAST_PAGE
from forum.web.auth import members_only
from forum.web.limits import searches_from_here
from forum.web.locale import select_timezone
from forum.web.presenters.search import room_search_page
from forum.web.room_reading import room_reading
from forum.web.room_titles import title_of

blueprint = Blueprint("room_search", __name__)


@blueprint.get("/chat/<public_id>/search")
@members_only
@searches_from_here
def show(public_id: str) -> ResponseReturnValue:
    """Show what was found in the room, the latest first."""
    reading = room_reading(public_id)
    question = Question(
        text=request.args.get("q", ""),
        kind="messages",
        order="newest",
        page=min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE),
        room=reading.room,
    )
    found = answer(db.session(), reading.actor, question, zone=ZoneInfo(select_timezone()))
    page = room_search_page(question, found, request.path)
    title = title_of(db.session(), reading)
    return render_template("chat/search.html", page=page, reading=reading, title=title)
