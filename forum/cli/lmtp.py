"""`forum lmtp` takes mail in, handed over by the mail server of this house."""

import asyncio
import contextvars

import click
from flask import Flask
from flask.cli import ScriptInfo, pass_script_info

from forum.cli.processes import end_with, parent_option
from forum.mail.incoming.server import serve
from forum.settings import Settings


@click.command()
@parent_option
@pass_script_info
def lmtp(info: ScriptInfo, parent: int | None) -> None:
    """Take mail in over LMTP on FORUM_LMTP_BIND and FORUM_LMTP_PORT."""
    end_with(parent)
    app = info.load_app()
    settings: Settings = app.extensions["settings"]
    if not settings.mail_domain:
        raise click.ClickException("There is no domain to take mail in for: FORUM_MAIL_DOMAIN.")
    try:
        # Each letter brings its own app context; the one of the command line stays out of it.
        contextvars.Context().run(_run, app, settings)
    except OSError as error:
        raise click.ClickException(
            f"Port {settings.lmtp_port} on {settings.lmtp_bind} cannot be used ({error.strerror})."
        ) from error


def _run(app: Flask, settings: Settings) -> None:
    asyncio.run(serve(app, settings))
