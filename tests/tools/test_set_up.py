"""Set-up says what is missing, in a sentence, and never takes a broken step for a finished one."""

import importlib.util
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tools import set_up


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let set-up work in an empty folder, without the tools of this machine."""
    monkeypatch.setattr(set_up, "ROOT", tmp_path)
    monkeypatch.setattr(set_up, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(set_up, "BIN", tmp_path / ".venv" / "bin")
    monkeypatch.setattr(set_up, "LOG", tmp_path / "var" / "set-up.log")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path


def program(folder: Path, name: str, script: str) -> None:
    path = folder / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def test_an_old_python_is_told_which_one_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(set_up.Missing, match=r"Python 3\.11 or newer is needed; .* is 3\.9"):
        set_up.require_python()


@pytest.mark.usefixtures("bare")
def test_a_python_without_venv_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_spec(name: str) -> SimpleNamespace | None:
        return None if name == "ensurepip" else SimpleNamespace()

    monkeypatch.setattr(importlib.util, "find_spec", find_spec)
    with pytest.raises(set_up.Missing, match="sudo apt-get install python3-venv"):
        set_up.make_venv(None)


def test_a_failed_step_shows_the_end_of_its_output_and_the_advice(bare: Path) -> None:
    program(bare, "npm", "seq 1 100 | /usr/bin/tail -n 50; echo could not resolve host; exit 1")
    with pytest.raises(set_up.Missing) as caught:
        set_up.run(["npm", "ci"], "Is this machine connected?")
    said = str(caught.value)
    assert "could not resolve host" in said
    assert "Is this machine connected?" in said
    assert "var/set-up.log" in said
    assert "    51\n" not in said


@pytest.mark.usefixtures("bare")
def test_a_program_that_is_not_there_is_named() -> None:
    with pytest.raises(set_up.Missing, match="npm cannot be started"):
        set_up.run(["npm", "ci"], "Install npm.")


def test_a_failed_step_leaves_no_stamp_and_a_finished_one_is_not_repeated(bare: Path) -> None:
    (bare / "package.json").write_text("{}", encoding="utf-8")
    (bare / "package-lock.json").write_text("{}", encoding="utf-8")
    program(bare, "node", "echo v20.1.0")
    program(bare, "npm", "exit 1")
    with pytest.raises(set_up.Missing):
        set_up.install_node_packages()
    program(bare, "npm", "echo again >> runs")
    set_up.install_node_packages()
    set_up.install_node_packages()
    assert (bare / "runs").read_text(encoding="utf-8") == "again\n"
    (bare / "package-lock.json").write_text('{"a": 1}', encoding="utf-8")
    set_up.install_node_packages()
    assert (bare / "runs").read_text(encoding="utf-8") == "again\nagain\n"


@pytest.mark.parametrize("version", ["v18.19.0", "nonsense"])
def test_an_old_node_is_not_taken(bare: Path, version: str) -> None:
    program(bare, "node", f"echo {version}")
    program(bare, "npm", "exit 0")
    (bare / "requirements-node.txt").write_text("", encoding="utf-8")
    with pytest.raises(set_up.Missing):  # there is no .venv to put a newer one into
        set_up.node_environment()


@pytest.mark.usefixtures("bare")
def test_missing_chromium_is_a_failure_in_ci_and_a_sentence_elsewhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(set_up, "CI", False)
    set_up.install_test_parts()
    assert "Chromium is missing" in capsys.readouterr().out
    monkeypatch.setattr(set_up, "CI", True)
    with pytest.raises(set_up.Missing, match="sudo apt-get install chromium"):
        set_up.install_test_parts()
