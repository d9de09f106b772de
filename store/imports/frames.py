"""Rows of the store as typed polars frames."""

from typing import Any

import polars as pl
from sqlalchemy import Boolean, Connection, Date, Float, Integer, Numeric, Select, String
from sqlalchemy.types import TypeEngine

_TYPES: tuple[tuple[type[TypeEngine[Any]], type[pl.DataType]], ...] = (
    (Boolean, pl.Boolean),
    (Integer, pl.Int64),
    (Float, pl.Float64),
    (Numeric, pl.Float64),
    (Date, pl.Date),
    (String, pl.String),
)


def frame_of(connection: Connection, statement: Select[Any]) -> pl.DataFrame:
    """The rows of `statement`, one column each, typed by the columns it selects."""
    schema = {column.name: _type_of(column.type) for column in statement.selected_columns}
    rows = connection.execute(statement).all()
    return pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row")


def _type_of(stored: TypeEngine[Any]) -> type[pl.DataType]:
    for known, read_as in _TYPES:
        if isinstance(stored, known):
            return read_as
    raise TypeError(f"no frame type for {stored!r}")
