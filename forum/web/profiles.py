"""Profiles of members, for members."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.queries import person_by_handle, picture_of
from forum.extensions import db
from forum.web.auth import acting, members_only
from forum.web.presenters.people import profile_of

blueprint = Blueprint("profiles", __name__)


@blueprint.get("/people/<handle>")
@members_only
def show(handle: str) -> ResponseReturnValue:
    """Show who somebody is and what they can help with."""
    found = person_by_handle(db.session(), acting(), handle)
    return render_template("profiles/show.html", profile=profile_of(found))


@blueprint.get("/people/<handle>/picture")
@members_only
def picture(handle: str) -> ResponseReturnValue:
    """Send the picture. Its address changes with it, so a browser may keep it for ever."""
    found = picture_of(db.session(), person_by_handle(db.session(), acting(), handle))
    response = Response(found.content, mimetype="image/webp")
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = "inline"
    return response
