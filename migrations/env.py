"""How Alembic reaches the database: through the app, or over a connection that a test hands in."""

from typing import Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app

from forum.kernel.models import Base, StrEnumType, UtcDateTime
from forum.search.models import is_described


def render_item(kind: str, item: object, _autogen: AutogenContext) -> str | Literal[False]:
    """Write our column types as what they are in the database: migrations outlive classes."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, StrEnumType):
        return "sa.String(40)"
    if kind == "type" and isinstance(item, sa.BigInteger) and item._variant_mapping:  # noqa: SLF001
        return 'sa.BigInteger().with_variant(sa.Integer, "sqlite")'
    return False


def migrate(connection: sa.Connection) -> None:
    """Run the migrations on this connection, in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        include_name=is_described,
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


handed_in: sa.Connection | None = context.config.attributes.get("connection")
if handed_in is not None:
    migrate(handed_in)
else:
    engine: sa.Engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        migrate(connection)
        connection.commit()
