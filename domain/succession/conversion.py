"""Figures of units of every era, read on the map of one day.

Counts (flow, stock) go by weights; rates and durations through their two sides; scores and ranks
cannot be converted. Figures are added up within a period only, never over periods. What all units
together have of an indicator in a period stays the same to the last digit.

A series has one row per unit, period and indicator: unit_id, period_start, period_end, indicator,
measure, numerator, denominator, value, obs_status; amounts are numbers of any type, read to six
digits after the mark. A count stands in numerator or, without one, in value.
"""

from collections.abc import Sequence

import polars as pl

from domain.succession.amounts import AMOUNT, exact_type
from domain.succession.expected import expected_sources
from domain.succession.figures import (
    Mark,
    by_parts,
    by_weights,
    figures,
    marked,
    with_known_words,
)
from domain.succession.lines import carried, level_marks
from domain.succession.refusals import LevelsCountedTwice
from domain.succession.routes import Routes
from domain.succession.slots import Slots

# What a row is about, beside its unit.
ABOUT = ("period_start", "period_end", "indicator", "measure")
SIDES = ("numerator", "denominator")

# What `convert` adds to unit_id and what the row is about.
CONVERTED = pl.Schema(
    {
        "numerator": AMOUNT,
        "denominator": AMOUNT,
        "value": pl.Float64,  # rates 0-1
        "obs_status": pl.String,  # of several sources the least certain
        "converted": pl.Boolean,  # other than what the unit itself reported
        "by_weights": pl.Boolean,  # a source was split by weights
        "incomplete": pl.Boolean,  # a source without a report, or that could not be converted
        "not_convertible": pl.Boolean,  # no value, since the figures of its sources do not add up
        "source_count": pl.Int32,  # units it came from
    }
)


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
    routes.refuse_strays(series)
    exact = exact_type(series, columns=[*SIDES, "value"])
    checked = with_known_words(series)
    slots = Slots.of(checked[column] for column in about)
    units = Slots.of([routes.links["unit_id"]])
    lines = carried(figures(checked, slots=slots, exact=exact), routes)
    sums = [
        pl.col(SIDES).sum(),
        pl.col("value").min(),
        pl.col("marks").bitwise_or(),
        pl.len().cast(pl.Int32).alias("source_count"),
        pl.col("present").sum().cast(pl.Int32),
    ]
    if name_sources:
        sums.append(pl.col("source_unit_id").sort().alias("source_units"))
    expected = expected_sources(routes, period_ends=series["period_end"])
    unpacked = (
        *units.unpack(pl.col("slot") % units.size),
        *slots.unpack(pl.col("slot") // units.size),
    )
    summed = (
        lines.with_columns(slot=units.pack(within="slot"))
        .group_by("slot")
        .agg(sums)
        .with_columns(*unpacked, level=pl.col("marks") & -int(Mark.FIRST_LEVEL))
        .join(expected.lazy(), on=["unit_id", "level", "period_end"], how="left")
        .sort("slot")
        .collect(engine="streaming")
    )
    _refuse_levels_counted_twice(summed, routes)
    return (
        _told(summed.lazy())
        .select(
            "unit_id",
            *(pl.col(column).cast(series.schema[column]) for column in about),
            *(pl.col(column).cast(dtype) for column, dtype in CONVERTED.items()),
            *(["source_units"] if name_sources else []),
        )
        .collect(engine="streaming")
    )


def _refuse_levels_counted_twice(summed: pl.DataFrame, routes: Routes) -> None:
    twice = (pl.col("level") & (pl.col("level") - 1)) != 0
    if summed.select(twice.any()).item():
        rows = summed.filter(twice).select("unit_id").unique().sort("unit_id")
        raise LevelsCountedTwice(rows, levels=", ".join(level_marks(routes)))


def _told(summed: pl.LazyFrame) -> pl.LazyFrame:
    """The sums as figures, with what there is to say about them."""
    expected = pl.col("expected").fill_null(0)
    alone = ~marked(Mark.OTHER) & (marked(Mark.EARLY) | (expected <= 1))
    lacks = marked(Mark.MISSING) | marked(Mark.BLOCKED)
    absent = ~marked(Mark.EARLY) & ((pl.col("present") < expected) | (pl.col("level") == 0))
    valued = marked(Mark.VALUED)
    numerator = pl.when(valued | (alone & marked(Mark.NUMERATOR))).then("numerator")
    denominator = pl.when((valued & by_parts) | (alone & marked(Mark.DENOMINATOR))).then(
        "denominator"
    )
    return summed.with_columns(
        numerator=numerator,
        denominator=denominator,
        converted=~alone,
        by_weights=marked(Mark.SPLIT),
        incomplete=~alone & (lacks | absent),
        not_convertible=~alone & marked(Mark.BLOCKED) & ~valued,
        obs_status=_status(absent=~alone & absent),
        value=_value(alone=alone),
    )


def _value(*, alone: pl.Expr) -> pl.Expr:
    """What a unit alone has reported as its value stays; else the amount, or the ratio of sums."""
    numerator, denominator = (pl.col(side).cast(pl.Float64) for side in SIDES)
    summed = (
        pl.when(~marked(Mark.VALUED))
        .then(None)
        .when(by_weights)
        .then(numerator)
        .when(by_parts & (denominator > 0))
        .then(numerator / denominator)
    )
    return pl.when(alone).then(pl.coalesce("value", summed)).otherwise(summed)


def _status(*, absent: pl.Expr) -> pl.Expr:
    """The least certain word of the sources that have a figure; without any, why there is none."""
    has_figure = marked(Mark.VALUED) | marked(Mark.BLOCKED)
    return (
        pl.when(has_figure & marked(Mark.ESTIMATED))
        .then(pl.lit("estimated"))
        .when(has_figure & marked(Mark.PROVISIONAL))
        .then(pl.lit("provisional"))
        .when(has_figure)
        .then(pl.lit("final"))
        .when(marked(Mark.MISSING) | absent)
        .then(pl.lit("missing"))
        .otherwise(pl.lit("not_applicable"))
    )
