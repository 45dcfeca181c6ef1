"""The letters one has had, to be read again on the web: one's own, and nobody else's."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forum.digests.queries.archive import letters_of
from forum.extensions import db
from forum.web.auth import members_only, owner
from forum.web.presenters.letters import archive_page

blueprint = Blueprint("letters", __name__)


@blueprint.get("/letters")
@members_only
def overview() -> ResponseReturnValue:
    """Show the letters that were sent to the reader, newest first."""
    account = owner().account
    page = letters_of(db.session(), account, before=request.args.get("before"))
    return render_template("letters/archive.html", page=archive_page(page, account))
