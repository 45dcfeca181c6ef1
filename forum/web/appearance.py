"""Light or dark, for everybody."""

from flask import Blueprint, redirect, request, session
from flask.typing import ResponseReturnValue

from forum.accounts.actions import change_display
from forum.accounts.models import Appearance
from forum.extensions import unit_of_work
from forum.kernel.errors import Invalid
from forum.web.auth import current_account, own_path

blueprint = Blueprint("appearance", __name__)


@blueprint.post("/appearance")
def choose() -> ResponseReturnValue:
    """Show the pages in these colours from now on; a script gets no page back."""
    theme = request.form.get("theme")
    if theme not in set(Appearance):
        raise Invalid("unknown_appearance")
    account = current_account()
    session["theme"] = theme
    if account is not None:
        with unit_of_work() as unit:
            change_display(
                unit,
                account,
                locale=account.locale,
                appearance=Appearance(theme),
                timezone=account.timezone,
            )
    if request.accept_mimetypes.best == "application/json":
        return "", 204
    return redirect(own_path(request.form.get("next")))
