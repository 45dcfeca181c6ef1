"""How letters go out: in numbers, what is unclear, and why one member got none."""

import datetime as dt
from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.digests.actions import resend as actions
from forum.digests.models import Issue
from forum.digests.policy import can_look_after_letters
from forum.digests.queries import delivery as queries
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.errors import Conflict
from forum.kernel.verdict import require
from forum.mailboxes.actions import resume_delivery
from forum.web.auth import acting, members_only, own_path
from forum.web.presenters.delivery import (
    count_rows,
    issue_row,
    mailbox_row,
    member_page,
    member_rows,
)
from forum.web.presenters.editions import editorial_tabs
from forum.web.texts import sentence

blueprint = Blueprint("delivery", __name__)
SHOWN = dt.timedelta(days=63)


@blueprint.get("/delivery")
@members_only
def overview() -> ResponseReturnValue:
    """Show the letters of the last weeks in numbers, what is unclear, and whom none reach."""
    require(can_look_after_letters(acting()))
    session = db.session()
    return render_template(
        "delivery/overview.html",
        counts=count_rows(queries.counts_since(session, clock.now() - SHOWN)),
        issues=[issue_row(one, one.account) for one in queries.open_issues(session)],
        mailboxes=[mailbox_row(*one) for one in queries.paused_mailboxes(session)],
        tabs=editorial_tabs(acting(), "delivery.overview"),
    )


@blueprint.get("/delivery/people")
@members_only
def people() -> ResponseReturnValue:
    """Find a member by name or address."""
    require(can_look_after_letters(acting()))
    text = request.args.get("q", "").replace("\0", "").strip()[:100]
    found = member_rows(queries.members_named(db.session(), text))
    return render_template("delivery/people.html", text=text, found=found)


@blueprint.get("/delivery/people/<public_id>")
@members_only
def member(public_id: str) -> ResponseReturnValue:
    """Show why letters reach a member, or do not."""
    require(can_look_after_letters(acting()))
    session = db.session()
    account = queries.account_of_member(session, public_id)
    page = member_page(queries.delivery_to(session, account, clock.now()))
    return render_template("delivery/member.html", page=page)


@blueprint.post("/delivery/letters/<public_id>/resend")
@members_only
def resend(public_id: str) -> ResponseReturnValue:
    """Send a letter again."""
    return _did(public_id, actions.resend, _("It is sent again within the next minutes."))


@blueprint.post("/delivery/letters/<public_id>/leave")
@members_only
def leave(public_id: str) -> ResponseReturnValue:
    """Leave a letter as it is."""
    return _did(public_id, actions.leave, _("It is left as it is."))


@blueprint.post("/delivery/people/<public_id>/resume")
@members_only
def resume(public_id: str) -> ResponseReturnValue:
    """Try again whether letters reach a mailbox."""
    require(can_look_after_letters(acting()))
    account = queries.account_of_member(db.session(), public_id)
    with unit_of_work() as session:
        resume_delivery(session, acting(), account)
    flash(_("Letters to %(address)s are tried again.", address=account.email), "success")
    return _back()


def _did(
    public_id: str, act: Callable[[Session, Actor, Issue], Issue], done: str
) -> ResponseReturnValue:
    require(can_look_after_letters(acting()))
    issue = queries.issue_by_public_id(db.session(), public_id)
    try:
        with unit_of_work() as session:
            act(session, acting(), issue)
    except Conflict as conflict:
        flash(sentence(conflict.reason), "warning")
    else:
        flash(done, "success")
    return _back()


def _back() -> ResponseReturnValue:
    """Return to the page that the button stood on."""
    target = own_path(request.form.get("next") or url_for(".overview"))
    return redirect(target, 303)
