"""One installation for all tests of this folder; it takes ten seconds to start."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, SignIn
from forum.accounts.queries import key_hash
from forum.app import create_app
from forum.extensions import db
from forum.kernel import clock
from forum.settings import Environment, Settings
from tests.cluster.installation import SEARCHED, Installation, PostgreSQL, trusting
from tests.cluster.member import Member, Where
from tests.factories.accounts import account_of, make_actor
from tests.factories.channels import make_channel
from tests.factories.messaging import make_room

PEOPLE = 200


@dataclass
class Town:
    """The installation, its database, and the people of one room."""

    installation: Installation
    postgresql: PostgreSQL
    app: Flask
    room: str
    token: str
    cookies: list[str]

    def members(self, count: int) -> list[Member]:
        """Return browsers of so many people, each at an address of its own."""
        where = Where(
            self.installation.port, trusting(self.installation.folder), self.room, self.token
        )
        return [
            Member(where, f"127.0.{1 + number // 200}.{1 + number % 200}", cookie)
            for number, cookie in enumerate(self.cookies[:count])
        ]


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Return an installation that runs, with people and a room."""
    for program in ("nginx", "redis-server"):
        if shutil.which(program, path=SEARCHED) is None:
            missing = f"{program} is not installed (see tools/set_up.py)"
            if os.environ.get("CI") == "true":
                pytest.fail(missing)
            pytest.skip(missing)
    # Not below what only one login may enter: PostgreSQL has one of its own.
    with tempfile.TemporaryDirectory(prefix="quartiersforum-cluster-") as place:
        folder = Path(place)
        folder.chmod(0o755)
        postgresql = PostgreSQL(folder / "postgresql")
        installation = None
        try:
            here = folder / "here"
            here.mkdir()
            installation = Installation(here, postgresql.url())
            made = _people(postgresql.url(), installation, tmp_path_factory.mktemp("data"))
            installation.start_all()
            yield Town(installation, postgresql, *made)
        finally:
            if installation is not None:
                installation.close()
            postgresql.stop()


def _people(
    url: str, installation: Installation, data_dir: Path
) -> tuple[Flask, str, str, list[str]]:
    app = create_app(
        Settings(
            environment=Environment.TESTING,
            database_url=url,
            data_dir=data_dir,
            secret_key=installation.secret_key,
            public_url=installation.address,
            password_memory=32,
        )
    )
    raw = secrets.token_hex(20)
    token = URLSafeTimedSerializer(installation.secret_key, salt="wtf-csrf-token").dumps(raw)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    with app.app_context():
        upgrade()
        session = db.session()
        room = make_room(session, make_channel(session)).public_id
        cookies = []
        for _ in range(PEOPLE):
            key = secrets.token_urlsafe(16)
            _sign_in(session, make_actor(session), key)
            cookies.append(signer.dumps({"_user_id": key, "_fresh": True, "csrf_token": raw}))
        session.commit()
        db.session.remove()
        db.engine.dispose()
    return app, room, token, cookies


def _sign_in(session: Session, actor: Actor, key: str) -> None:
    # The limits of newcomers are not what is tested here.
    actor.is_trusted = True
    account = account_of(session, actor)
    session.add(SignIn(account_id=account.id, key_hash=key_hash(key), last_seen_at=clock.now()))
