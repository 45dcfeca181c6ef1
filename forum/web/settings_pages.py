"""One's own settings: the profile with its picture, and how the hub is shown."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.actions import (
    Details,
    change_display,
    change_picture,
    change_profile,
    choose_ways,
    remove_picture,
)
from forum.accounts.models import Appearance, Organisation
from forum.accounts.pictures import LARGEST, square_webp
from forum.accounts.policy import can_belong_to
from forum.accounts.queries import choosable_cities, choosable_organisations
from forum.digests.actions.change import follow_clock
from forum.extensions import db, unit_of_work
from forum.web import limits
from forum.web.auth import acting, members_only, owner
from forum.web.forms.accounts import DisplayForm, PictureForm, ProfileForm
from forum.web.presenters.people import person_of
from forum.web.presenters.settings import settings_pages
from forum.web.threadpool import off_the_loop

blueprint = Blueprint("settings", __name__)


@blueprint.get("/settings")
@members_only
def show() -> ResponseReturnValue:
    """Lead to the first page."""
    return redirect(url_for("settings.profile"))


@blueprint.route("/settings/profile", methods=["GET", "POST"])
@members_only
@limits.changes_of_account
def profile() -> ResponseReturnValue:
    """Change what others see."""
    form = ProfileForm(obj=acting())
    form.offer(_organisations(), choosable_cities(db.session()))
    if form.validate_on_submit():
        with form.showing_refusals():
            _change_profile(form)
            flash(_("Your profile is saved."), "success")
            return redirect(url_for("settings.profile"))
    return _profile_page(form, PictureForm(formdata=None)), form.status


@blueprint.post("/settings/picture")
@members_only
@limits.pictures_of_account
def picture() -> ResponseReturnValue:
    """Set one's picture."""
    form = PictureForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            content = off_the_loop(square_webp, _uploaded())
            with unit_of_work() as session:
                change_picture(session, acting(), content=content)
            flash(_("Your picture is saved."), "success")
            return redirect(url_for("settings.profile"))
    profile_form = ProfileForm(formdata=None, obj=acting())
    profile_form.offer(_organisations(), choosable_cities(db.session()))
    return _profile_page(profile_form, form), form.status


@blueprint.post("/settings/picture/remove")
@members_only
def remove() -> ResponseReturnValue:
    """Take one's picture away."""
    with unit_of_work() as session:
        remove_picture(session, acting())
    flash(_("Your picture is removed."), "success")
    return redirect(url_for("settings.profile"))


@blueprint.route("/settings/display", methods=["GET", "POST"])
@members_only
@limits.changes_of_account
def display() -> ResponseReturnValue:
    """Choose language, colours and time zone, shortcuts and presence."""
    form = DisplayForm(obj=owner().account)
    if form.validate_on_submit():
        with form.showing_refusals():
            _change_display(form)
        if not form.errors:
            return redirect(url_for("settings.display", saved=1))
    pages = settings_pages("settings.display")
    saved = "saved" in request.args
    page = render_template("settings/display.html", form=form, settings_pages=pages, saved=saved)
    return page, form.status


def _organisations() -> list[Organisation]:
    """Return the organisations this member may choose, and the present one."""
    present = acting().organisation
    return [
        other
        for other in choosable_organisations(db.session())
        if other == present or can_belong_to(present, other)
    ]


def _change_profile(form: ProfileForm) -> None:
    details = Details(
        name=form.name.data or "",
        function=form.function.data or "",
        organisation_id=form.organisation_id.data,
        city_id=form.city_id.data,
    )
    with unit_of_work() as session:
        change_profile(session, acting(), details, offers=form.offers.data or "")


def _change_display(form: DisplayForm) -> None:
    account = owner().account
    with unit_of_work() as session:
        change_display(
            session,
            account,
            locale=form.locale.data,
            appearance=Appearance(form.appearance.data),
            timezone=form.timezone.data,
        )
        session.flush()  # What follows reads the row again.
        follow_clock(session, account)
        choose_ways(
            session,
            account,
            uses_shortcuts=form.uses_shortcuts.data,
            shows_presence=form.shows_presence.data,
        )


def _uploaded() -> bytes:
    # One byte more than allowed is enough to see that it is too much.
    return request.files["picture"].stream.read(LARGEST + 1)


def _profile_page(form: ProfileForm, picture_form: PictureForm) -> str:
    return render_template(
        "settings/profile.html",
        form=form,
        picture_form=picture_form,
        person=person_of(acting()),
        settings_pages=settings_pages("settings.profile"),
    )
