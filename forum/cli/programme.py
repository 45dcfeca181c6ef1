"""`forum programme`: look at a programme file, see what it would change, apply it."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from forum.channels.programme.difference import Deed, Difference, difference
from forum.channels.programme.document import ProgrammeDocument
from forum.channels.programme.faults import FaultyProgramme
from forum.channels.programme.load import load_programme
from forum.channels.programme.nodes import LARGEST_FILE
from forum.channels.programme.parse import parse
from forum.extensions import db, unit_of_work
from forum.kernel.errors import Conflict

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def programme() -> None:
    """Themes, cities, organisations and fixed channels from a file."""


@programme.command()
@FILE
def check(file: Path) -> None:
    """Say whether FILE can be loaded, or list everything that is wrong with it."""
    document = _read(file)
    click.echo(
        f"{document.programme.name}: {len(document.themes)} themes, {len(document.cities)} cities, "
        f"{len(document.organisations)} organisations, {len(document.channels)} fixed channels, "
        f"{len(document.tags)} tags."
    )


@programme.command()
@FILE
@click.option("--apply", is_flag=True, help="Make the changes. Without it they are only shown.")
@with_appcontext
def load(file: Path, *, apply: bool) -> None:
    """Show what FILE would change in the hub; with --apply, change it."""
    document = _read(file)
    found = _applied(document) if apply else difference(db.session(), document)
    for change in found.changes:
        click.echo(str(change))
    _refuse(found.obstacles)
    click.echo(_summary(found, applied=apply))


def _read(file: Path) -> ProgrammeDocument:
    with file.open("rb") as stream:
        data = stream.read(LARGEST_FILE + 1)
    try:
        return parse(data)
    except FaultyProgramme as error:
        for fault in error.faults:
            click.echo(f"{file}, {fault}", err=True)
        count = len(error.faults)
        sentence = "1 fault" if count == 1 else f"{count} faults"
        raise click.ClickException(f"{sentence}; nothing was loaded.") from None


def _applied(document: ProgrammeDocument) -> Difference:
    try:
        with unit_of_work() as session:
            return load_programme(session, document)
    except Conflict as error:
        obstacles = error.values["obstacles"]
        _refuse(obstacles if isinstance(obstacles, tuple) else ())
        raise


def _refuse(obstacles: tuple[str, ...]) -> None:
    for obstacle in obstacles:
        click.echo(obstacle, err=True)
    if obstacles:
        raise click.ClickException("The file cannot be applied as it is; nothing was loaded.")


def _summary(found: Difference, *, applied: bool) -> str:
    if not found.changes:
        return "No changes: the hub agrees with the file."
    counts = ", ".join(f"{count} to {deed}" for deed in Deed if (count := found.count(deed)))
    if applied:
        return f"Done: {counts}."
    return f"To do: {counts}. Nothing was written; add --apply to do it."
