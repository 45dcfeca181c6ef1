"""Letters that come back: the reader has delivery tried again."""

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.extensions import unit_of_work
from forum.mailboxes.actions import resume_delivery
from forum.web import limits
from forum.web.auth import acting, members_only, own_path, owner

blueprint = Blueprint("mailboxes", __name__)


@blueprint.post("/settings/mailbox/resume")
@members_only
@limits.changes_of_account
def resume() -> ResponseReturnValue:
    """Send letters to the reader's address again."""
    with unit_of_work() as session:
        resume_delivery(session, acting(), owner().account)
    flash(_("Letters to you are sent again, beginning with the next."), "success")
    return redirect(own_path(request.form.get("next")), 303)
