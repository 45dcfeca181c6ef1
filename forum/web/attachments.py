"""Files: uploading, sending, describing and removing them, and the list of one's own."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.attachments import actions, queries
from forum.attachments.models import Attachment
from forum.attachments.references import markdown_of
from forum.extensions import db, unit_of_work
from forum.kernel.errors import Invalid
from forum.web import limits
from forum.web.auth import acting, current_actor, members_only
from forum.web.context import settings
from forum.web.presenters.attachments import (
    licence_choices,
    own_file,
    size_words,
    upload_fields,
)
from forum.web.presenters.parts import Pages
from forum.web.presenters.settings import settings_pages
from forum.web.serving import file_response, preview_response
from forum.web.uploads import licence_from, sent_file, taken_in

blueprint = Blueprint("attachments", __name__)
# The editor is a macro: it sees what every template sees, and no view's variables.
blueprint.add_app_template_global(upload_fields)


@blueprint.post("/attachments")
@limits.uploads_of_account
def upload() -> ResponseReturnValue:
    """Take a file in; a script learns what to write into the text, a form leads to the list."""
    acting()
    file = sent_file("file")
    if file is None:
        raise Invalid("attachment_missing", field="file")
    licence = licence_from(request.form.get("licence"))
    attachment = taken_in(file, alt=request.form.get("alt", ""), licence=licence)
    if _wants_json():
        return jsonify(_facts(attachment)), 201
    flash(_("The file is attached."), "success")
    return redirect(url_for("attachments.overview"), 303)


@blueprint.get("/attachments/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    """Send the file to whoever may read a post that shows it."""
    return file_response(queries.attachment_for(db.session(), current_actor(), public_id))


@blueprint.get("/attachments/<public_id>/preview")
def preview(public_id: str) -> ResponseReturnValue:
    """Send the picture as it stands in a post."""
    attachment = queries.attachment_for(db.session(), current_actor(), public_id)
    return preview_response(attachment)


@blueprint.post("/attachments/<public_id>")
@limits.changes_of_account
def describe(public_id: str) -> ResponseReturnValue:
    """Change description and licence."""
    actor, licence = acting(), licence_from(request.form.get("licence"))
    queries.attachment_for(db.session(), actor, public_id)
    with unit_of_work() as session:
        attachment = queries.attachment_by_public_id(session, public_id)
        attachment = actions.describe(
            session, actor, attachment, alt=request.form.get("alt"), licence=licence
        )
    if _wants_json():
        return jsonify(_facts(attachment))
    flash(_("The file is described anew."), "success")
    return redirect(url_for("attachments.overview"), 303)


@blueprint.post("/attachments/<public_id>/remove")
@members_only
def remove(public_id: str) -> ResponseReturnValue:
    """Take the file away."""
    queries.attachment_for(db.session(), acting(), public_id)
    with unit_of_work() as session:
        attachment = queries.attachment_by_public_id(session, public_id)
        actions.remove(session, acting(), attachment)
    flash(_("The file is deleted."), "success")
    return redirect(url_for("attachments.overview"), 303)


@blueprint.get("/settings/files")
@members_only
def overview() -> ResponseReturnValue:
    """List one's own files, where they are shown, and how much room is left."""
    session, quota = db.session(), settings().attachment_quota_megabytes * 1024**2
    page = queries.own_attachments(session, acting(), request.args.get("before"))
    taken = queries.stored_bytes(session, acting())
    later = page.after and url_for("attachments.overview", before=page.after)
    return render_template(
        "attachments/overview.html",
        rows=[own_file(one) for one in page.items],
        pages=Pages(later_url=later, first_url=url_for("attachments.overview")),
        taken=size_words(taken),
        quota=size_words(quota),
        share=min(round(taken * 100 / quota), 100),
        licences=licence_choices(),
        settings_pages=settings_pages("attachments.overview"),
    )


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _facts(attachment: Attachment) -> dict[str, object]:
    return {
        "public_id": attachment.public_id,
        "name": attachment.name,
        "url": url_for("attachments.show", public_id=attachment.public_id),
        "markdown": markdown_of(attachment),
        "is_picture": attachment.is_picture,
        "size": attachment.size,
        "alt": attachment.alt,
        "licence": attachment.licence.value,
        "width": attachment.width,
        "height": attachment.height,
    }
