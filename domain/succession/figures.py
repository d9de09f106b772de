"""Rows of a series, checked and made ready to be carried to other units."""

from enum import IntFlag

import polars as pl

from domain.succession.amounts import exact_type
from domain.succession.refusals import UnitsRefused, UnknownMeasure, UnknownStatus
from domain.succession.slots import Slots

BY_WEIGHTS = ["flow", "stock"]
BY_PARTS = ["rate", "duration"]
NOT_AT_ALL = ["score", "rank"]
MEASURES = pl.Enum([*BY_WEIGHTS, *BY_PARTS, *NOT_AT_ALL])
STATUSES = pl.Enum(["final", "provisional", "estimated", "missing", "not_applicable"])

AMOUNTS = ("numerator", "denominator", "value")

by_weights = pl.col("measure").is_in(BY_WEIGHTS)
by_parts = pl.col("measure").is_in(BY_PARTS)


class Mark(IntFlag):
    """What there is to say about a row; the marks of rows added up are or-ed."""

    SPLIT = 1  # went in by a weight below 1
    OTHER = 2  # comes from another unit than the one it counts for
    EARLY = 4  # of a unit that began after the period: recomputed later, for its whole territory
    VALUED = 8  # gave its amount
    BLOCKED = 16  # has a figure that cannot be converted
    MISSING = 32
    NOT_APPLICABLE = 64
    PROVISIONAL = 128
    ESTIMATED = 256
    NUMERATOR = 512  # the side is known
    DENOMINATOR = 1024
    # The level of the source, one bit each from here on.
    FIRST_LEVEL = 2048


def marked(mark: Mark) -> pl.Expr:
    """Whether the column `marks` holds `mark`."""
    return (pl.col("marks") & int(mark)) > 0


def mark_if(condition: pl.Expr, mark: Mark) -> pl.Expr:
    """`mark` where `condition` (never null) holds, else 0."""
    return condition.cast(pl.Int32) * int(mark)


def refuse_unknown_words(series: pl.DataFrame) -> None:
    """Raise UnknownMeasure or UnknownStatus where a word is not among those above."""
    columns: tuple[tuple[str, pl.Enum, type[UnitsRefused]], ...] = (
        ("measure", MEASURES, UnknownMeasure),
        ("obs_status", STATUSES, UnknownStatus),
    )
    for name, words, reason in columns:
        rows = series.filter(~pl.col(name).cast(pl.String).is_in(words.categories.implode()))
        if not rows.is_empty():
            raise reason(rows)


def with_typed_amounts(series: pl.DataFrame) -> pl.DataFrame:
    """`series` with numbers, if only nulls, where a column of amounts has no type at all."""
    untyped = [name for name in AMOUNTS if series.schema[name] == pl.Null]
    return series.with_columns(pl.col(untyped).cast(pl.Float64)) if untyped else series


def exact_type_of(series: pl.DataFrame) -> pl.DataType:
    """The type in which the sides of `series` are exact. Raises AmountOutOfRange."""
    # Beside a numerator the value is a ratio, or repeats it.
    value = pl.when(pl.col("numerator").is_null()).then("value")
    return exact_type(series, amounts=[pl.col("numerator"), pl.col("denominator"), value])


def figures(series: pl.DataFrame, *, slots: Slots, exact: pl.DataType) -> pl.LazyFrame:
    """One row per row of `series`: what it is about, its sides and its marks.

    Columns: source_unit_id, slot, period_end, measure, numerator, denominator (`exact`), value
    (Float64), marks. The sides of a rate are both known or both null; a count stands in numerator.
    An unknown word fails only when the rows are collected, with polars' InvalidOperationError:
    looking for it beforehand costs as much as a tenth of a whole conversion.
    """
    numerator, denominator = pl.col("numerator"), pl.col("denominator")
    has_value = ~pl.col("obs_status").is_in(["missing", "not_applicable"])
    paired = numerator.is_not_null() & denominator.is_not_null()
    count = pl.when(by_weights & numerator.is_null()).then("value")
    usable = has_value & (~by_parts | paired)
    return (
        series.lazy()
        .with_columns(
            numerator.cast(exact),
            denominator.cast(exact),
            pl.col("measure").cast(MEASURES),
            pl.col("obs_status").cast(STATUSES),
        )
        .select(
            "period_end",
            "measure",
            "obs_status",
            source_unit_id=pl.col("unit_id").cast(pl.Int64),
            slot=slots.pack(),
            numerator=pl.when(usable).then(pl.coalesce(numerator, count.cast(exact))),
            denominator=pl.when(usable).then(denominator),
            value=pl.when(has_value).then(pl.col("value").cast(pl.Float64)),
        )
        .select(pl.exclude("obs_status"), marks=_marks())
    )


def _marks() -> pl.Expr:
    numerator, status = pl.col("numerator"), pl.col("obs_status")
    gives = numerator.is_not_null() & ~pl.col("measure").is_in(NOT_AT_ALL)
    empty = numerator.is_null() & pl.col("value").is_null()
    state = (
        pl.when(gives)
        .then(int(Mark.VALUED))
        .when(status == "not_applicable")
        .then(int(Mark.NOT_APPLICABLE))
        .when(empty)
        .then(int(Mark.MISSING))
        .otherwise(int(Mark.BLOCKED))
    )
    return (
        state.cast(pl.Int32)
        + mark_if(status == "provisional", Mark.PROVISIONAL)
        + mark_if(status == "estimated", Mark.ESTIMATED)
        + mark_if(numerator.is_not_null(), Mark.NUMERATOR)
        + mark_if(pl.col("denominator").is_not_null(), Mark.DENOMINATOR)
    )
