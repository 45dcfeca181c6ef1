"""Files as people send them, and as nobody should; all made here."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from PIL import Image, PngImagePlugin

OPENXML = "application/vnd.openxmlformats-officedocument"
MAIN_PARTS = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
}
OPEN_DOCUMENT = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
SCRIPT = b"GIF89a/*\x00*/=1;alert(document.cookie)//"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """Return a picture in one colour."""
    content = io.BytesIO()
    Image.new("RGB", size, (20, 120, 110)).save(content, kind, **options)
    return content.getvalue()


def photograph() -> bytes:
    """Return a picture as a phone takes it: lying on its side, with place, camera and a note."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees
    exif[0x010F] = "Kamera Nummer 4711"
    exif.get_ifd(0x8825)[2] = (51.0, 2.0, 42.0)  # latitude
    return picture(
        "JPEG", (400, 300), exif=exif, comment=b"von Ada", xmp=b"<x:xmpmeta>Ort</x:xmpmeta>"
    )


def vast_png(side: int = 10_000) -> bytes:
    """Return a picture of 100 megapixels in some kilobytes."""
    content = io.BytesIO()
    Image.new("1", (side, side)).save(content, "PNG")
    return content.getvalue()


def announced_png(width: int, height: int) -> bytes:
    """Return the beginning of a picture that says it is as large as this, and is not."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    beginning = b"\x89PNG\r\n\x1a\n\x00\x00\x00\r" + chunk
    return beginning + struct.pack(">I", zlib.crc32(chunk)) + b"\x00\x00\x00\x01IDATx"


def png_with_bomb_in_text() -> bytes:
    """Return a small picture whose note unpacks to 8 MB."""
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", "0" * 8_000_000, zip=True)
    return picture("PNG", pnginfo=note)


def archive(members: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as made:
        for name, text in members.items():
            made.writestr(name, text)
    return content.getvalue()


def office(extension: str = "docx", more: Mapping[str, bytes] | None = None) -> bytes:
    """Return a small office file, with further members."""
    if extension in OPEN_DOCUMENT:
        media_type = f"application/vnd.oasis.opendocument.{OPEN_DOCUMENT[extension]}"
        members = {
            "mimetype": media_type.encode(),
            "content.xml": b"<office/>",
            "META-INF/manifest.xml": b"<manifest/>",
        }
    else:
        part, kind = MAIN_PARTS[extension]
        types = f'<Override PartName="/{part}" ContentType="{OPENXML}.{kind}.main+xml"/>'
        members = {"[Content_Types].xml": types.encode(), part: b"<w/>"}
    return archive({**members, **(more or {})})


def macro_types() -> bytes:
    """Return the table of contents of a Word file with macros."""
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    return f'<Override PartName="/word/document.xml" ContentType="{kind}"/>'.encode()


def locked(content: bytes) -> bytes:
    """Return an archive that says of its members that they are encrypted."""
    changed = bytearray(content)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(sign)
        while at >= 0:
            changed[at + place] |= 1
            at = changed.find(sign, at + 4)
    return bytes(changed)


def lying(content: bytes, says: int) -> bytes:
    """Return an archive whose directory says that its last member unpacks to so little."""
    changed = bytearray(content)
    at = changed.rfind(b"PK\x01\x02")
    changed[at + 24 : at + 28] = struct.pack("<I", says)
    return bytes(changed)
