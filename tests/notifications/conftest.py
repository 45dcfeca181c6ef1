"""What the tests of notifications share."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.notifications.board import Board


@pytest.fixture
def board(app: Flask, session: Session) -> Board:
    """Return what people were told."""
    return Board(app, session)
