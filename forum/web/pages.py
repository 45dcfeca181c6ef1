"""The operator's pages, and the way to write to the operator."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from forum.extensions import db, limiter, unit_of_work
from forum.kernel.errors import Conflict, NotFound
from forum.kernel.verdict import require
from forum.pages.actions import edit_page, send_contact_message
from forum.pages.defaults import default_page
from forum.pages.models import PageName
from forum.pages.policy import can_edit_pages
from forum.pages.queries import newest_version
from forum.web.auth import acting, current_account, current_actor, members_only
from forum.web.forms.pages import ContactForm, PageForm
from forum.web.presenters.pages import PageView, page_view

blueprint = Blueprint("pages", __name__)


@blueprint.get("/pages/<name>")
def show(name: str) -> ResponseReturnValue:
    """Show a page in the reader's language."""
    page = _page(name)
    return render_template(
        "pages/show.html", page=page, name=name, can_edit=can_edit_pages(current_actor())
    )


@blueprint.route("/pages/<name>/edit", methods=["GET", "POST"])
@members_only
def edit(name: str) -> ResponseReturnValue:
    """Write a new version; the second of two editors is shown both."""
    require(can_edit_pages(current_actor()))
    page, newer = _page(name), None
    form = PageForm(title=page.title, source=page.source, based_on=page.version)
    if form.validate_on_submit():
        try:
            if _publish(PageName(name), form):
                flash(_("The page has been published."), "success")
                return redirect(url_for("pages.show", name=name))
        except Conflict:
            newer = _page(name)
    status = 409 if newer else form.status
    return render_template("pages/edit.html", form=form, name=name, newer=newer), status


@blueprint.route("/contact", methods=["GET", "POST"])
@limiter.limit("10/hour", methods=["POST"])
def contact() -> ResponseReturnValue:
    """Take a message to the operator, from anybody and about any page."""
    actor, account = current_actor(), current_account()
    form = ContactForm(
        name=actor.name if actor else "",
        email=account.email if account else "",
        about=request.args.get("about", ""),
    )
    if form.validate_on_submit() and _send(form):
        flash(_("Thank you. Your message has reached us, and we will answer by e-mail."), "success")
        return redirect(url_for("pages.contact"))
    return render_template("pages/contact.html", form=form), form.status


def _publish(name: PageName, form: PageForm) -> bool:
    with form.showing_refusals(), unit_of_work() as session:
        edit_page(
            session,
            acting(),
            name,
            locale=str(get_locale()),
            title=form.title.data or "",
            source=form.source.data or "",
            based_on=form.based_on.data or 0,
        )
    return not form.errors


def _send(form: ContactForm) -> bool:
    with form.showing_refusals(), unit_of_work() as session:
        send_contact_message(
            session,
            name=form.name.data or "",
            email=form.email.data or "",
            text=form.text.data or "",
            about=form.about.data or "",
            submission_key=form.submission_key.data or "",
        )
    return not form.errors


def _page(name: str) -> PageView:
    if name not in set(PageName):
        raise NotFound("http_404")
    locale = str(get_locale())
    row = newest_version(db.session(), PageName(name), locale)
    return page_view(row, default_page(PageName(name), locale))
