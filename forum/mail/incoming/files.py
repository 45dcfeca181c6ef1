"""Files that come with an answer by mail: through the same checks as those that are uploaded.

Each is looked at and put into the store first, and only then written about; a crash on the way
leaves a file that no row speaks of, which the nightly clean-up finds.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from flask import current_app

from forum.accounts.models import Actor
from forum.attachments.actions import Limits, add, require_room
from forum.attachments.content import Content, examined
from forum.attachments.models import Attachment, preview_key_of
from forum.attachments.storage import Storage, new_key
from forum.extensions import db, unit_of_work
from forum.kernel.errors import Invalid, NotAllowed
from forum.kernel.mime.reading import ReadFile
from forum.mail.context import settings

MOST_FILES = 10
# Keys and calendars that programs add: nobody meant to attach them.
_NOT_MEANT = re.compile(r".*\.(?:p7s|p7m|asc|sig|vcf|ics)|winmail\.dat|ATT\d{3,5}\.(?:txt|html?)")
_LARGEST_LOGO = 30 * 1024
"""Bytes of a picture inside the text that is taken for a part of the signature."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that was not taken, and why."""

    name: str
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)


def take_in_files(
    actor: Actor, files: Iterable[ReadFile]
) -> tuple[list[Attachment], list[LeftOut]]:
    """Keep the files that may be kept; return them, and those left out."""
    meant = [one for one in files if _is_meant(one)]
    kept: list[Attachment] = []
    refused = [
        LeftOut(one.name, "too_many_files", {"limit": MOST_FILES}) for one in meant[MOST_FILES:]
    ]
    for file in meant[:MOST_FILES]:
        try:
            kept.append(_taken_in(actor, file))
        except (Invalid, NotAllowed) as error:
            refused.append(LeftOut(file.name, error.reason, error.values))
    return kept, refused


def _is_meant(file: ReadFile) -> bool:
    is_logo = file.is_inline and file.media_type.startswith("image/")
    if is_logo and len(file.content) < _LARGEST_LOGO:
        return False
    return not _NOT_MEANT.fullmatch(file.name)


def _taken_in(actor: Actor, file: ReadFile) -> Attachment:
    limits = _limits()
    require_room(db.session(), actor, len(file.content), limits)
    content = examined(
        file.content, file.name, largest=limits.largest, most_pixels=limits.most_pixels
    )
    key, store = new_key(), cast("Storage", current_app.extensions["storage"])
    _put(store, key, content)
    kept = None
    try:
        with unit_of_work() as session:
            kept = add(session, actor, content, key=key, limits=limits)
    finally:
        if kept is None or kept.key != key:
            store.delete(key)
            store.delete(preview_key_of(key))
    return kept


def _limits() -> Limits:
    chosen = settings()
    return Limits(
        largest=chosen.attachment_megabytes * 1024**2,
        quota=chosen.attachment_quota_megabytes * 1024**2,
        most_pixels=chosen.picture_megapixels * 1_000_000,
    )


def _put(store: Storage, key: str, content: Content) -> None:
    if content.preview is not None:
        store.put(preview_key_of(key), content.preview)
    store.put(key, content.content)
