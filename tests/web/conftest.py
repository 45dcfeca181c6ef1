"""What the tests of pages share."""

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.attachments.storage import Storage
from forum.settings import Settings, SignUp
from tests.web.mailbox import Mailbox


@pytest.fixture
def password_work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows with every call of Argon2: "hash" or "verify"."""
    work: list[str] = []

    def count(name: str) -> None:
        real = getattr(PasswordHasher, name)

        def counted(self: PasswordHasher, *args: object, **kwargs: object) -> object:
            work.append(name)
            return real(self, *args, **kwargs)

        monkeypatch.setattr(PasswordHasher, name, counted)

    count("hash")
    count("verify")
    return work


@pytest.fixture
def english(client: FlaskClient) -> FlaskClient:
    """Return a browser that asks for English."""
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def mailbox(app: Flask, session: Session) -> Mailbox:
    """Return the letters that the hub has written."""
    return Mailbox(app, session)


@pytest.fixture
def sign_up_is(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Callable[[SignUp], None]:
    """Return a function that sets how somebody becomes a member."""

    def choose(way: SignUp) -> None:
        chosen = settings.model_copy(update={"sign_up": way})
        monkeypatch.setitem(app.extensions, "settings", chosen)

    return choose


@pytest.fixture
def storage(app: Flask) -> Storage:
    """Return where the files lie."""
    found: Storage = app.extensions["storage"]
    return found


@pytest.fixture
def small_limits(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow files of 2 MB and pictures of 2 megapixels."""
    chosen = settings.model_copy(update={"attachment_megabytes": 2, "picture_megapixels": 2})
    monkeypatch.setitem(app.extensions, "settings", chosen)
