"""Ordering letters in one's settings, and confirming an order by the link in a mail."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.models import Account
from forum.accounts.queries import account_with_actor
from forum.digests.actions.order import confirm as confirm_order
from forum.digests.models import OrderConsent
from forum.digests.queries.orders import (
    CONFIRMATION_LIFETIME,
    consent_by_public_id,
    order_by_key,
)
from forum.extensions import db, unit_of_work
from forum.web import limits
from forum.web.auth import members_only
from forum.web.context import signer
from forum.web.letter_desk import own_desk
from forum.web.letter_pages import end_letter, list_of_letters, page_of_letter, pause_letter
from forum.web.presenters.letter_orders import confirm_page
from forum.web.presenters.parts import Choice
from forum.web.presenters.settings import settings_pages

blueprint = Blueprint("letter_orders", __name__)

# What the link in the mail is signed for.
PURPOSE = "confirm_order"


@blueprint.get("/settings/letters")
@members_only
def overview() -> ResponseReturnValue:
    """Show all letters: those that come, and those that can be ordered."""
    page = list_of_letters(own_desk())
    return render_template(
        "letters/overview.html", page=page, settings_pages=_tabs(), layout="layouts/settings.html"
    )


@blueprint.route("/settings/letters/<name>", methods=["GET", "POST"])
@members_only
@limits.changes_of_account
def show(name: str) -> ResponseReturnValue:
    """Order one letter, or change how it comes."""
    return page_of_letter(own_desk(), name, _tabs())


@blueprint.post("/settings/letters/<name>/pause")
@members_only
@limits.changes_of_account
def pause(name: str) -> ResponseReturnValue:
    """Pause one letter until a day, or let it come again."""
    return pause_letter(own_desk(), name, _tabs())


@blueprint.post("/settings/letters/<name>/end")
@members_only
@limits.changes_of_account
def end(name: str) -> ResponseReturnValue:
    """End one letter."""
    return end_letter(own_desk(), name)


@blueprint.get("/confirm-letters/<token>")
def confirm(token: str) -> ResponseReturnValue:
    """Ask before an order is confirmed: the scanners of mail servers open links, too."""
    consent, account = _asked_by(token)
    order = order_by_key(db.session(), account, consent.key)
    return render_template(
        "letters/confirm.html", page=confirm_page(consent, account, order, token)
    )


@blueprint.post("/confirm-letters/<token>")
@limits.links_from_here
def confirmed(token: str) -> ResponseReturnValue:
    """Confirm the order: the letters begin to come."""
    consent, account = _asked_by(token)
    with unit_of_work() as session:
        order = confirm_order(session, consent, account)
    return render_template(
        "letters/confirm.html", page=confirm_page(consent, account, order, token)
    )


def _asked_by(token: str) -> tuple[OrderConsent, Account]:
    lifetime = int(CONFIRMATION_LIFETIME.total_seconds())
    public_id = signer().read(PURPOSE, token, max_age=lifetime)
    consent = consent_by_public_id(db.session(), public_id)
    return consent, account_with_actor(db.session(), consent.account_id)


def _tabs() -> list[Choice]:
    return settings_pages("letter_orders.overview")
