"""Where the settings come from, and what is said when they cannot be read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from forum.settings import ROOT, NoEnvFile, Settings, explain


def test_what_the_named_file_says_holds_unless_the_environment_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "hub.env"
    file.write_text("FORUM_HUB_NAME=Aus der Datei\nFORUM_SESSION_DAYS=12\n", encoding="utf-8")
    monkeypatch.setenv("FORUM_ENV_FILE", str(file))
    monkeypatch.setenv("FORUM_SESSION_DAYS", "9")
    settings = Settings.from_env()
    assert (settings.hub_name, settings.session_days) == ("Aus der Datei", 9)


@pytest.mark.parametrize("name", ["missing.env", "."])
def test_a_named_file_that_cannot_be_read_is_an_error_and_no_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("FORUM_ENV_FILE", str(tmp_path / name))
    with pytest.raises(NoEnvFile, match="cannot be read") as refused:
        Settings.from_env()
    assert f"FORUM_ENV_FILE: {tmp_path / name}" in explain(refused.value)


def test_nothing_starts_without_the_file_that_was_named(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.env")
    started = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env={**os.environ, "FORUM_ENV_FILE": missing},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 1
    assert f"FORUM_ENV_FILE: {missing} cannot be read" in started.stderr
    assert "Traceback" not in started.stderr
