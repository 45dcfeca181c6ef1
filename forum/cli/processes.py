"""The two processes of a hub: `forum web` answers requests, `forum worker` does the rest."""

import contextvars
import ctypes
import os
import signal
import sys

import click
from flask.cli import ScriptInfo, pass_script_info
from gevent import monkey

from forum.cli.server import PortTaken, serve
from forum.jobs.worker import run_worker
from forum.settings import Settings

_PR_SET_PDEATHSIG = 1  # linux/prctl.h

parent_option = click.option(
    "--parent", type=int, hidden=True, help="End when the process with this id has ended."
)


def command_of(process: str, *, parent: int | None) -> list[str]:
    """Return the command line that starts `web` or `worker`, to end with its parent, if any."""
    flask = ["flask", "--app", "wsgi", "forum", process]
    if parent is not None:
        flask += ["--parent", str(parent)]
    if process == "web":
        # gevent must replace locks and sockets before anything of ours is imported.
        return [sys.executable, "-m", "gevent.monkey", "--module", *flask]
    return [sys.executable, "-m", *flask]


def end_with(parent: int | None) -> None:
    """Ask the kernel for SIGTERM as soon as the parent is gone, however it went (Linux only)."""
    if parent is None or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it ended before we asked
        sys.exit(1)


@click.command()
@parent_option
@pass_script_info
def web(info: ScriptInfo, parent: int | None) -> None:
    """Answer requests on FORUM_BIND and FORUM_PORT."""
    if not monkey.is_module_patched("threading"):
        command = command_of("web", parent=parent)
        os.execv(command[0], command)  # noqa: S606 - this very program, patched from its start
    end_with(parent)
    app = info.load_app()
    settings: Settings = app.extensions["settings"]
    # The command line holds an app context. A request would join it, and with it every other
    # request's database session; so the server starts from an empty context.
    try:
        end_sockets = app.extensions["hall"].end
        contextvars.Context().run(serve, app, settings.bind, settings.port, at_end=end_sockets)
    except PortTaken as error:
        raise click.ClickException(port_taken(settings, error)) from error


@click.command()
@parent_option
@pass_script_info
def worker(info: ScriptInfo, parent: int | None) -> None:
    """Do what is due: deliver events, send mail, keep the schedule."""
    end_with(parent)
    contextvars.Context().run(run_worker, info.load_app())


def port_taken(settings: Settings, error: OSError) -> str:
    """Say what is wrong with the port, and how to choose another."""
    return (
        f"Port {settings.port} on {settings.bind} cannot be used ({error.strerror}). "
        "If another program holds it, choose another port, for example: "
        f"FORUM_PORT={settings.port % 60000 + 1} make run"
    )
