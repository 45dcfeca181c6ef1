"""`forum up`: one command from a prepared folder to a hub that answers, and back to nothing."""

import http.client
import signal
import time
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from forum.cli import catalogues
from forum.cli.children import Children
from forum.cli.processes import port_taken
from forum.cli.server import PortTaken, listen
from forum.settings import Settings

_SECONDS_TO_ANSWER = 60


@click.command()
@with_appcontext
def up() -> None:
    """Bring the database up to date, load what is missing, and run web and worker until Ctrl-C."""
    settings: Settings = current_app.extensions["settings"]
    try:
        listen(settings.bind, settings.port).close()
    except PortTaken as error:
        raise click.ClickException(port_taken(settings, error)) from error
    catalogues.compile_all()
    click.echo("Bringing the database up to date …")
    upgrade()
    run_until_told(settings)


def run_until_told(settings: Settings) -> None:
    """Start web and worker; end both on a signal, or when one of them ends by itself."""
    children = Children()
    told: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, note)
    try:
        children.start("web")
        children.start("worker")
        deadline = time.monotonic() + _SECONDS_TO_ANSWER
        answered = False
        while not told and not (ended := children.first_ended()):
            if not answered and answers(settings):
                answered = True
                click.echo(welcome(settings))
            elif not answered and time.monotonic() > deadline:
                raise click.ClickException(f"No answer within {_SECONDS_TO_ANSWER} seconds.")
            time.sleep(0.2)
        if told:
            click.echo("\nEnding …")
            return
    finally:
        children.end_all()
    raise click.ClickException(f"{ended} ended by itself; the rest was ended too.")


def answers(settings: Settings) -> bool:
    """Return whether the web process answers requests yet."""
    connection = http.client.HTTPConnection(settings.bind, settings.port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def welcome(settings: Settings) -> str:
    """Say where the hub is, and who can sign in."""
    return f"\n  {settings.hub_name} is open at {settings.public_url}\n\n  Ctrl-C ends it.\n"
