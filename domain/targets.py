"""Where a figure stands against its target: how far away, and whether that is good enough by now.

Works on frames with the columns value, target, polarity (higher, lower, neutral), target_from,
target_due_on, target_path (flat, linear, stepped, stated), target_start_value, judged_on (the day
for which the value speaks) and, of the steps on the way, the last one that was due by that day and
the next one: step_on, step_value, next_step_on, next_step_value. How much better than its path is
ahead, and how much worse still on course, is configuration: margin_in (value or share_of_target),
ahead_margin, course_margin.
"""

from datetime import date

import polars as pl

# Digits after which a difference is noise of binary fractions: 0.4503 - 0.4 is 0.050300000000000x.
EXACT_DIGITS = 12
# What `against` a target needs to know of the steps on the way to it.
STEPS = pl.Schema(
    {
        "step_on": pl.Date,
        "step_value": pl.Float64,
        "next_step_on": pl.Date,
        "next_step_value": pl.Float64,
    }
)


def distance() -> pl.Expr:
    """`value` - `target`, in the unit of the value; null without either."""
    return (pl.col("value") - pl.col("target")).round(EXACT_DIGITS)


def status(*, today: date) -> pl.Expr:
    """One word per row: how the value does against its target, seen on `today`.

    - no_value, no_target: one of the two is absent;
    - met: the target is reached, equality included (lower is better: not above it);
    - missed: it was due, that day is past, and it was not reached;
    - ahead, on_course, behind: not reached and not yet due, against `expected`: better by more
      than the ahead margin, worse by no more than the course margin, or worse than that. Where
      nothing is expected yet, it is on course.
    """
    gap = _better_by(pl.col("target"))
    # An old figure is not called missed by a due date that lay ahead of it.
    past_due = (pl.col("judged_on") >= pl.col("target_due_on")) & (
        pl.col("target_due_on") < pl.lit(today)
    )
    on_path = _better_by(expected())
    return (
        pl.when(pl.col("value").is_null())
        .then(pl.lit("no_value"))
        .when(pl.col("target").is_null())
        .then(pl.lit("no_target"))
        .when(gap >= 0)
        .then(pl.lit("met"))
        .when(past_due)
        .then(pl.lit("missed"))
        .when(on_path.is_null())
        .then(pl.lit("on_course"))
        .when(on_path > _margin("ahead_margin"))
        .then(pl.lit("ahead"))
        .when(on_path >= -_margin("course_margin"))
        .then(pl.lit("on_course"))
        .otherwise(pl.lit("behind"))
    )


def expected() -> pl.Expr:
    """Where the value should be on `judged_on`, by the target's path; null: nowhere yet.

    - flat: at the target all along, and so a linear path that names no start;
    - linear: on the straight line from the start value to the target;
    - stepped: at the last step that was due, before the first at the start value if there is one;
    - stated: on straight lines from step to step.
    From the due day on every path asks for the target; a path by steps without steps is flat.
    """
    start, target = pl.col("target_start_value"), pl.col("target")
    has_steps = pl.any_horizontal(pl.col("step_on", "next_step_on").is_not_null())
    from_step = pl.col("step_on").is_not_null()
    on_the_way = _between(
        begins_on=pl.when(from_step).then("step_on").otherwise("target_from"),
        begins_at=pl.when(from_step).then("step_value").otherwise(start),
        ends_on=pl.coalesce("next_step_on", "target_due_on"),
        ends_at=pl.coalesce("next_step_value", target),
    )
    path = pl.col("target_path")
    return (
        pl.when(pl.col("judged_on") >= pl.col("target_due_on"))
        .then(target)
        .when((path == "linear") & start.is_not_null())
        .then(
            _between(
                begins_on=pl.col("target_from"),
                begins_at=start,
                ends_on=pl.col("target_due_on"),
                ends_at=target,
            )
        )
        .when((path == "stepped") & has_steps)
        .then(pl.coalesce("step_value", start))
        .when((path == "stated") & has_steps)
        .then(on_the_way)
        .otherwise(target)
    )


def attainment() -> pl.Expr:
    """How much of its target each figure has reached: 1 is all of it, never below 0.

    Higher is better: value / target; lower is better: target / value, and against a target of 0
    all or, where the path names a start, the share of the start that is gone; neutral: 1 less the
    relative distance. Null without value or target. Not yet capped: see `capped_attainment`.
    """
    value, target, start = pl.col("value"), pl.col("target"), pl.col("target_start_value")
    left_of_start = pl.when(start > 0).then(1 - value / start).otherwise(0.0)
    share = (
        pl.when(_better_by(target) >= 0, target == 0)
        .then(1.0)
        .when(pl.col("polarity") == "neutral")
        .then(1 - (value - target).abs() / target.abs())
        .when(pl.col("polarity") == "higher")
        .then(value / target)
        .when(target == 0)
        .then(left_of_start)
        .when(value > 0)
        .then(target / value)
        # Nothing left of what should be little.
        .otherwise(float("inf"))
    )
    return pl.when(value.is_not_null() & target.is_not_null()).then(share.clip(lower_bound=0))


def capped_attainment() -> pl.Expr:
    """`attainment`, each figure counting for no more than its attainment_cap (1 without one).

    A figure at three times its target must not make up for one that fails: only capped figures
    may go into a mean over indicators.
    """
    cap = pl.col("attainment_cap").fill_null(1.0)
    return pl.when(attainment() > cap).then(cap).otherwise(attainment())


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


def _margin(column: str) -> pl.Expr:
    """A margin in the unit of the value; none where nothing is configured."""
    of_target = pl.col(column) * pl.col("target").abs()
    in_value = pl.when(pl.col("margin_in") == "share_of_target").then(of_target).otherwise(column)
    return in_value.fill_null(0.0).round(EXACT_DIGITS)


def _between(
    *, begins_on: pl.Expr, begins_at: pl.Expr, ends_on: pl.Expr, ends_at: pl.Expr
) -> pl.Expr:
    """The value of `judged_on` on the straight line between two days; null without a start."""
    whole = (ends_on - begins_on).dt.total_days()
    gone = (pl.col("judged_on") - begins_on).dt.total_days()
    share = pl.when(whole > 0).then((gone / whole).clip(0, 1)).otherwise(1.0)
    return begins_at + (ends_at - begins_at) * share
