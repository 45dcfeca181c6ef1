"""Where files lie: a folder, or an S3-compatible store, behind one small interface.

A key is written once and never changed. Everything here waits for a disk or the network: not for
the event loop.
"""

import datetime as dt
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import obstore
from obstore.store import LocalStore, S3Store
from typing_extensions import override

CHUNK = 256 * 1024
_TIMEOUT = dt.timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that lies in the store."""

    key: str
    size: int
    written_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where an S3-compatible store is, and what opens it."""

    name: str
    endpoint: str
    region: str
    access_key: str
    secret_key: str
    allow_http: bool = False


class Storage(Protocol):
    """Keeps files under keys."""

    def put(self, key: str, content: bytes) -> None:
        """Keep the content: all of it can be read afterwards, or nothing."""

    def stream(self, key: str, start: int = 0) -> Iterator[bytes]:
        """Return the content from this byte on, in pieces; raises ``FileNotFoundError``."""

    def exists(self, key: str) -> bool:
        """Tell whether there is something under the key."""

    def delete(self, key: str) -> None:
        """Forget the content; what is not there is forgotten already."""

    def files(self) -> Iterator[StoredFile]:
        """Return everything that lies there."""


class _ObjectStorage:
    """What a folder and a bucket have in common."""

    def __init__(self, store: LocalStore | S3Store) -> None:
        self._store = store

    def put(self, key: str, content: bytes) -> None:
        obstore.put(self._store, key, content, use_multipart=False)

    def stream(self, key: str, start: int = 0) -> Iterator[bytes]:
        found = obstore.get(self._store, key, options={"range": {"offset": start}} if start else {})
        return (bytes(chunk) for chunk in found.stream(min_chunk_size=CHUNK))

    def exists(self, key: str) -> bool:
        try:
            obstore.head(self._store, key)
        except FileNotFoundError:
            return False
        return True

    def delete(self, key: str) -> None:
        try:
            obstore.delete(self._store, key)
        except FileNotFoundError:
            return

    def files(self) -> Iterator[StoredFile]:
        for batch in obstore.list(self._store):
            for found in batch:
                yield StoredFile(found["path"], found["size"], found["last_modified"])


class FolderStorage(_ObjectStorage):
    """Keeps files in a folder, made with the first one."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder in mind; nothing is written yet."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        super().__init__(LocalStore(folder, mkdir=True))

    @override
    def put(self, key: str, content: bytes) -> None:
        """Write beside, then rename; and see to it that it lies on the disk before the row does."""
        super().put(key, content)
        path = self._folder / key
        for one in (path, path.parent):
            descriptor = os.open(one, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


class BucketStorage(_ObjectStorage):
    """Keeps files in an S3-compatible store."""

    def __init__(self, bucket: Bucket) -> None:
        """Keep the way in mind; nothing is asked yet."""
        super().__init__(
            S3Store(
                bucket.name,
                endpoint=bucket.endpoint or None,
                region=bucket.region,
                access_key_id=bucket.access_key,
                secret_access_key=bucket.secret_key,
                client_options={"allow_http": bucket.allow_http, "timeout": _TIMEOUT},
            )
        )


def new_key() -> str:
    """Return a key that nobody can guess, in one of 256 folders."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}"
