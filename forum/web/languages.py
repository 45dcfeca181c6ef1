"""The language of the pages, for everybody."""

from flask import Blueprint, redirect, request, session
from flask.typing import ResponseReturnValue

from forum.accounts.actions import change_display
from forum.extensions import unit_of_work
from forum.kernel.errors import NotFound
from forum.web.auth import current_account, own_path
from forum.web.locale import LOCALES

blueprint = Blueprint("languages", __name__)


@blueprint.route("/languages/<locale>", methods=["GET", "POST"])
def choose(locale: str) -> ResponseReturnValue:
    """Show the pages in this language from now on.

    A link may do this, so that it stands in the footer like any other. Pages elsewhere may not:
    browsers say where a click comes from.
    """
    if locale not in LOCALES:
        raise NotFound("http_404")
    target = own_path(request.values.get("next"))
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return redirect(target)
    session["locale"] = locale
    account = current_account()
    if account is not None and account.locale != locale:
        with unit_of_work() as unit:
            change_display(
                unit,
                account,
                locale=locale,
                appearance=account.appearance,
                timezone=account.timezone,
            )
    return redirect(target)
