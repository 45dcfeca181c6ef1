"""The way of a file from a form into the store: looked at, put down, and only then written about.

Looking at it takes time and happens before the transaction. A crash on the way leaves a file that
no row speaks of, which the clean-up finds.
"""

import threading

from flask import g, request
from flask_limiter import RateLimitExceeded
from werkzeug.datastructures import FileStorage

from forum.attachments.actions import Limits, add, require_room
from forum.attachments.content import Content, examined
from forum.attachments.models import Attachment, Licence, preview_key_of
from forum.attachments.references import markdown_of
from forum.attachments.storage import Storage, new_key
from forum.extensions import db, unit_of_work
from forum.kernel.errors import Invalid, TooMany
from forum.web import limits
from forum.web.auth import acting
from forum.web.context import settings, storage
from forum.web.forms.threads import WritingForm
from forum.web.threadpool import off_the_loop

# A picture of 40 megapixels takes 160 MB while it is worked on: two at a time.
_at_work = threading.BoundedSemaphore(2)


def upload_limits() -> Limits:
    """Return how much may be uploaded."""
    chosen = settings()
    return Limits(
        largest=chosen.attachment_megabytes * 1024**2,
        quota=chosen.attachment_quota_megabytes * 1024**2,
        most_pixels=chosen.picture_megapixels * 1_000_000,
    )


def sent_file(name: str) -> FileStorage | None:
    """Return the file of a form's field, or ``None`` where none was chosen.

    Raises `Invalid` ``one_file_at_a_time``: each has its own description and licence.
    """
    files = [file for file in request.files.getlist(name) if file.filename]
    if len(files) > 1:
        raise Invalid("one_file_at_a_time", field="file")
    return files[0] if files else None


def licence_from(value: str | None) -> Licence | None:
    """Read the choice of a licence; nothing sent is no choice. Raises `Invalid`."""
    if not value:
        return None
    try:
        return Licence(value)
    except ValueError:
        raise Invalid("no_licence", field="licence") from None


def attach_sent(form: WritingForm) -> None:
    """Take in the file that came along with a text, and name it at the end of the text.

    Whatever button was pressed: a file that somebody has chosen is not forgotten. Raises `Invalid`,
    `NotAllowed` and `TooMany`.
    """
    file = sent_file("attachment")
    if file is None:
        if form.intent == "attach":
            raise Invalid("attachment_missing", field="file")
        return
    licence = licence_from(request.form.get("attachment_licence"))
    try:
        with limits.uploads_of_account:
            alt = request.form.get("attachment_alt", "")
            attachment = taken_in(file, alt=alt, licence=licence)
    except RateLimitExceeded:
        raise TooMany("uploading_too_often") from None
    written = (form.body.data or "").rstrip()
    form.body.data = "\n\n".join(part for part in (written, markdown_of(attachment)) if part)
    g.file_attached = True


def taken_in(file: FileStorage, *, alt: str, licence: Licence | None) -> Attachment:
    """Look at the file, put it into the store and keep its row. Raises `Invalid`, `NotAllowed`."""
    allowed = upload_limits()
    require_room(db.session(), acting(), 1, allowed)
    upload, name = file.stream.read(allowed.largest + 1), file.filename or ""
    with _at_work:
        content = off_the_loop(
            examined, upload, name, largest=allowed.largest, most_pixels=allowed.most_pixels
        )
    key, files = new_key(), storage()
    off_the_loop(_put, files, key, content)
    kept = None
    try:
        with unit_of_work() as session:
            kept = add(
                session,
                acting(),
                content,
                key=key,
                limits=allowed,
                alt=alt,
                licence=licence or Licence.INTERNAL,
            )
    finally:
        if kept is None or kept.key != key:
            off_the_loop(_forget, files, key)
    return kept


def _put(files: Storage, key: str, content: Content) -> None:
    if content.preview is not None:
        files.put(preview_key_of(key), content.preview)
    files.put(key, content.content)


def _forget(files: Storage, key: str) -> None:
    files.delete(key)
    files.delete(preview_key_of(key))
