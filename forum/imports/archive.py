"""The file of an archive: known again by its beginning, read in parts that fit a transaction."""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from forum.imports.headers import subject_in
from forum.imports.letters import Batch, Letter
from forum.imports.mbox import RawLetter, letters_in
from forum.imports.subjects import likely_tag
from forum.kernel.errors import Invalid

# On SQLite everybody else waits to write while a part is written down.
BATCH_LETTERS = 100
BATCH_BYTES = 8 * 1024**2
_BEGINNING = 64 * 1024
_SAMPLE = 300
_PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"\x28\xb5\x2f\xfd")


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """What identifies a file, and how much there is to read."""

    name: str
    size: int
    fingerprint: str


def look_at(name: str, stream: BinaryIO) -> ArchiveFile:
    """Return what identifies the file. Raises `Invalid` ``archive_packed`` or ``no_mbox``."""
    beginning = stream.read(_BEGINNING)
    if beginning.startswith(_PACKED):
        raise Invalid("archive_packed", field="file")
    if next(letters_in(stream), None) is None:
        raise Invalid("no_mbox", field="file")
    size = stream.seek(0, os.SEEK_END)
    told = hashlib.sha256(beginning)
    told.update(str(size).encode())
    return ArchiveFile(name, size, told.hexdigest())


def tag_of(stream: BinaryIO) -> str:
    """Return what the list puts before its subjects, as the first letters tell; or ""."""
    sample = islice(letters_in(stream), _SAMPLE)
    return likely_tag(subject_in(raw.content) for raw in sample)


def batches_in(
    stream: BinaryIO, position: int, read: Callable[[RawLetter], Letter]
) -> Iterator[Batch]:
    """Yield the parts of the file from this byte on, without a gap and to its very end.

    `read` makes of each letter what can be kept: all slow work happens here, and not in the
    transaction that takes the part in.
    """
    start, end, size = position, position, 0
    letters: list[Letter] = []
    for raw in letters_in(stream, position):
        letters.append(read(raw))
        end, size = raw.end, size + len(raw.content)
        if len(letters) >= BATCH_LETTERS or size >= BATCH_BYTES:
            yield Batch(start, end, tuple(letters))
            start, size = end, 0
            letters = []
    if letters:
        yield Batch(start, end, tuple(letters))
