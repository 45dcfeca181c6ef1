"""Another e-mail address: asked for in the settings, agreed to at both mailboxes."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.actions import (
    EMAIL_CHANGE_LIFETIME,
    Side,
    cancel_email_change,
    confirm_email_change,
    request_email_change,
)
from forum.accounts.models import EmailChange
from forum.accounts.queries import email_change_by_public_id, open_email_change
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.web import limits
from forum.web.auth import members_only, owner
from forum.web.context import signer
from forum.web.credentials import check_own_password
from forum.web.forms.accounts import EmailChangeForm
from forum.web.presenters.settings import settings_pages

blueprint = Blueprint("email_changes", __name__)


@blueprint.route("/settings/email", methods=["GET", "POST"])
@members_only
@limits.passwords_of_account
@limits.letters_of_account
@limits.letters_to_address
def show() -> ResponseReturnValue:
    """Ask for another address; the answer is the same for known and unknown ones."""
    form = EmailChangeForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            _request(form)
            flash(_("Two letters are on their way: one to each of the two addresses."), "success")
            return redirect(url_for("email_changes.show"))
    account = owner().account
    page = render_template(
        "settings/email.html",
        form=form,
        settings_pages=settings_pages("email_changes.show"),
        email=account.email,
        change=open_email_change(db.session(), account, now=clock.now()),
    )
    return page, form.status


@blueprint.get("/email-change/<side>/<token>")
def confirm(side: str, token: str) -> ResponseReturnValue:
    """Ask to agree with a button: the scanners of mail servers open links, too."""
    change = _change(token, _side(side))
    return render_template("settings/email_confirm.html", change=change, side=side, token=token)


@blueprint.post("/email-change/<side>/<token>")
@limits.links_from_here
def confirmed(side: str, token: str) -> ResponseReturnValue:
    """Note that one mailbox agrees; the second one carries the change out."""
    change = _change(token, _side(side))
    with unit_of_work() as session:
        change = confirm_email_change(session, change, side=_side(side))
    return render_template("settings/email_confirmed.html", change=change)


@blueprint.post("/email-change/cancel/<token>")
@limits.links_from_here
def cancelled(token: str) -> ResponseReturnValue:
    """Call the change off, from the old mailbox."""
    change = _change(token, Side.OLD)
    with unit_of_work() as session:
        cancel_email_change(session, change)
    return render_template("settings/email_cancelled.html", change=change)


@blueprint.post("/settings/email/cancel")
@members_only
def cancel() -> ResponseReturnValue:
    """Call the change off, in the settings."""
    change = open_email_change(db.session(), owner().account, now=clock.now())
    if change is not None:
        with unit_of_work() as session:
            cancel_email_change(session, change)
    flash(_("Your address stays as it is."), "success")
    return redirect(url_for("email_changes.show"))


def _side(name: str) -> Side:
    if name not in set(Side):
        raise NotFound("link")
    return Side(name)


def _change(token: str, side: Side) -> EmailChange:
    lifetime = int(EMAIL_CHANGE_LIFETIME.total_seconds())
    public_id = signer().read(f"email_change_{side}", token, max_age=lifetime)
    change = email_change_by_public_id(db.session(), public_id)
    if change.ended_at is not None:
        raise NotFound("link")
    return change


def _request(form: EmailChangeForm) -> None:
    account = owner().account
    check_own_password(account, form.present.data or "", field="present")
    with unit_of_work() as session:
        request_email_change(session, account, new_email=form.new_email.data or "")
