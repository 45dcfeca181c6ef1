"""Who belongs to a channel: joining, leaving, and what moderators do about others."""

from collections.abc import Callable, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels import policy
from forum.channels.actions.appoint import appoint as appoint_moderator
from forum.channels.actions.appoint import dismiss as dismiss_moderator
from forum.channels.actions.join import join as join_channel
from forum.channels.actions.join import leave as leave_channel
from forum.channels.actions.membership import add_member, remove_member
from forum.channels.models import Membership
from forum.channels.queries import (
    actor_by_handle,
    channel_by_slug,
    members_of,
    moderators_of,
    people_to_add,
)
from forum.extensions import db, unit_of_work
from forum.kernel.errors import Invalid
from forum.kernel.verdict import require
from forum.web.auth import acting, members_only
from forum.web.presenters.channels import Standing, channel_head
from forum.web.presenters.memberships import adds_people, candidates, member_rows
from forum.web.standing import standing_in

blueprint = Blueprint("memberships", __name__)

ChangeOfMember = Callable[..., Membership | None]


@blueprint.get("/channels/<slug>/members")
@members_only
def show(slug: str) -> ResponseReturnValue:
    """Show who belongs to a channel; moderators of a group look for people to add."""
    standing = standing_in(slug)
    session, channel = db.session(), standing.channel
    require(policy.can_see_members(standing.actor, channel, standing.membership))
    search = request.args.get("find", "").strip()[:100]
    return render_template(
        "channels/members.html",
        channel=channel_head(standing, moderators_of(session, channel.id), "channels.about"),
        members=member_rows(standing, members_of(session, channel.id)),
        can_search=adds_people(standing),
        search=search,
        found=candidates(standing, _search(session, standing, search)),
    )


@blueprint.post("/channels/<slug>/join")
@members_only
def join(slug: str) -> ResponseReturnValue:
    """Join a channel."""
    with unit_of_work() as session:
        channel = channel_by_slug(session, slug)
        join_channel(session, acting(), channel)
    flash(_("You have joined “%(name)s”.", name=channel.name), "success")
    return redirect(url_for("channels.show", slug=channel.slug))


@blueprint.route("/channels/<slug>/leave", methods=["GET", "POST"])
@members_only
def leave(slug: str) -> ResponseReturnValue:
    """Leave a channel; leaving a group asks first, because the way back needs a moderator."""
    if request.method == "GET":
        standing = standing_in(slug)
        return render_template(
            "channels/leave.html", channel=channel_head(standing, (), "channels.show")
        )
    with unit_of_work() as session:
        channel = channel_by_slug(session, slug)
        leave_channel(session, acting(), channel)
    flash(_("You have left “%(name)s”.", name=channel.name), "success")
    return redirect(url_for("channels.overview"))


@blueprint.post("/channels/<slug>/members/<handle>/add")
@members_only
def add(slug: str, handle: str) -> ResponseReturnValue:
    """Add somebody to a group."""
    return _change(slug, handle, add_member, _("%(name)s takes part in the group now."))


@blueprint.post("/channels/<slug>/members/<handle>/remove")
@members_only
def remove(slug: str, handle: str) -> ResponseReturnValue:
    """Take somebody out of a group."""
    return _change(slug, handle, remove_member, _("%(name)s does not take part any more."))


@blueprint.post("/channels/<slug>/members/<handle>/appoint")
@members_only
def appoint(slug: str, handle: str) -> ResponseReturnValue:
    """Name somebody a moderator."""
    return _change(slug, handle, appoint_moderator, _("%(name)s moderates this channel now."))


@blueprint.post("/channels/<slug>/members/<handle>/dismiss")
@members_only
def dismiss(slug: str, handle: str) -> ResponseReturnValue:
    """Make a moderator an ordinary member again."""
    told = _("%(name)s does not moderate this channel any more.")
    return _change(slug, handle, dismiss_moderator, told)


def _change(slug: str, handle: str, verb: ChangeOfMember, told: str) -> ResponseReturnValue:
    # Whether the channel is there is told first, and only to those who may know.
    channel = standing_in(slug).channel
    person = actor_by_handle(db.session(), handle)
    if person is None:
        raise Invalid("not_a_person_here")
    with unit_of_work() as session:
        verb(session, acting(), channel, person=person)
    flash(told % {"name": person.name}, "success")
    return redirect(url_for("memberships.show", slug=channel.slug))


def _search(session: Session, standing: Standing, text: str) -> Sequence[Actor]:
    if not text or not adds_people(standing):
        return ()
    return people_to_add(session, standing.channel.id, text)
