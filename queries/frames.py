"""From SQL rows to polars frames of a declared schema."""

from collections.abc import Container, Sequence
from typing import Any

import polars as pl
from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Text,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)


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


def large_frames(
    conn: Connection, *asked: tuple[Select[Any], pl.Schema]
) -> tuple[pl.DataFrame, ...]:
    """As `frame` of each statement, for answers of very many rows; the order of the rows is open.

    One statement asks for all, and the database hands over each column as one JSON text, which
    spares a million Python objects. Raises TypeError for columns other than whole numbers, texts,
    days and yes or no.
    """
    width = max(len(schema) for _, schema in asked)
    answers = [
        _in_json(conn, statement, schema, number=number, width=width)
        for number, (statement, schema) in enumerate(asked)
    ]
    rows = sorted(conn.execute(union_all(*answers)))
    return tuple(
        _from_json(texts[: len(schema)], schema)
        for (_, *texts), (_, schema) in zip(rows, asked, strict=True)
    )


def _in_json(
    conn: Connection, statement: Select[Any], schema: pl.Schema, *, number: int, width: int
) -> Select[Any]:
    """One row: `number`, then of each column of `schema` all values of `statement`, as JSON texts.

    Nulls fill it up to `width` texts.
    """
    unfit = [name for name, dtype in schema.items() if dtype not in _IN_JSON]
    if unfit:
        raise TypeError(f"not for large frames: {', '.join(unfit)}")
    rows = statement.subquery("found")
    missing = [name for name in schema if name not in rows.c]
    if missing:
        raise KeyError(f"not selected: {', '.join(missing)}")
    gathered = func.json_group_array if conn.dialect.name == "sqlite" else func.json_agg
    texts: list[ColumnElement[Any]] = [
        cast(gathered(cast(rows.c[name], Integer) if dtype == pl.Boolean else rows.c[name]), Text)
        for name, dtype in schema.items()
    ]
    texts += [cast(null(), Text)] * (width - len(texts))
    labelled = [text.label(f"text_{place}") for place, text in enumerate(texts)]
    return select(*[literal(number).label("number"), *labelled])


def _from_json(texts: Sequence[str | None], schema: pl.Schema) -> pl.DataFrame:
    if texts[0] in (None, "[]"):
        return pl.DataFrame(schema=schema)
    columns = pl.DataFrame(dict(zip(schema, ([text] for text in texts), strict=True)))
    return (
        columns.select(
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
    )
