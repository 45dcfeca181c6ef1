"""What a supervisor asks."""

from pathlib import Path

from flask.testing import FlaskClient

from forum.app import create_app
from forum.settings import Environment, Settings


def test_a_running_hub_is_alive_and_ready(client: FlaskClient) -> None:
    for path in ("/healthz", "/readyz"):
        answer = client.get(path)
        assert (answer.status_code, answer.text) == (200, "ok\n")


def test_a_hub_without_its_database_is_alive_but_not_ready(tmp_path: Path) -> None:
    empty = Settings(
        environment=Environment.TESTING,
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'empty.db'}",
        rate_limits=False,
    )
    client = create_app(empty).test_client()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
