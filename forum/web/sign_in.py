"""Signing in and out in this browser."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.actions import end_sign_in
from forum.extensions import db, unit_of_work
from forum.kernel.errors import NotAllowed, NotFound
from forum.moderation.queries.statements import statement_of_exclusion
from forum.web import limits
from forum.web.auth import begin_sign_in, current_account, current_visitor, forget_sign_in, own_path
from forum.web.context import settings, signer
from forum.web.credentials import better_hash, verified_account
from forum.web.forms.accounts import SignInForm
from forum.web.presenters.statements import PURPOSE, shut_out_page
from forum.web.texts import sentence

blueprint = Blueprint("sign_in", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@limits.sign_in_from_here
@limits.sign_in_of_address_from_here
@limits.sign_in_of_address
def show() -> ResponseReturnValue:
    """Ask for address and password."""
    target = own_path(request.args.get("next"))
    if current_account() is not None:
        return redirect(target)
    form = SignInForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            return _sign_in(form) or redirect(target)
    return render_template("sign_in/show.html", form=form, sign_up=settings().sign_up), form.status


@blueprint.post("/sign-out")
def end() -> ResponseReturnValue:
    """End the sign-in of this browser, on the server too."""
    visitor = current_visitor()
    if visitor is not None:
        try:
            with unit_of_work() as session:
                end_sign_in(session, visitor.account, visitor.sign_in.public_id)
        except NotFound:
            pass  # Ended from elsewhere in this very moment: what was wanted is so.
    forget_sign_in()
    flash(_("You have signed out."), "success")
    return redirect(url_for("sign_in.show"))


def _sign_in(form: SignInForm) -> ResponseReturnValue | None:
    """Sign in; return the page that says why not to who is shut out: they have proven who it is."""
    password = form.password.data or ""
    account = verified_account(form.email.data or "", password)
    try:
        begin_sign_in(account, better_hash=better_hash(account.password_hash, password))
    except NotAllowed as refused:
        statement = statement_of_exclusion(db.session(), account.actor)
        token = signer().sign(PURPOSE, statement.public_id) if statement else ""
        page = shut_out_page(statement, token) if statement else None
        text = sentence(refused.reason, **refused.values)
        return render_template("sign_in/shut_out.html", sentence=text, page=page), 403
    return None
