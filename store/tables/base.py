"""One metadata with named constraints, and the few column shapes that many tables share."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

LEVELS = ("province", "district", "commune", "agency")
FREQUENCIES = ("day", "week", "month", "quarter", "half_year", "year", "once")
PROVENANCES = ("published", "reported", "derived", "illustrative")
AUTHORITY_LEVELS = ("unit", "standing_agency", "working_group", "government")

# SQLite numbers rows by itself only for a column declared exactly INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """A point in time, aware in Python and UTC in the store: SQLite forgets time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


def row_id() -> Column[int]:
    return Column("id", RowId, primary_key=True)


def reference(table: str, *, nullable: bool = False, column: str | None = None) -> Column[int]:
    """A column `<table>_id` that points to the surrogate id of `table`."""
    return Column(
        column or f"{table}_id", RowId, ForeignKey(f"{table}.id"), nullable=nullable, index=True
    )


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} in ({listed})", name=f"{column}_known")
