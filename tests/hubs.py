"""Hubs on databases of their own: what they commit is real, and nothing else is in there."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Barrier, Thread
from typing import Protocol

from flask import Flask

from forum.app import create_app
from forum.extensions import db
from forum.settings import Settings
from tests.databases import make_database


class OpenHub(Protocol):
    """What opens a hub in a folder, its settings changed where a test says so."""

    def __call__(self, folder: Path, **changes: object) -> AbstractContextManager[Flask]:
        """Open it; its database goes away with it."""


def hubs(kind: str, settings: Settings, migrated: str) -> OpenHub:
    """Return what opens hubs; each gets a copy of the database that was migrated once."""

    @contextmanager
    def open_hub(folder: Path, **changes: object) -> Iterator[Flask]:
        with make_database(kind, folder, like=migrated) as address:
            own = {"database_url": address, "data_dir": folder}
            hub = create_app(settings.model_copy(update=own | changes))
            try:
                yield hub
            finally:
                with hub.app_context():
                    db.session.remove()
                    db.engine.dispose()

    return open_hub


def at_once(hub: Flask, times: int, work: Callable[[int], None]) -> list[Exception]:
    """Do the work in several threads that begin together; return what went wrong."""
    barrier = Barrier(times)
    faults: list[Exception] = []

    def run(number: int) -> None:
        with hub.app_context():
            barrier.wait()
            try:
                work(number)
            except Exception as fault:  # noqa: BLE001 - told to the test
                faults.append(fault)
            finally:
                db.session.remove()

    threads = [Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return faults
