"""What a file is, is told by what is in it; what is hostile is refused, or made harmless."""

import io
import time

import pytest
from PIL import Image

from forum.attachments import content as contents
from forum.attachments.archives import MEDIA_TYPES
from forum.attachments.content import Content
from forum.attachments.names import clean_name
from forum.kernel.errors import Invalid
from tests.attachments import files
from tests.attachments.files import PDF, archive, office, picture

LARGEST = 5 * 1024**2


def examined(upload: bytes, name: str = "datei") -> Content:
    return contents.examined(upload, name, largest=LARGEST, most_pixels=40_000_000)


@pytest.mark.parametrize(
    ("upload", "name", "kept_as", "media_type"),
    [
        (picture("PNG"), "plan.png", "plan.png", "image/png"),
        (picture("JPEG"), "foto.JPEG", "foto.jpeg", "image/jpeg"),
        (picture("WEBP"), "foto.webp", "foto.webp", "image/webp"),
        (picture("JPEG"), "falsch.png", "falsch.jpg", "image/jpeg"),
        (picture("GIF"), "tanz.gif", "tanz.png", "image/png"),
        (PDF, "Antrag.pdf", "Antrag.pdf", "application/pdf"),
        (PDF, "rechnung.pdf.exe", "rechnung.pdf", "application/pdf"),
        (PDF, "Stand 3.12.2026", "Stand 3.12.2026.pdf", "application/pdf"),
        (b"Name;Ort\nAda;G\xc3\xb6rlitz\n", "liste.csv", "liste.csv", "text/csv; charset=utf-8"),
        (b"alert(1)", "x.js", "x.txt", "text/plain; charset=utf-8"),
        *(
            (office(extension), "a.zip", f"a.{extension}", MEDIA_TYPES[extension])
            for extension in ("docx", "xlsx", "pptx", "odt", "ods", "odp")
        ),
        (
            office("docx", {"word/embeddings/Tabelle.xlsx": office("xlsx")}),
            "bericht.docx",
            "bericht.docx",
            MEDIA_TYPES["docx"],
        ),
    ],
)
def test_a_file_is_kept_as_what_it_is(
    upload: bytes, name: str, kept_as: str, media_type: str
) -> None:
    content = examined(upload, name)
    assert (content.name, content.media_type) == (kept_as, media_type)


NESTED = office("docx", {"word/embeddings/a.xlsx": office("xlsx", {"x.zip": b"PK\x03\x04"})})
TWICE = office(
    "docx",
    {"word/embeddings/a.xlsx": office("xlsx", {"xl/embeddings/b.docx": office("docx")})},
)
ZEROS = bytes(5 * 1024**2)


