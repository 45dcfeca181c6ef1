"""A folder, and an S3 store that answers over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import urllib3
from moto.server import ThreadedMotoServer

from forum.attachments.storage import Bucket, BucketStorage, FolderStorage, Storage


@contextmanager
def folder_store(folder: Path) -> Iterator[Storage]:
    """Yield a store in a folder."""
    yield FolderStorage(folder / "files")


@contextmanager
def s3_server() -> Iterator[str]:
    """Yield the address of an S3 store with the bucket "anlagen"."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    try:
        with urllib3.PoolManager() as pool:
            # What an earlier test has put there is kept in this process.
            for method, path in (("POST", "/moto-api/reset"), ("PUT", "/anlagen")):
                assert pool.request(method, address + path).status == 200
        yield address
    finally:
        server.stop()


@contextmanager
def bucket_store(_folder: Path) -> Iterator[Storage]:
    """Yield a store in a bucket."""
    with s3_server() as address:
        yield BucketStorage(
            Bucket(
                name="anlagen",
                endpoint=address,
                region="eu-central-1",
                access_key="test",
                secret_key="test",
                allow_http=True,
            )
        )
