"""Where a figure stands against its target: how far away, and whether that is good enough by now.

Works on frames with the columns value, target, polarity (higher, lower, neutral), target_from,
target_due_on, target_path (flat, linear, stepped), target_start_value and judged_on: the day for
which the value speaks.
"""

from datetime import date

import polars as pl

# Digits after which a difference is noise of binary fractions: 0.4503 - 0.4 is 0.050300000000000x.
EXACT_DIGITS = 12


def distance() -> pl.Expr:
    """`value` - `target`, in the unit of the value; null without either."""
    return (pl.col("value") - pl.col("target")).round(EXACT_DIGITS)


def status(*, today: date) -> pl.Expr:
    """One word per row: how the value does against its target, seen on `today`.

    - no_value, no_target: one of the two is absent;
    - met: the target is reached, equality included (lower is better: not above it);
    - missed: it was due, that day is past, and it was not reached;
    - ahead, on_course, behind: not reached and not yet due, against where one should be on
      `judged_on`. A linear path runs from the start value to the target; a flat one (and a
      stepped one, whose steps are not known) asks for the target all along, so that what has not
      reached it is behind.
    """
    gap = _better_by(pl.col("target"))
    # An old figure is not called missed by a due date that lay ahead of it.
    past_due = (pl.col("judged_on") >= pl.col("target_due_on")) & (
        pl.col("target_due_on") < pl.lit(today)
    )
    on_path = _better_by(_expected())
    return (
        pl.when(pl.col("value").is_null())
        .then(pl.lit("no_value"))
        .when(pl.col("target").is_null())
        .then(pl.lit("no_target"))
        .when(gap >= 0)
        .then(pl.lit("met"))
        .when(past_due)
        .then(pl.lit("missed"))
        .when(on_path > 0)
        .then(pl.lit("ahead"))
        .when(on_path == 0)
        .then(pl.lit("on_course"))
        .otherwise(pl.lit("behind"))
    )


def without_judging_parts(figures: pl.DataFrame) -> pl.DataFrame:
    """`figures` where what is made of fewer parts than it should be is `incomplete`: not judged.

    Such a figure keeps its value and target but has no distance. parts_known and parts_expected:
    of how many parts a whole was added up; null where it was not.
    """
    lacks_parts = (pl.col("parts_known") < pl.col("parts_expected")).fill_null(value=False)
    is_incomplete = lacks_parts & pl.col("value").is_not_null()
    return figures.with_columns(
        status=pl.when(is_incomplete).then(pl.lit("incomplete")).otherwise("status"),
        distance=pl.when(~is_incomplete).then("distance"),
    )


def _better_by(aim: pl.Expr) -> pl.Expr:
    """How much better than `aim` the value is; for a neutral indicator every distance is worse."""
    difference = (pl.col("value") - aim).round(EXACT_DIGITS)
    return (
        pl.when(pl.col("polarity") == "lower")
        .then(-difference)
        .when(pl.col("polarity") == "higher")
        .then(difference)
        .otherwise(-difference.abs())
    )


def _expected() -> pl.Expr:
    """Where the value should be on `judged_on`, by the target's path."""
    whole = (pl.col("target_due_on") - pl.col("target_from")).dt.total_days()
    gone = (pl.col("judged_on") - pl.col("target_from")).dt.total_days()
    share = pl.when(whole > 0).then((gone / whole).clip(0, 1)).otherwise(1.0)
    start = pl.col("target_start_value")
    return (
        pl.when((pl.col("target_path") == "linear") & start.is_not_null())
        .then(start + (pl.col("target") - start) * share)
        .otherwise(pl.col("target"))
    )
