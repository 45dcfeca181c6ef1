"""How a text speaks of files: ``![alt](/attachments/<id>)`` and ``[name](/attachments/<id>)``."""

import re

from forum.attachments.models import Attachment
from forum.kernel.ids import ALPHABET, LENGTH

PATH = "/attachments/"
_REFERENCE = re.compile(rf"{PATH}([{ALPHABET}]{{{LENGTH}}})(?![0-9A-Za-z_-])")
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#!|~@])")


def ids_in(text: str) -> list[str]:
    """Return the public ids that a text or a piece of HTML speaks of, each once, in order."""
    return list(dict.fromkeys(_REFERENCE.findall(text)))


def markdown_of(attachment: Attachment) -> str:
    """Return what to write so that a post shows the file.

    A picture without a description is called by its name, so that there is something to improve.
    """
    stem, _, _ = attachment.name.rpartition(".")
    if attachment.is_picture:
        return f"![{_escaped(attachment.alt or stem)}]({PATH}{attachment.public_id})"
    return f"[{_escaped(attachment.name)}]({PATH}{attachment.public_id})"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
