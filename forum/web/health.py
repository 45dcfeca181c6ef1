"""What supervisors and load balancers ask: does the process run, and can the hub do its work."""

from dataclasses import asdict

import structlog
from flask import Blueprint
from flask.typing import ResponseReturnValue

from forum.extensions import db
from forum.jobs.dead_letters import backlog
from forum.jobs.readiness import obstacles
from forum.web.auth import current_actor

log = structlog.get_logger(__name__)

blueprint = Blueprint("health", __name__)

_TEXT = {"Content-Type": "text/plain; charset=utf-8"}


@blueprint.get("/healthz")
def alive() -> ResponseReturnValue:
    """Answer, whatever else is broken."""
    return "ok\n", _TEXT


@blueprint.get("/readyz")
def ready() -> ResponseReturnValue:
    """Answer 200 if database, migrations and worker are there, else 503; why, only to admins."""
    found = obstacles(db.session())
    if found:
        log.warning("not_ready", obstacles=found)
    status = 503 if found else 200
    if found != ["database_unreachable"] and (actor := current_actor()) and actor.is_admin:
        return {"obstacles": found, "events": asdict(backlog(db.session()))}, status
    return ("not ready\n" if found else "ok\n"), status, _TEXT
