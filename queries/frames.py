"""From SQL rows to polars frames of a declared schema."""

from collections.abc import Container
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select


def joined(*schemas: pl.Schema, without: Container[str] = ()) -> pl.Schema:
    """The columns of all `schemas` in order, those named in `without` left out."""
    return pl.Schema(
        [
            (name, dtype)
            for schema in schemas
            for name, dtype in schema.items()
            if name not in without
        ]
    )


def frame(conn: Connection, statement: Select[Any], schema: pl.Schema) -> pl.DataFrame:
    """The rows of `statement` with the columns of `schema`, by name; others are left out.

    Raises KeyError when the statement lacks a column of the schema.
    """
    result = conn.execute(statement)
    names = list(result.keys())
    missing = [name for name in schema if name not in names]
    if missing:
        raise KeyError(f"not selected: {', '.join(missing)}")
    where = [names.index(name) for name in schema]
    rows = [tuple(row[place] for place in where) for row in result]
    return pl.DataFrame(rows, schema=schema, orient="row")
