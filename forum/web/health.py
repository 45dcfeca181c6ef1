"""What supervisors and load balancers ask: does the process run, and can it do its work."""

import sqlalchemy as sa
import structlog
from flask import Blueprint, Response

from forum.extensions import db

log = structlog.get_logger(__name__)

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """Answer, whatever else is broken."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> Response:
    """Answer 200 if the database answers and has been migrated, else 503."""
    try:
        db.session.execute(sa.text("SELECT version_num FROM alembic_version")).one()
    except sa.exc.SQLAlchemyError:
        log.warning("not_ready", exc_info=True)
        return Response("the database does not answer\n", status=503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
