"""How one wishes to be told, by kind and by channel."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.channels.policy import readable_channels
from forum.digests.models import LetterKind
from forum.digests.queries.orders import counts_as_ordered
from forum.extensions import db, unit_of_work
from forum.messaging.actions import choose_chat_mail
from forum.messaging.queries.missed import is_told_by_mail
from forum.notifications import actions, queries
from forum.web import limits
from forum.web.auth import acting, members_only, owner
from forum.web.forms.notifications import ChannelWayForm, WaysForm
from forum.web.frame import listed_channels
from forum.web.presenters.notification_settings import channel_ways, weekly_hint
from forum.web.presenters.settings import settings_pages

blueprint = Blueprint("notification_settings", __name__)


@blueprint.route("/settings/notifications", methods=["GET", "POST"])
@members_only
@limits.changes_of_account
def show() -> ResponseReturnValue:
    """Choose how one is told, kind by kind."""
    form, account = WaysForm(), owner().account
    if request.method == "GET":
        _show_present(form)
    if form.validate_on_submit():
        with form.showing_refusals(), unit_of_work() as session:
            actions.choose_ways(session, account, form.ways())
            if form.chat_by_mail is not None:
                choose_chat_mail(session, account, by_mail=form.chat_by_mail)
            actions.choose_following(account, follows_written=form.follows_written.data)
        if not form.errors:
            flash(_("Saved."), "success")
            return redirect(url_for("notification_settings.show"), 303)
    return _page(form), form.status


@blueprint.post("/settings/notifications/channels")
@members_only
@limits.changes_of_account
def choose_channel() -> ResponseReturnValue:
    """Choose for one channel."""
    form = _channel_form()
    if not form.validate_on_submit():
        ways = WaysForm(formdata=None)
        _show_present(ways)
        return _page(ways, form), 422
    chosen = {entry.channel.slug: entry.channel for entry in listed_channels()}
    channel = chosen[form.channel.data]
    with unit_of_work() as session:
        actions.choose_channel_way(session, owner().account, channel.id, form.chosen())
    flash(_("Saved for “%(name)s”.", name=channel.name), "success")
    return redirect(url_for("notification_settings.show"), 303)


def _channel_form() -> ChannelWayForm:
    form = ChannelWayForm()
    form.offer([entry.channel for entry in listed_channels() if entry.is_readable])
    return form


def _show_present(form: WaysForm) -> None:
    account = owner().account
    wishes = queries.wishes_of(db.session(), account)
    chat = is_told_by_mail(db.session(), account)
    form.show(wishes, follows_written=account.follows_written, chat_by_mail=chat)


def _page(form: WaysForm, channel_form: ChannelWayForm | None = None) -> str:
    account = owner().account
    readable = readable_channels(acting())
    chosen = queries.channels_with_wishes(db.session(), account, readable)
    return render_template(
        "settings/notifications.html",
        form=form,
        channel_form=channel_form or _channel_form(),
        channels=channel_ways(chosen),
        settings_pages=settings_pages("notification_settings.show"),
        weekly=weekly_hint(counts_as_ordered(db.session(), account, LetterKind.WEEKLY)),
    )
