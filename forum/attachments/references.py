"""How a text speaks of files: ``![alt](/attachments/<id>)`` and ``[name](/attachments/<id>)``."""

import re

from forum.attachments.models import Attachment
from forum.kernel.ids import ALPHABET, LENGTH

PATH = "/attachments/"
_REFERENCE = re.compile(rf"{PATH}([{ALPHABET}]{{{LENGTH}}})(?![0-9A-Za-z_-])")
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#!|~@])")

# A description is shown as it is typed; only what would end its brackets is written otherwise.
_IN_ALT = str.maketrans({"[": "(", "]": ")", "\\": "/", "`": "'"})


def ids_in(text: str) -> list[str]:
    """Return the public ids that a text or a piece of HTML speaks of, each once, in order."""
    return list(dict.fromkeys(_REFERENCE.findall(text)))


def markdown_of(attachment: Attachment) -> str:
    """Return what to write so that a post shows the file.

    A picture without a description is called by its name, so that there is something to improve.
    """
    stem, _, _ = attachment.name.rpartition(".")
    if attachment.is_picture:
        words = (attachment.alt or stem).translate(_IN_ALT)
        return f"![{words}]({PATH}{attachment.public_id})"
    return f"[{_escaped(attachment.name)}]({PATH}{attachment.public_id})"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
