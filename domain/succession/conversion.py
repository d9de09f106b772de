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

from domain.succession.amounts import AMOUNT
from domain.succession.expected import era_of, expected_sources
from domain.succession.figures import (
    Mark,
    by_parts,
    by_weights,
    checked_series,
    figures,
    marked,
)
from domain.succession.lines import carried, level_marks
from domain.succession.refusals import LevelsCountedTwice
from domain.succession.routes import Routes
from domain.succession.slots import Slots

# What a row is about, beside its unit.
ABOUT = ("period_start", "period_end", "indicator", "measure")

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
    routes.refuse_strays(series["unit_id"])
    checked = checked_series(series)
    slots = Slots.of(checked, columns=about)
    targets = routes.links["unit_id"].unique().sort()
    place = pl.col("unit_id")
    lines = carried(figures(checked, slots=slots), routes)
    sums = [
        pl.col("numerator", "denominator").sum(),
        pl.col("marks").bitwise_or(),
        pl.col("value").min(),
        present=...,
    ]
