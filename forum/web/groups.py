"""Working groups: opening, archiving, taking up again."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.channels import policy
from forum.channels.actions.group import archive_group, open_group, reopen_group
from forum.channels.models import Audience
from forum.channels.queries import channel_by_slug, moderates_anywhere
from forum.extensions import db, unit_of_work
from forum.kernel.verdict import require
from forum.web.auth import acting, members_only
from forum.web.forms.channels import GroupForm
from forum.web.presenters.channels import audience_of, channel_head
from forum.web.standing import standing_in

blueprint = Blueprint("groups", __name__)


@blueprint.route("/groups/new", methods=["GET", "POST"])
@members_only
def open_one() -> ResponseReturnValue:
    """Open a working group."""
    actor = acting()
    moderates = moderates_anywhere(db.session(), actor)
    require(policy.can_open_group(actor, moderates_anywhere=moderates))
    form = GroupForm()
    if form.validate_on_submit():
        with unit_of_work() as session:
            group = open_group(session, actor, name=form.line("name"), purpose=form.line("purpose"))
        flash(_("The group is open. Now add the people who take part."), "success")
        return redirect(url_for("memberships.show", slug=group.slug))
    audience = audience_of(Audience.INVITED)
    page = render_template("channels/group.html", form=form, audience=audience)
    return page, 422 if form.errors else 200


@blueprint.route("/channels/<slug>/archive", methods=["GET", "POST"])
@members_only
def archive(slug: str) -> ResponseReturnValue:
    """Archive a group, after asking."""
    if request.method == "GET":
        standing = standing_in(slug)
        require(policy.can_archive(standing.actor, standing.channel, standing.membership))
        head = channel_head(standing, (), "channels.about")
        return render_template("channels/archive.html", channel=head)
    with unit_of_work() as session:
        channel = archive_group(session, acting(), channel_by_slug(session, slug))
    flash(_("The group is archived. It can still be read."), "success")
    return redirect(url_for("channels.about", slug=channel.slug))


@blueprint.post("/channels/<slug>/reopen")
@members_only
def reopen(slug: str) -> ResponseReturnValue:
    """Take an archived group up again."""
    with unit_of_work() as session:
        channel = reopen_group(session, acting(), channel_by_slug(session, slug))
    flash(_("The group goes on."), "success")
    return redirect(url_for("channels.about", slug=channel.slug))
