"""Sums of what sources brought, told as figures: the value, and what there is to say about it."""

import polars as pl

from domain.succession.amounts import AMOUNT
from domain.succession.figures import Mark, by_parts, by_weights, marked

SIDES = ("numerator", "denominator")

CONVERTED = pl.Schema(
    {
        "numerator": AMOUNT,
        "denominator": AMOUNT,  # of rates
        "value": pl.Float64(),  # rates 0-1
        "obs_status": pl.String(),  # of several sources the least certain
        "converted": pl.Boolean(),  # other than what the unit itself reported
        "by_weights": pl.Boolean(),  # a source was split by weights
        "incomplete": pl.Boolean(),  # a source without a report, or that could not be converted
        "not_convertible": pl.Boolean(),  # no value, since the figures of its sources do not add up
        "source_count": pl.Int32(),  # units it came from
    }
)


def told(summed: pl.LazyFrame) -> pl.LazyFrame:
    """The columns CONVERTED in place of the sums.

    summed: numerator, denominator, value, marks (or-ed), source_count, present (sources there at
    the end of the period), expected (how many there should have been) and level (bits).
    """
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
        numerator=numerator.cast(AMOUNT),
        denominator=denominator.cast(AMOUNT),
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
