"""What a file is, told by what is in it: neither its name nor what a browser calls it counts.

What is not on the list is refused: SVG and HTML (they can hold scripts), programs, archives,
office files with macros or a password, and files that are two things at once.
"""

import hashlib
import re
from dataclasses import dataclass

from forum.attachments.archives import MEDIA_TYPES, office_kind
from forum.attachments.models import AttachmentKind
from forum.attachments.names import clean_name
from forum.attachments.pictures import Picture, packed_anew
from forum.kernel.errors import Invalid

_PICTURES = (
    (re.compile(rb"\xff\xd8\xff"), "JPEG"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG"),
    (re.compile(rb"GIF8[79]a"), "GIF"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "WEBP"),
)
_PICTURE_NAMES = {
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/webp": ("webp",),
}
_PDF = re.compile(rb"%PDF-[12]\.[0-9]")
_PDF_END = re.compile(rb"startxref\s+[0-9]{1,12}\s+%%EOF[\s\0]*\Z")
_PDF_TAIL = 2_048
_ARCHIVE = b"PK\x03\x04"
# What is refused with advice.
_TELLING = (
    # Office files of before 2007, and today's with a password.
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "attachment_old_office"),
    (re.compile(rb".{4}ftyp(?:heic|heix|mif1|msf1|hevc)", re.DOTALL), "attachment_heic"),
)
_NOT_IN_A_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# Markup, a script for a shell, or a page description: not what is meant by a text.
_NO_TEXT = ("<", "#!", "{\\rtf", "%!", "%PDF")
_TEXT_NAMES = ("txt", "csv", "md")


@dataclass(frozen=True, slots=True)
class Content:
    """A file as it may be stored; only `examined` makes one."""

    kind: AttachmentKind
    name: str
    media_type: str
    content: bytes
    preview: bytes | None = None
    width: int | None = None
    height: int | None = None

    @property
    def size(self) -> int:
        """Bytes that it takes: this counts for the quota."""
        return len(self.content)

    @property
    def sha256(self) -> str:
        """The sum by which a browser knows whether it has the file already."""
        return hashlib.sha256(self.content).hexdigest()


def examined(upload: bytes, name: str, *, largest: int, most_pixels: int) -> Content:
    """Return what was sent as it may be stored; its name says what it is.

    `largest` in bytes. Takes up to some seconds of CPU. Raises `Invalid` for the field "file".
    """
    _require_size(len(upload), largest)
    for beginning, kind in _PICTURES:
        if beginning.match(upload):
            return _picture(packed_anew(upload, kind, most_pixels=most_pixels), name)
    if _PDF.match(upload):
        return _pdf(upload, name)
    if upload.startswith(_ARCHIVE):
        return _office(upload, name)
    for beginning, reason in _TELLING:
        if beginning.match(upload):
            raise Invalid(reason, field="file")
    return _text(upload, name)


def _require_size(size: int, largest: int) -> None:
    if not size:
        raise Invalid("attachment_empty", field="file")
    if size > largest:
        raise Invalid("attachment_large", field="file", limit=largest // 1024**2)


def _picture(picture: Picture, name: str) -> Content:
    return Content(
        kind=AttachmentKind.PICTURE,
        name=clean_name(name, _PICTURE_NAMES[picture.media_type]),
        media_type=picture.media_type,
        content=picture.content,
        preview=picture.preview,
        width=picture.width,
        height=picture.height,
    )


def _pdf(upload: bytes, name: str) -> Content:
    """Take a PDF that begins and ends as one: nothing stands before it, nothing hangs on it."""
    if not _PDF_END.search(upload[-_PDF_TAIL:]):
        raise Invalid("pdf_broken", field="file")
    return Content(AttachmentKind.PDF, clean_name(name, ("pdf",)), "application/pdf", upload)


def _office(upload: bytes, name: str) -> Content:
    extension = office_kind(upload)
    named = clean_name(name, (extension,))
    return Content(AttachmentKind.OFFICE, named, MEDIA_TYPES[extension], upload)


def _text(upload: bytes, name: str) -> Content:
    try:
        text = upload.decode("utf-8")
    except UnicodeDecodeError:
        raise Invalid("attachment_kind", field="file") from None
    beginning = text.removeprefix("\ufeff").lstrip()
    if not beginning or beginning.startswith(_NO_TEXT) or _NOT_IN_A_TEXT.search(text):
        raise Invalid("attachment_kind", field="file")
    cleaned = clean_name(name, _TEXT_NAMES)
    media_type = "text/csv" if cleaned.endswith(".csv") else "text/plain"
    return Content(AttachmentKind.TEXT, cleaned, f"{media_type}; charset=utf-8", upload)
