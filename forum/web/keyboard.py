"""The shortcuts: the page that lists them, and the switch that turns them off."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.actions import choose_shortcuts
from forum.extensions import unit_of_work
from forum.web.auth import current_account, own_path
from forum.web.presenters.keyboard import shortcut_groups

blueprint = Blueprint("keyboard", __name__)


@blueprint.get("/help/keyboard")
def show() -> ResponseReturnValue:
    """Show all shortcuts; a script shows the same in a dialog."""
    return render_template("keyboard/show.html", groups=shortcut_groups())


@blueprint.post("/shortcuts")
def choose() -> ResponseReturnValue:
    """Turn shortcuts on or off from now on; a script gets no page back."""
    wanted = request.form.get("shortcuts") == "on"
    account = current_account()
    if account is None:
        session["shortcuts"] = "on" if wanted else "off"
    else:
        with unit_of_work() as unit:
            choose_shortcuts(unit, account, wanted=wanted)
    if request.accept_mimetypes.best == "application/json":
        return "", 204
    return redirect(own_path(request.form.get("next") or url_for("keyboard.show")), 303)
