"""Files of letters: through the same examination as those that members attach, into the store."""

from dataclasses import dataclass

from forum.attachments.actions import described
from forum.attachments.content import examined
from forum.attachments.models import Attachment, preview_key_of
from forum.attachments.storage import Storage, new_key
from forum.kernel.ids import new_public_id


@dataclass(frozen=True, slots=True)
class FileStore:
    """Where files go, and how much one may be: bytes, and pixels of a picture."""

    storage: Storage
    largest: int
    most_pixels: int

    def kept(self, content: bytes, name: str) -> Attachment:
        """Put a file down and return its row, which is not written yet. Raises `Invalid`.

        Where the row never comes to be, the nightly clean-up finds the file.
        """
        looked_at = examined(content, name, largest=self.largest, most_pixels=self.most_pixels)
        key = new_key()
        if looked_at.preview is not None:
            self.storage.put(preview_key_of(key), looked_at.preview)
        self.storage.put(key, looked_at.content)
        attachment = described(looked_at, key)
        attachment.public_id = new_public_id()
        return attachment
