"""Signing up: the form, the letter, the confirmation."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from forum.accounts.actions import (
    CONFIRMATION_LIFETIME,
    Details,
    confirm_application,
    file_application,
)
from forum.accounts.addresses import clean_email
from forum.accounts.models import Application
from forum.accounts.passwords import check_new_password
from forum.accounts.policy import needs_a_look
from forum.accounts.queries import (
    application_by_public_id,
    choosable_cities,
    choosable_organisations,
)
from forum.extensions import db, unit_of_work
from forum.settings import SignUp
from forum.web import limits
from forum.web.context import settings, signer
from forum.web.credentials import hash_password
from forum.web.forms.accounts import SignUpForm
from forum.web.presenters.applications import DOCUMENTS_VERSION

blueprint = Blueprint("sign_up", __name__)


@blueprint.route("/sign-up", methods=["GET", "POST"])
@limits.letters_from_here
@limits.letters_to_address
def show() -> ResponseReturnValue:
    """Ask who somebody is; the answer is the same for known and unknown addresses."""
    if settings().sign_up is SignUp.INVITATION:
        return render_template("sign_up/by_invitation.html")
    form = SignUpForm()
    form.offer(choosable_organisations(db.session()), choosable_cities(db.session()))
    if form.validate_on_submit():
        with form.showing_refusals():
            _file(form)
            return redirect(url_for("sign_up.sent"))
    return render_template("sign_up/show.html", form=form, sign_up=settings().sign_up), form.status


@blueprint.get("/sign-up/sent")
def sent() -> ResponseReturnValue:
    """Say that a letter is on its way."""
    return render_template("sign_up/sent.html")


@blueprint.get("/sign-up/confirm/<token>")
def confirm(token: str) -> ResponseReturnValue:
    """Ask to confirm with a button: the scanners of mail servers open links, too."""
    return render_template("sign_up/confirm.html", application=_application(token), token=token)


@blueprint.post("/sign-up/confirm/<token>")
@limits.links_from_here
def confirmed(token: str) -> ResponseReturnValue:
    """Confirm the address, and say what happens next."""
    application = _application(token)
    is_at_once = settings().sign_up is SignUp.OPEN and not needs_a_look(application.organisation)
    with unit_of_work() as session:
        application = confirm_application(
            session, application, needs_approval=not is_at_once, timezone=settings().timezone
        )
    return render_template("sign_up/confirmed.html", application=application)


def _application(token: str) -> Application:
    lifetime = int(CONFIRMATION_LIFETIME.total_seconds())
    public_id = signer().read("application", token, max_age=lifetime)
    return application_by_public_id(db.session(), public_id)


def _file(form: SignUpForm) -> None:
    email, name = form.email.data or "", form.name.data or ""
    clean_email(email)
    password = check_new_password(form.password.data or "", email=email, name=name)
    password_hash = hash_password(password)
    with unit_of_work() as session:
        file_application(
            session,
            Details(
                name=name,
                function=form.function.data or "",
                organisation_id=form.organisation_id.data,
                other_organisation=form.other_organisation.data or "",
                city_id=form.city_id.data,
            ),
            form_key=form.form_key.data or "",
            email=email,
            password_hash=password_hash,
            reason=form.reason.data or "",
            locale=str(get_locale()),
            documents_version=DOCUMENTS_VERSION,
        )