@pytest.mark.parametrize(
    ("reason", "upload"),
    [
        ("attachment_empty", b""),
        ("attachment_large", b"x" * (LARGEST + 1)),
        ("attachment_kind", files.SVG),
        ("attachment_kind", b"\xef\xbb\xbf \n<!doctype html><script>alert(1)</script>"),
        ("attachment_kind", b"MZ\x90\x00\x03" + bytes(80)),
        ("attachment_kind", b"\x7fELF" + bytes(80)),
        ("attachment_kind", b"#!/bin/sh\nrm -rf /\n"),
        ("attachment_kind", b"text\x00with a null"),
        ("attachment_kind", b"<script>alert(1)</script>\n" + PDF),
        ("attachment_kind", b"Stra\xdfe in Latin-1"),
        ("attachment_heic", b"\x00\x00\x00\x18ftypheic" + bytes(40)),
        ("attachment_old_office", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("pdf_broken", PDF[:-20]),
        ("pdf_broken", PDF + archive({"a.txt": b"hidden"})),
        ("picture_broken", files.SCRIPT),
        ("picture_broken", picture("JPEG", (600, 600))[:700]),
        ("picture_broken", picture("PNG")[:40]),
        ("picture_broken", files.png_with_bomb_in_text()),
        ("attachment_pixels", files.vast_png()),
        ("attachment_pixels", files.announced_png(60_000, 60_000)),
        ("archive_kind", archive({"brief.txt": b"nur ein Archiv"})),
        ("archive_kind", office("docx", {"word/more.zip": b"irgendwas"})),
        ("archive_kind", office("docx", {"word/media/a.png": archive({"a": b"b"})})),
        ("archive_kind", NESTED),
        ("archive_kind", TWICE),
        ("archive_large", office("xlsx", {"xl/zeros.xml": ZEROS})),
        ("archive_large", archive({f"{n}": b"" for n in range(4_001)})),
        ("archive_macros", office("docx", {"word/vbaProject.bin": b"macro"})),
        ("archive_macros", office("ods", {"Basic/Standard/Modul1.xml": b"macro"})),
        ("archive_macros", office("docx", {"[Content_Types].xml": files.macro_types()})),
        ("archive_encrypted", files.locked(office("docx"))),
        ("archive_encrypted", office("odt", {"META-INF/manifest.xml": b"<encryption-data/>"})),
        ("archive_broken", office("docx") + b"and a script after it"),
        ("archive_broken", office("docx")[:-30]),
        ("archive_broken", office("docx", {"../../etc/passwd": b"x"})),
        ("archive_broken", files.lying(office("docx", {"word/a.xml": b"a" * 5_000}), 10)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_is_hostile_or_broken_is_refused_at_once(reason: str, upload: bytes) -> None:
    begun = time.process_time()
    with pytest.raises(Invalid) as refusal:
        examined(upload)
    assert (refusal.value.reason, refusal.value.field) == (reason, "file")
    assert time.process_time() - begun < 2


def test_only_the_pixels_of_a_picture_stay() -> None:
    content = examined(files.photograph(), "IMG_4711.jpg")
    for trace in (b"Kamera", b"4711", b"Exif", b"Ada", b"xmpmeta", b"ICC_PROFILE", b"GPS"):
        assert trace not in content.content
    kept = Image.open(io.BytesIO(content.content))
    assert kept.size == (content.width, content.height) == (300, 400)  # it stands upright
    assert not kept.getexif()
    assert not {"icc_profile", "comment", "xmp"} & kept.info.keys()


def test_what_hangs_on_a_picture_is_gone() -> None:
    upload = picture("JPEG") + archive({"geheim.txt": b"versteckt"}) + b"<script>alert(1)</script>"
    content = examined(upload)
    assert b"PK\x03\x04" not in content.content
    assert b"script" not in content.content


def test_a_moving_picture_becomes_a_still() -> None:
    moving = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:])
    kept = Image.open(io.BytesIO(examined(moving.getvalue()).content))
    assert (kept.format, getattr(kept, "n_frames", 1)) == ("PNG", 1)


def test_a_large_picture_is_stored_for_prints_and_shown_small() -> None:
    content = examined(picture("JPEG", (6000, 600)))
    assert (content.width, content.height) == (4096, 410)
    assert content.preview is not None
    assert Image.open(io.BytesIO(content.preview)).size == (960, 96)
    assert examined(picture("PNG", (960, 600))).preview is None


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_kind_can_be_packed_anew(mode: str) -> None:
    upload = io.BytesIO()
    Image.new(mode, (1200, 40)).save(upload, "JPEG" if mode == "CMYK" else "PNG")
    content = examined(upload.getvalue())
    assert (content.width, content.height) == (1200, 40)
    assert content.preview is not None


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Ordner\\Bericht.PDF", "Bericht.pdf"),
        ("rechnung\u202efdp.exe", "rechnungfdp.pdf"),
        ('a"b<c>|d?.pdf', "a-b-c-d-.pdf"),
        ("zeile\r\nSet-Cookie: x=1.pdf", "zeile Set-Cookie- x=1.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("\x00\u200b", "file.pdf"),
        ("", "file.pdf"),
        ("ä" * 300 + ".pdf", "ä" * 116 + ".pdf"),
    ],
)
def test_names_deceive_nobody_and_leave_no_folder(name: str, cleaned: str) -> None:
    assert clean_name(name, ("pdf",)) == cleaned
