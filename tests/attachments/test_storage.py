"""The same promises are kept by a folder and by an S3 store over HTTP."""

import datetime as dt
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import pytest
from pydantic import ValidationError

from forum.attachments.storage import Storage, new_key
from forum.kernel import clock
from forum.settings import Settings
from tests.attachments.stores import bucket_store, folder_store


class _Opener(Protocol):
    def __call__(self, folder: Path, /) -> AbstractContextManager[Storage]: ...


@pytest.fixture(params=[folder_store, bucket_store], ids=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    opener: _Opener = request.param
    with opener(tmp_path) as store:
        yield store


def test_a_store_gives_back_what_it_was_given(store: Storage) -> None:
    key, content = new_key(), bytes(range(256)) * 4_000
    assert not store.exists(key)
    store.put(key, content)
    assert store.exists(key)
    assert b"".join(store.stream(key)) == content
    assert b"".join(store.stream(key, 1_000_000)) == content[1_000_000:]
    (file,) = store.files()
    assert (file.key, file.size) == (key, len(content))
    assert abs(file.written_at - clock.now()) < dt.timedelta(minutes=1)


def test_a_store_forgets_and_says_what_is_not_there(store: Storage) -> None:
    key = new_key()
    store.put(key, b"content")
    store.delete(key)
    store.delete(key)
    assert not store.exists(key)
    assert list(store.files()) == []
    with pytest.raises(FileNotFoundError):
        store.stream(key)


def test_a_bucket_without_a_key_is_no_setting(settings: Settings) -> None:
    with pytest.raises(ValidationError, match="FORUM_S3_ACCESS_KEY"):
        Settings(**settings.model_dump() | {"s3_bucket": "anlagen"})
