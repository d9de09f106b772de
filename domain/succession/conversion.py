"""Figures of units of every era, read on the map of one day.

Counts (flow, stock) go by weights; rates and durations through their two sides; scores and ranks
cannot be converted. Figures are added up within a period only, never over periods. What all units
together have of an indicator in a period stays the same to the last digit.

A series has one row per unit, period and indicator: unit_id, period_start, period_end, indicator,
measure, numerator, denominator, value, obs_status; amounts are numbers of any type, read to six
digits after the mark. A count stands in numerator or, without one, in value.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import polars as pl

from domain.succession.amounts import AMOUNT
from domain.succession.expected import ExpectedSources
from domain.succession.figures import (
    MEASURES,
    Mark,
    exact_type_of,
    figures,
    refuse_unknown_words,
    with_typed_amounts,
)
from domain.succession.lines import carried, level_marks
from domain.succession.refusals import LevelsCountedTwice
from domain.succession.routes import Routes
from domain.succession.slots import Packed, Place, Slots
from domain.succession.telling import CONVERTED, SIDES, told

# What a row is about, beside its unit.
ABOUT = ("period_start", "period_end", "indicator", "measure")


def convert(
    series: pl.DataFrame,
    *,
    routes: Routes,
    also_by: Sequence[str] = (),
    name_sources: bool = True,
) -> pl.DataFrame:
    """`series` on the units of the day of `routes`.

    Grain: one row per unit of that day, period, indicator (and `also_by`) that any source has a
    row for, in the order ABOUT, `also_by`, unit_id. Columns: unit_id, those, CONVERTED, and with
    `name_sources` source_units: ids of the units it came from (leave it out for millions of rows).

    What a unit that lives on has reported stays as it is, unless others have joined it since.
    not_applicable parts add nothing and lack nothing; missing ones make the sum incomplete.
    Raises ReadBackwards, NoSuccessor, UnknownUnit, UnknownMeasure, UnknownStatus,
    AmountOutOfRange, LevelsCountedTwice.
    """
    about = [*ABOUT, *also_by]
    packed = _packed(series, routes, about=about)
    with _unknown_words_named(series):
        lines = _lines(series, routes, packed=packed)
        sums = _summed(lines, packed, name_sources=name_sources)
    _refuse_levels_counted_twice(sums, routes)
    columns = ["unit_id", *about, *CONVERTED, *(["source_units"] if name_sources else [])]
    sums = sums.with_columns(expected=ExpectedSources.of(routes).of_row()).drop("period_end")
    read = told(sums.lazy().with_columns(packed.unpack("number", columns=about)))
    return read.select(columns).collect(engine="streaming")


def origins(series: pl.DataFrame, *, routes: Routes, also_by: Sequence[str] = ()) -> pl.DataFrame:
    """From which units the figures of `convert` came: what each source brings to each unit.

    Grain: one row per row of `series` and receiving unit, in the order ABOUT, `also_by`, unit_id,
    source_unit_id. Columns: unit_id, those, source_unit_id, part, whole (the share of the source)
    and its numerator and denominator (AMOUNT; null where it cannot be converted or has none).
    Raises as `convert` does, LevelsCountedTwice excepted.
    """
    about = [*ABOUT, *also_by]
    packed = _packed(series, routes, about=about)
    with _unknown_words_named(series):
        lines = _lines(series, routes, packed=packed).drop("period_end", "measure").collect()
    source = ["source_unit_id", "part", "whole", *SIDES]
    return (
        lines.sort("number", "source_unit_id")
        .with_columns(*packed.unpack("number", columns=about), pl.col(SIDES).cast(AMOUNT))
        .select("unit_id", *about, *source)
    )


def _packed(series: pl.DataFrame, routes: Routes, *, about: Sequence[str]) -> Packed:
    words = {"measure": MEASURES}
    places = (Place.of(series[column], words=words.get(column)) for column in about)
    return Packed(Slots(tuple(places)), Slots((Place.of(routes.links["unit_id"]),)))


@contextmanager
def _unknown_words_named(series: pl.DataFrame) -> Iterator[None]:
    try:
        yield
    except pl.exceptions.InvalidOperationError:
        refuse_unknown_words(series)
        raise


def _lines(series: pl.DataFrame, routes: Routes, *, packed: Packed) -> pl.LazyFrame:
    """The lines of `carried`, with the `number` of the row they belong to."""
    routes.refuse_strays(series)
    typed = with_typed_amounts(series)
    ready = figures(typed, slots=packed.about, exact=exact_type_of(typed))
    lines = carried(ready, routes)
    return lines.with_columns(number=packed.with_unit("slot"))


def _summed(lines: pl.LazyFrame, packed: Packed, *, name_sources: bool) -> pl.DataFrame:
    """One row per `number`, in order: the sums of its lines, unit_id, period_end, level (bits)."""
    sums = [
        pl.col(SIDES).sum(),
        pl.col("value").min(),
        pl.col("marks").bitwise_or(),
        pl.len().cast(pl.Int32).alias("source_count"),
        pl.col("present").sum().cast(pl.Int32),
    ]
    if name_sources:
        sums.append(pl.col("source_unit_id").sort().alias("source_units"))
    return (
        lines.group_by("number")
        .agg(sums)
        .sort("number")
        .with_columns(
            packed.unpack("number", columns=["unit_id", "period_end"]),
            level=pl.col("marks") & -int(Mark.FIRST_LEVEL),
        )
        .collect(engine="streaming")
    )


def _refuse_levels_counted_twice(sums: pl.DataFrame, routes: Routes) -> None:
    twice = (pl.col("level") & (pl.col("level") - 1)) != 0
    if sums.select(twice.any()).item():
        rows = sums.filter(twice).select("unit_id").unique().sort("unit_id")
        raise LevelsCountedTwice(rows, levels=", ".join(level_marks(routes)))
