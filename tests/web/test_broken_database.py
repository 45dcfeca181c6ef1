"""What a signed-in reader sees when the database itself is broken."""

from pathlib import Path

import pytest

from forum.app import create_app
from forum.settings import Environment, Settings


@pytest.mark.parametrize("path", ["/", "/channels"])
def test_a_broken_database_leaves_a_page_that_says_so(tmp_path: Path, path: str) -> None:
    settings = Settings(
        environment=Environment.TESTING,
        data_dir=tmp_path,
        secret_key="tests only, never in production",
        public_url="http://forum.test",
        rate_limits=False,  # the limiter is one for the whole process
    )
    app = create_app(settings)  # without migrations: every statement fails
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "somebody"
        cookie["_fresh"] = True
    answer = client.get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == 500
    assert "Something went wrong on our side." in answer.text
    assert "Reference for questions to us" in answer.text
