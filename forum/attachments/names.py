"""File names that say what a file is, and nothing that could deceive or break out of a folder."""

import re

from forum.kernel.errors import Invalid
from forum.kernel.markup import clean_line

NAME_LIMIT = 120
_NAMELESS = "file"
# Windows takes none of them in a name.
_FORBIDDEN = re.compile(r'[<>:"|?*]+')
_EXTENSION = re.compile(r"\.(?=[0-9]*[A-Za-z])[A-Za-z0-9]{1,5}$")


def clean_name(name: str, extensions: tuple[str, ...]) -> str:
    """Return the last part of a path as a name that ends in one of the extensions.

    An ending that says something else is replaced by the first of them: what a file is called must
    not contradict what is in it.
    """
    stem, extension = _parted(_line(re.split(r"[/\\]", name)[-1]))
    if extension.lower() not in extensions:
        inner_stem, extension = _parted(stem)  # "bill.pdf.exe" is called "bill.pdf"
        if extension.lower() in extensions:
            stem = inner_stem
        else:
            extension = extensions[0]
    room = NAME_LIMIT - len(extension) - 1
    return f"{stem[:room].rstrip(' .') or _NAMELESS}.{extension.lower()}"


def _line(name: str) -> str:
    try:
        line = clean_line(name[:1000], limit=1000, field="file")
    except Invalid:
        return _NAMELESS
    return _FORBIDDEN.sub("-", line).strip(" .") or _NAMELESS


def _parted(name: str) -> tuple[str, str]:
    """Part stem and ending; "3.12.2025" has none."""
    found = _EXTENSION.search(name)
    if found is None or found.start() == 0:
        return name, ""
    return name[: found.start()], found[0][1:]
