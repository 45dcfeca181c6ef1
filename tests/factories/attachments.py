"""Files of members, made by the actions that everybody uses."""

import itertools

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.attachments.actions import Limits, add
from forum.attachments.content import examined
from forum.attachments.models import Attachment
from forum.attachments.storage import Storage, new_key
from tests.attachments.files import PDF

LIMITS = Limits(largest=5 * 1024**2, quota=50 * 1024**2, most_pixels=40_000_000)
_numbers = itertools.count(1)


def make_attachment(
    session: Session,
    owner: Actor,
    upload: bytes = PDF,
    name: str = "",
    *,
    storage: Storage | None = None,
) -> Attachment:
    """Return a file; its content lies in the storage, where one is given."""
    content = examined(
        upload,
        name or f"plan{next(_numbers)}.pdf",
        largest=LIMITS.largest,
        most_pixels=LIMITS.most_pixels,
    )
    key = new_key()
    if storage is not None:
        storage.put(key, content.content)
    attachment = add(session, owner, content, key=key, limits=LIMITS)
    session.commit()
    return attachment


def naming(*attachments: Attachment) -> str:
    """Return a text that shows the files."""
    links = (f"[{one.name}](/attachments/{one.public_id})" for one in attachments)
    return f"Beitrag {next(_numbers)}: {' '.join(links)}"
