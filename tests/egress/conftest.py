"""A stranger's server, and a client that may ask it."""

from collections.abc import Iterator

import pytest

from forum.egress.client import Client
from tests.egress.stranger import OUTSIDE, Stranger, stranger


@pytest.fixture
def elsewhere() -> Iterator[Stranger]:
    """Return a web server that stands for the rest of the world."""
    with stranger() as server:
        yield server


@pytest.fixture
def egress_client() -> Client:
    """Return a client to which one address of this machine is the open internet."""
    return Client("Test", is_allowed=lambda address: str(address) == OUTSIDE, ports=None, seconds=6)
