"""A hub on a database of its own, for what several connections do at the same time."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.hubs import OpenHub


@pytest.fixture(scope="module")
def hub(open_hub: OpenHub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return a hub whose commits are real; the tests of a file share it."""
    with open_hub(tmp_path_factory.mktemp("hub")) as hub:
        yield hub
