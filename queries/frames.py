"""From SQL rows to polars frames of a declared schema."""

from collections.abc import Container
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select, func, select


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


# Types whose values pass through JSON whole; a day is a text there, and yes is 1. Fractions would
# lose their last digits.
_IN_JSON: dict[pl.DataType | type[pl.DataType], type[pl.DataType]] = {
    pl.Int64: pl.Int64,
    pl.String: pl.String,
    pl.Date: pl.String,
    pl.Boolean: pl.Int64,
}


def large_frame(conn: Connection, statement: Select[Any], schema: pl.Schema) -> pl.DataFrame:
    """As `frame`, for answers of very many rows; the order of the rows is open.

    SQLite hands over each column as one JSON text, which spares a million rows of Python objects.
    Raises TypeError for columns other than whole numbers, texts, days and yes or no.
    """
    unfit = [name for name, dtype in schema.items() if dtype not in _IN_JSON]
    if unfit:
        raise TypeError(f"not for large frames: {', '.join(unfit)}")
    if conn.dialect.name != "sqlite":
        return frame(conn, statement, schema)
    rows = statement.subquery()
    missing = [name for name in schema if name not in rows.c]
    if missing:
        raise KeyError(f"not selected: {', '.join(missing)}")
    texts = conn.execute(select(*(func.json_group_array(rows.c[name]) for name in schema))).one()
    if texts[0] == "[]":
        return pl.DataFrame(schema=schema)
    columns = pl.DataFrame(dict(zip(schema, ([text] for text in texts), strict=True)))
    return (
        columns.lazy()
        .select(
            pl.col(name).str.json_decode(pl.List(_IN_JSON[dtype])).explode()
            for name, dtype in schema.items()
        )
        .with_columns(
            pl.col(name).str.to_date("%Y-%m-%d")
            for name, dtype in schema.items()
            if dtype == pl.Date
        )
        .with_columns(
            pl.col(name).cast(pl.Boolean) for name, dtype in schema.items() if dtype == pl.Boolean
        )
        .collect()
    )
