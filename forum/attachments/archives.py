"""Office files are archives; here it is decided whether one is what it says, and harmless to open.

Nothing is unpacked to disk and no XML is parsed. The limits are checked against the directory at
the archive's end, and then everything is read once, so that a directory that lies is found out.
"""

import io
import re
import zipfile
import zlib

from forum.kernel.errors import Invalid

MOST_MEMBERS = 4_000
MOST_BYTES = 256 * 1024 * 1024
# A table of nothing but zeros comes to about 200; the worst of deflate is 1032.
MOST_TIMES = 250
_RATIO_MATTERS_FROM = 4 * 1024 * 1024
_HEAD = 256 * 1024
_CHUNK = 256 * 1024
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1

_OPENXML = "application/vnd.openxmlformats-officedocument."
_MAIN_PARTS = {
    "wordprocessingml.document": "docx",
    "spreadsheetml.sheet": "xlsx",
    "presentationml.presentation": "pptx",
}
_MAIN_PART = re.compile(
    rb'"application/vnd\.openxmlformats-officedocument\.([a-z]+\.[a-z]+)\.main\+xml"'
)
_OPEN_DOCUMENT = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_ODF = "application/vnd.oasis.opendocument."
MEDIA_TYPES = {
    **{extension: _OPENXML + name for name, extension in _MAIN_PARTS.items()},
    **{extension: _ODF + name for name, extension in _OPEN_DOCUMENT.items()},
}
_MACROS = re.compile(
    r"(?:^|/)(?:vbaProject\.bin|vbaData\.xml|activeX|Basic|Scripts)(?:/|$)", re.IGNORECASE
)
_ARCHIVES = re.compile(r"\.(?:zip|7z|rar|gz|bz2|xz|tar|jar|cab|iso)$", re.IGNORECASE)
_EMBEDDED = re.compile(r"(?:^|/)embeddings/[^/]+\.(?:docx|xlsx|pptx)$", re.IGNORECASE)
_STARTS_AN_ARCHIVE = b"PK\x03\x04"


def office_kind(content: bytes, *, is_embedded: bool = False) -> str:
    """Return "docx", "xlsx", "pptx", "odt", "ods" or "odp".

    Raises `Invalid` for the field "file": "archive_kind" for any other archive, "archive_broken",
    "archive_large" for what unpacks to too much, "archive_macros" and "archive_encrypted".
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _require_whole(archive, content)
            _require_harmless(members)
            kind = _kind(archive)
            _read_all(archive, members, is_embedded=is_embedded)
            return kind
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError):
        raise Invalid("archive_broken", field="file") from None


def _require_whole(archive: zipfile.ZipFile, content: bytes) -> None:
    """Require that the archive begins and ends where the file does: it is nothing else besides."""
    end = len(content) - 22 - len(archive.comment)
    if not content.startswith(_STARTS_AN_ARCHIVE) or content[end : end + 4] != b"PK\x05\x06":
        raise Invalid("archive_broken", field="file")


def _require_harmless(members: list[zipfile.ZipInfo]) -> None:
    """Require what the directory says to be within the limits."""
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_BYTES:
        raise Invalid("archive_large", field="file")
    for one in members:
        if one.flag_bits & _ENCRYPTED:
            raise Invalid("archive_encrypted", field="file")
        if _MACROS.search(one.filename):
            raise Invalid("archive_macros", field="file")
        grows = one.file_size > max(one.compress_size, 1) * MOST_TIMES
        if grows and one.file_size > _RATIO_MATTERS_FROM:
            raise Invalid("archive_large", field="file")
        climbs = one.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", one.filename)
        if climbs or one.compress_type not in _METHODS:
            raise Invalid("archive_broken", field="file")
        if _ARCHIVES.search(one.filename):
            raise Invalid("archive_kind", field="file")


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        return _kind_of_openxml(_beginning(archive, "[Content_Types].xml"))
    if {"mimetype", "META-INF/manifest.xml", "content.xml"} <= names:
        if b"encryption-data" in _beginning(archive, "META-INF/manifest.xml"):
            raise Invalid("archive_encrypted", field="file")
        media_type = _beginning(archive, "mimetype").decode("ascii", "replace").strip()
        kind = _OPEN_DOCUMENT.get(media_type.removeprefix(_ODF))
        if kind is not None and media_type.startswith(_ODF):
            return kind
    raise Invalid("archive_kind", field="file")


def _kind_of_openxml(content_types: bytes) -> str:
    if b"macroEnabled" in content_types or b"vbaProject" in content_types:
        raise Invalid("archive_macros", field="file")
    found = {match.decode("ascii") for match in _MAIN_PART.findall(content_types)}
    kinds = {_MAIN_PARTS[one] for one in found if one in _MAIN_PARTS}
    if len(kinds) != 1:
        raise Invalid("archive_kind", field="file")
    return kinds.pop()


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(_HEAD)


def _read_all(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], *, is_embedded: bool
) -> None:
    """Read every member to its end, which checks its sum; an archive in it is no surprise."""
    for one in members:
        if _EMBEDDED.search(one.filename) and not is_embedded:
            # A table behind a diagram: looked at like the file itself, but only one deep.
            office_kind(archive.read(one), is_embedded=True)
            continue
        with archive.open(one) as member:
            first = member.read(_CHUNK)
            if first.startswith(_STARTS_AN_ARCHIVE):
                raise Invalid("archive_kind", field="file")
            while member.read(_CHUNK):
                pass
