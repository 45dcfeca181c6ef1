"""`forum up`: one command from a prepared folder to a hub that answers, and back to nothing."""

import http.client
import signal
import time
from types import FrameType

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from forum.channels.models import Channel
from forum.channels.programme.load import load_programme
from forum.channels.programme.parse import parse
from forum.cli import catalogues, examples
from forum.cli.children import Children
from forum.cli.processes import port_taken
from forum.cli.server import PortTaken, listen
from forum.extensions import db, unit_of_work
from forum.settings import ROOT, Environment, Settings

PROGRAMME = ROOT / "programmes" / "esf-plus-sachsen.yaml"
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
    load_first_content(settings)
    text = welcome(settings)
    db.session.remove()
    db.engine.dispose()
    run_until_told(settings, text)


def load_first_content(settings: Settings) -> None:
    """Fill an empty hub: with the programme, and with examples unless it is for real."""
    with unit_of_work() as session:
        if session.scalars(sa.select(Channel.id).limit(1)).first() is None:
            click.echo(f"Loading {PROGRAMME.relative_to(ROOT)} …")
            load_programme(session, parse(PROGRAMME.read_bytes()))
    if settings.environment is not Environment.PRODUCTION and examples.load_once(settings):
        click.echo("Loaded the example content.")


def run_until_told(settings: Settings, text: str) -> None:
    """Start web and worker, and the door for mail if there is a domain for it.

    End all on a signal, or when one of them ends by itself.
    """
    children = Children()
    told: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, note)
    try:
        children.start("web")
        children.start("worker")
        if settings.mail_domain:
            children.start("lmtp")
        deadline = time.monotonic() + _SECONDS_TO_ANSWER
        answered = False
        while not told and not (ended := children.first_ended()):
            if not answered and answers(settings):
                answered = True
                click.echo(text)
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
    lines = [f"{settings.hub_name} is open at {settings.public_url}"]
    if settings.environment is not Environment.PRODUCTION and examples.is_loaded():
        lines += ["", f"Sign in with the password  {examples.PASSWORD}  as"]
        lines += [f"  {role:<16}{address}" for role, address in examples.sign_ins()]
    lines += ["", "Ctrl-C ends it; the data stays in " + str(settings.data_dir) + "."]
    bar = "─" * max(map(len, lines))
    return "\n".join(["", bar, *lines, bar, ""])
