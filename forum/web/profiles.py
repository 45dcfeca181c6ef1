"""Profiles of members, for members."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts import actions
from forum.accounts.queries import person_by_handle, picture_of
from forum.extensions import db, unit_of_work
from forum.kernel.errors import Invalid
from forum.messaging.meeting_policy import can_write_to
from forum.messaging.queries import direct_room_of, refusing_among
from forum.web.auth import acting, members_only
from forum.web.forms.holding import TrustForm
from forum.web.presenters.people import profile_of

blueprint = Blueprint("profiles", __name__)


@blueprint.get("/people/<handle>")
@members_only
def show(handle: str) -> ResponseReturnValue:
    """Show who somebody is and what they can help with."""
    session, actor = db.session(), acting()
    found = person_by_handle(session, actor, handle)
    writes = can_write_to(actor, found, refuses=found.id in refusing_among(session, [found.id]))
    has_room = direct_room_of(session, actor, found) is not None
    page = profile_of(found)
    return render_template("profiles/show.html", profile=page, writes=bool(writes) or has_room)


@blueprint.post("/people/<handle>/trust")
@members_only
def trust(handle: str) -> ResponseReturnValue:
    """Let what somebody writes never wait for release, or wait as everybody's does."""
    person, form = person_by_handle(db.session(), acting(), handle), TrustForm()
    if not form.validate_on_submit():
        raise Invalid("http_400")
    with unit_of_work() as session:
        if form.trusted.data == "yes":
            actions.trust(session, acting(), person)
        else:
            actions.end_trust(session, acting(), person)
    flash(_("This is how it is from now on."), "success")
    return redirect(url_for("profiles.show", handle=handle), 303)


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
