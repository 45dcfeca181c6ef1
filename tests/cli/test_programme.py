"""The commands on a hub with a database of its own: they commit, and two of them may meet."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskCliRunner

from forum.channels.models import Channel
from forum.channels.programme.load import load_programme
from forum.channels.programme.parse import parse
from forum.cli.programme import programme
from forum.extensions import db, unit_of_work
from tests.channels.programme.files import SHIPPED, SMALL


@pytest.fixture
def runner(hub: Flask) -> FlaskCliRunner:
    return hub.test_cli_runner()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def channels() -> int:
    with db.engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(Channel)) or 0


def test_a_file_is_shown_then_applied_then_found_to_agree(
    runner: FlaskCliRunner, small: Path
) -> None:
    shown = runner.invoke(programme, ["load", str(small)])
    assert shown.exit_code == 0
    assert "add      channel       Ankündigungen (ankuendigungen)" in shown.output
    assert shown.output.endswith("To do: 14 to add. Nothing was written; add --apply to do it.\n")
    assert channels() == 0

    applied = runner.invoke(programme, ["load", str(small), "--apply"])
    assert applied.exit_code == 0
    assert applied.output.endswith("Done: 14 to add.\n")
    assert channels() == 5

    again = runner.invoke(programme, ["load", str(small), "--apply"])
    assert (again.exit_code, again.output) == (0, "No changes: the hub agrees with the file.\n")


def test_a_faulty_file_is_answered_with_all_its_faults(runner: FlaskCliRunner, small: Path) -> None:
    faulty = SMALL.replace("slug: amt", "slug: Amt!").replace("status: unknown", "status: maybe")
    small.write_text(faulty, encoding="utf-8")

    for command in (["check"], ["load", "--apply"]):
        result = runner.invoke(programme, [*command, str(small)])
        assert result.exit_code == 1
        assert "line 36, column 13, cities[2].status: “maybe” is not possible" in result.output
        assert "line 38, column 11, organisations[1].slug: “Amt!” is no slug" in result.output
        assert "2 faults; nothing was loaded." in result.output
    assert channels() == 0


def test_a_file_in_the_way_of_addresses_is_not_applied(runner: FlaskCliRunner, small: Path) -> None:
    runner.invoke(programme, ["load", str(small), "--apply"])
    swapped = SMALL.replace("slug: loebau", "slug: x").replace("slug: weisswasser", "slug: loebau")
    small.write_text(swapped, encoding="utf-8")

    for option in ([], ["--apply"]):
        result = runner.invoke(programme, ["load", str(small), *option])
        assert result.exit_code == 1
        assert "links to it must go on leading there" in result.output


def test_the_shipped_file_is_checked_without_a_database() -> None:
    result = FlaskCliRunner(Flask("no hub")).invoke(programme, ["check", str(SHIPPED)])

    assert result.exit_code == 0
    counts = "16 themes, 34 cities, 3 organisations, 4 fixed channels, 37 tags.\n"
    assert result.output.endswith(counts)


def test_two_loads_at_once_make_everything_once(hub: Flask) -> None:
    together = threading.Barrier(2)
    ended: list[int] = []
    document = parse(SHIPPED.read_bytes())

    def load() -> None:
        with hub.app_context():
            together.wait()
            with unit_of_work() as session:
                found = load_programme(session, document)
            ended.append(len(found.changes))

    loads = [threading.Thread(target=load) for _ in range(2)]
    for one in loads:
        one.start()
    for one in loads:
        one.join()

    assert sorted(ended) == [0, 178]
    assert channels() == 54
