"""What every table shares: the declarative base, names of constraints, column vocabulary."""

import datetime as dt
import enum
from typing import Annotated, Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, mapped_column
from typing_extensions import override

from forum.kernel import clock
from forum.kernel.ids import LENGTH, new_public_id


class UtcDateTime(sa.types.TypeDecorator[dt.datetime]):
    """A moment, aware and in UTC on both databases; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> Any:
        """Refuse a naive moment; hand over UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"naive datetime: {value!r}"
            raise ValueError(message)
        return value.astimezone(dt.UTC)

    @override
    def process_result_value(self, value: Any, dialect: sa.Dialect) -> dt.datetime | None:
        """Return an aware moment; SQLite hands back a naive one that is UTC."""
        if value is None:
            return None
        moment: dt.datetime = value
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


class StrEnumType(sa.types.TypeDecorator[enum.StrEnum]):
    """A ``StrEnum`` stored by its value: readable, and a new member needs no migration."""

    impl = sa.String(40)
    cache_ok = True

    def __init__(self, kind: type[enum.StrEnum]) -> None:
        """Keep the enum to turn the stored value back into."""
        self.kind = kind
        super().__init__()

    @override
    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        """Refuse a value that the enum does not know."""
        return None if value is None else self.kind(value).value

    @override
    def process_result_value(self, value: Any, dialect: sa.Dialect) -> enum.StrEnum | None:
        """Return the member."""
        return None if value is None else self.kind(value)


class Base(DeclarativeBase):
    """The declarative base; ours and not Flask-SQLAlchemy's, so that the domain knows no Flask."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - declared so by SQLAlchemy
        dt.datetime: UtcDateTime,
        str: sa.Text,
    }


# BIGINT on PostgreSQL; SQLite gives a row number without asking only to INTEGER PRIMARY KEY.
BigKey = sa.BigInteger().with_variant(sa.Integer, "sqlite")

Pk = Annotated[int, mapped_column(BigKey, primary_key=True, autoincrement=True)]
PublicId = Annotated[
    str, mapped_column(sa.String(LENGTH), unique=True, default=new_public_id, nullable=False)
]
CreatedAt = Annotated[dt.datetime, mapped_column(UtcDateTime, default=clock.now, nullable=False)]
Slug = Annotated[str, mapped_column(sa.String(80), nullable=False)]
