"""What the logs say, and what they never say."""

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from forum.kernel.signing import Signer
from forum.logs import configure, scrub
from forum.settings import Settings


def scrubbed(**line: object) -> dict[str, object]:
    return dict(scrub(None, "info", line))


@pytest.mark.parametrize(
    "secret",
    [
        "ada.lovelace+forum@example.org",
        "ada%40example.org",
        Signer("x" * 40).sign("reset_password", "06h0899ch7br8fam"),
        Signer("x" * 40).sign("reset_password", "a much longer value " * 20),
        "Zk3Jq8vXw1Rn5Tt2Yb7Lc9Mf0Gh4",
        "hunter2",
    ],
    # A token carries the time: without a name of its own, no two workers collect the same test.
    ids=["address", "quoted address", "token", "long token", "key", "word"],
)
@pytest.mark.parametrize(
    "sentence",
    [
        "GET /confirm?token={}&next=/ HTTP/1.1",
        "https://forum.example.org/invitations?key={}",
        "password={}",
        '"password": "{}"',
        "token: {}",
        "postgresql+psycopg://forum:{}@db.example.org/forum",
    ],
)
def test_no_secret_gets_into_a_line(sentence: str, secret: str) -> None:
    assert secret not in str(scrubbed(event="x", text=sentence.format(secret)))
    assert secret not in str(scrubbed(event="x", values={"deep": [sentence.format(secret)]}))


@pytest.mark.parametrize("purpose", ["confirm_email", "reset_password"])
def test_no_signed_link_gets_into_a_line(purpose: str) -> None:
    token = Signer("x" * 40).sign(purpose, "06h0899ch7br8fam")
    assert scrubbed(path=f"/passwords/{token}") == {"path": "/passwords/…"}


@pytest.mark.parametrize(
    "name", ["password", "new_password", "token", "csrf_token", "email", "recipient", "Cookie"]
)
def test_a_value_with_a_telling_name_is_hidden_whatever_it_looks_like(name: str) -> None:
    assert scrubbed(**{name: "x"}) == {name: "…"}
    assert scrubbed(form={name: "x"}) == {"form": {name: "…"}}


@pytest.mark.parametrize(
    "harmless",
    [
        "/threads/06h0899ch7br8fam",
        "f3a9c2d4e5b60718",
        "mail.subscribers.welcome_newcomer",
        "forum.threads.subscribers.tell_the_watchers",
        "2026-11-22T16:49:06.987951+00:00",
        "IntegrityError: UNIQUE constraint failed: outgoing_mail.message_id",
    ],
)
def test_what_is_needed_to_find_a_fault_stays(harmless: str) -> None:
    assert scrubbed(event=harmless) == {"event": harmless}


@pytest.fixture
def output(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    configure(settings.model_copy(update={"log_format": "json"}))
    yield written
    monkeypatch.undo()
    configure(settings)


def line_of(logger: str, output: io.StringIO) -> dict[str, object]:
    """Return the one line of a logger: other threads of the test run may log beside it."""
    written = [json.loads(line) for line in output.getvalue().splitlines() if line.startswith("{")]
    (line,) = [one for one in written if one["logger"] == logger]
    return dict(line)


def test_a_line_of_ours_is_json_with_the_request_id(output: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(request_id="f3a9"):
        structlog.get_logger("forum.test").info("post_written", number=3)
    line = line_of("forum.test", output)
    assert line["event"] == "post_written"
    assert (line["request_id"], line["number"], line["level"]) == ("f3a9", 3, "info")
    assert str(line["timestamp"]).endswith("Z")


def test_a_line_of_a_library_goes_the_same_way(output: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(request_id="f3a9"):
        logging.getLogger("a.library").warning("could not reach %s", "ada@example.org")
    line = line_of("a.library", output)
    assert line["event"] == "could not reach …"
    assert line["request_id"] == "f3a9"


def test_an_exception_is_logged_with_its_trace_and_without_its_secrets(
    output: io.StringIO,
) -> None:
    try:
        int("Key (email)=(ada@example.org) already exists")
    except ValueError:
        structlog.get_logger("forum.test").exception("crashed")
    line = line_of("forum.test", output)
    assert "Traceback" in str(line["exception"])
    assert "ada@example.org" not in output.getvalue()
