"""Inviting, and coming by an invitation."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from forum.accounts.actions import (
    INVITATION_LIFETIME,
    Details,
    accept_invitation,
    invite,
    revoke_invitation,
)
from forum.accounts.models import Account, Invitation, Organisation
from forum.accounts.passwords import check_new_password
from forum.accounts.policy import can_come_for, can_invite
from forum.accounts.queries import (
    account_by_email,
    account_with_actor,
    choosable_cities,
    choosable_organisations,
    invitation_by_public_id,
    open_invitations,
    organisation_by_id,
)
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.verdict import require
from forum.web import limits
from forum.web.auth import acting, begin_sign_in, forget_sign_in, members_only
from forum.web.context import settings, signer
from forum.web.credentials import hash_password
from forum.web.forms.accounts import InvitationForm, InvitedForm
from forum.web.presenters.applications import DOCUMENTS_VERSION

blueprint = Blueprint("invitations", __name__)


@blueprint.route("/invitations", methods=["GET", "POST"])
@members_only
@limits.invitations_of_account
def overview() -> ResponseReturnValue:
    """List open invitations, and invite somebody."""
    require(can_invite(acting()))
    form = InvitationForm()
    form.offer(choosable_organisations(db.session()), choosable_cities(db.session()))
    if form.validate_on_submit():
        with form.showing_refusals():
            invitation = _invite(form)
            flash(
                _("The invitation to %(email)s is on its way.", email=invitation.email), "success"
            )
            return redirect(url_for("invitations.overview"))
    invitations = open_invitations(db.session(), now=clock.now())
    page = render_template("invitations/overview.html", form=form, invitations=invitations)
    return page, form.status


@blueprint.post("/invitations/<public_id>/revoke")
@members_only
def revoke(public_id: str) -> ResponseReturnValue:
    """Take an invitation back."""
    require(can_invite(acting()))
    invitation = invitation_by_public_id(db.session(), public_id, now=clock.now())
    with unit_of_work() as session:
        revoke_invitation(session, acting(), invitation)
    flash(_("The invitation to %(email)s is taken back.", email=invitation.email), "success")
    return redirect(url_for("invitations.overview"))


@blueprint.route("/join/<token>", methods=["GET", "POST"])
@limits.links_from_here
def accept(token: str) -> ResponseReturnValue:
    """Ask somebody invited who they are, and let them in at once."""
    invitation = _invitation(token)
    if account_by_email(db.session(), invitation.email) is not None:
        return render_template("invitations/known.html", email=invitation.email)
    form = InvitedForm(obj=invitation)
    form.offer(_organisations(invitation), choosable_cities(db.session()))
    if form.validate_on_submit():
        with form.showing_refusals():
            account = _join(invitation, form)
            forget_sign_in()
            begin_sign_in(account)
            flash(_("Welcome! Your account is ready."), "success")
            return redirect(url_for("settings.profile"))
    return render_template(
        "invitations/accept.html", form=form, email=invitation.email
    ), form.status


def _invitation(token: str) -> Invitation:
    lifetime = int(INVITATION_LIFETIME.total_seconds())
    public_id = signer().read("invitation", token, max_age=lifetime)
    return invitation_by_public_id(db.session(), public_id, now=clock.now())


def _organisations(invitation: Invitation) -> list[Organisation]:
    """Return the organisations that somebody invited so may come for."""
    invited = organisation_by_id(db.session(), invitation.organisation_id)
    choosable = choosable_organisations(db.session())
    return [other for other in choosable if can_come_for(invited, other)]


def _invite(form: InvitationForm) -> Invitation:
    with unit_of_work() as session:
        return invite(
            session,
            acting(),
            email=form.email.data or "",
            locale=str(get_locale()),
            note=form.note.data or "",
            organisation_id=form.organisation_id.data,
            city_id=form.city_id.data,
        )


def _join(invitation: Invitation, form: InvitedForm) -> Account:
    name = form.name.data or ""
    password = check_new_password(form.password.data or "", email=invitation.email, name=name)
    password_hash = hash_password(password)
    details = Details(
        name=name,
        function=form.function.data or "",
        organisation_id=form.organisation_id.data,
        city_id=form.city_id.data,
    )
    with unit_of_work() as session:
        account = accept_invitation(
            session,
            invitation,
            details,
            password_hash=password_hash,
            locale=str(get_locale()),
            timezone=settings().timezone,
            documents_version=DOCUMENTS_VERSION,
        )
    return account_with_actor(db.session(), account.id)
