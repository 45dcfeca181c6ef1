"""New passwords: forgotten and reset by mail, or changed in the settings."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from forum.accounts.actions import (
    RESET_LIFETIME,
    change_password,
    request_password_reset,
    reset_password,
)
from forum.accounts.models import PasswordReset
from forum.accounts.passwords import check_new_password
from forum.accounts.queries import good_password_reset
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.web import limits
from forum.web.auth import members_only, owner
from forum.web.context import signer
from forum.web.credentials import check_own_password, hash_password
from forum.web.forms.accounts import NewPasswordForm, PasswordChangeForm, ResetRequestForm
from forum.web.presenters.settings import settings_pages

blueprint = Blueprint("passwords", __name__)


@blueprint.route("/password/forgotten", methods=["GET", "POST"])
@limits.letters_from_here
@limits.letters_to_address
def forgotten() -> ResponseReturnValue:
    """Take an address; the answer is the same for known and unknown ones."""
    form = ResetRequestForm()
    if form.validate_on_submit():
        with unit_of_work() as session:
            request_password_reset(session, email=form.email.data or "", locale=str(get_locale()))
        return redirect(url_for("passwords.sent"))
    return render_template("passwords/forgotten.html", form=form), form.status


@blueprint.get("/password/sent")
def sent() -> ResponseReturnValue:
    """Say that a letter is on its way, if the address is known."""
    return render_template("passwords/sent.html")


@blueprint.route("/password/new/<token>", methods=["GET", "POST"])
@limits.links_from_here
def new(token: str) -> ResponseReturnValue:
    """Ask for a new password, once, by the link from the letter."""
    reset = _reset(token)
    form = NewPasswordForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            _set(reset, form)
            flash(_("Your new password is set. Please sign in with it."), "success")
            return redirect(url_for("sign_in.show"))
    return render_template("passwords/new.html", form=form, email=reset.email), form.status


@blueprint.route("/settings/password", methods=["GET", "POST"])
@members_only
@limits.passwords_of_account
def change() -> ResponseReturnValue:
    """Change the password; every other browser is signed out."""
    form = PasswordChangeForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            _change(form)
            flash(_("Your password is changed. All other browsers are signed out."), "success")
            return redirect(url_for("passwords.change"))
    pages = settings_pages("passwords.change")
    return (
        render_template(
            "settings/password.html", form=form, settings_pages=pages, email=owner().account.email
        ),
        form.status,
    )


def _reset(token: str) -> PasswordReset:
    lifetime = int(RESET_LIFETIME.total_seconds())
    public_id = signer().read("password_reset", token, max_age=lifetime)
    return good_password_reset(db.session(), public_id, now=clock.now())


def _set(reset: PasswordReset, form: NewPasswordForm) -> None:
    password = check_new_password(form.password.data or "", email=reset.email, name="")
    password_hash = hash_password(password)
    with unit_of_work() as session:
        reset_password(session, reset, password_hash=password_hash)


def _change(form: PasswordChangeForm) -> None:
    visitor = owner()
    check_own_password(visitor.account, form.present.data or "", field="present")
    password = check_new_password(
        form.password.data or "", email=visitor.account.email, name=visitor.actor.name
    )
    password_hash = hash_password(password)
    with unit_of_work() as session:
        change_password(session, visitor.account, password_hash=password_hash, keep=visitor.sign_in)
