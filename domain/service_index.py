"""The service index of Decision 766: points for rates, by a scheme that is data.

A metric gives `max_points` for a rate, numerator over denominator. Its rule is one of RULES and
comes down to one number, the rate that brings all points (`full_rate`):

    proportional    max x rate                          full at 1
    capped          min(max, max x rate / full_at)      full at full_at
    linear          min(max, factor x rate)             full at max / factor

Points never leave 0 to max. Wholes are scored from the sums of their parts' numerators and
denominators; points and rates are never averaged. A metric that does not exist for a level, or
has nothing to count where its rule says so, is left out of the points that apply; one that nobody
reported is not zero: its points are unknown, and there is no grade until they are known.
"""

from collections.abc import Sequence

import polars as pl

RULES = ("proportional", "capped", "linear")
# What 0/0 gives: the metric is left out, all its points, or none.
ZERO_DENOMINATORS = ("not_applicable", "full_points", "zero_points")
# How the points of a metric came about: from its rate, from 0/0 by its rule; or why there are none.
BY_RATE, BY_RULE, NOT_APPLICABLE, MISSING = "by_rate", "by_rule", "not_applicable", "missing"
COUNTS_OF_POINTS = (BY_RATE, BY_RULE)
# Scores are read, compared with grades and published with two decimals.
DIGITS = 2
# Beyond this two amounts of points are the same: binary fractions leave a rest.
_EXACT = 9
# "The next N dossiers" are so large a share of the dossiers of the period, as a power of ten.
_SHARE_OF_NEXT = 10


def full_rate() -> pl.Expr:
    """The rate at which a metric (rule, max_points, full_at, factor) brings all its points.

    Above 1 for a linear metric whose factor is below its points: it never brings all of them.
    """
    return (
        pl.when(pl.col("rule") == "capped")
        .then(pl.col("full_at"))
        .when(pl.col("rule") == "linear")
        .then(pl.col("max_points") / pl.col("factor"))
        .otherwise(1.0)
    )


def metric_points(figures: pl.DataFrame) -> pl.DataFrame:
    """`figures` with full_rate, rate, state, points, applicable, unknown and lost.

    `figures`: one row per unit and metric with max_points, rule, full_at, factor,
    zero_denominator, applies (the metric exists at the unit's level), numerator, denominator,
    value (a rate stated without its counts, 0-1) and obs_status. rate is 0-1, all others points:
    applicable is max_points where points could be given (else 0), unknown is max_points where
    nobody reported (else 0), lost is applicable - points; points and lost are null where none
    could be given. state: BY_RATE, BY_RULE, NOT_APPLICABLE or MISSING.
    """
    counted = pl.col("numerator").is_not_null() & pl.col("denominator").is_not_null()
    rate = (
        pl.when(counted & (pl.col("denominator") > 0))
        .then(pl.col("numerator") / pl.col("denominator"))
        .when(~counted)
        .then("value")
        .clip(lower_bound=0.0)
    )
    is_nothing_counted = counted & (pl.col("denominator") == 0)
    state = (
        pl.when(
            ~pl.col("applies") | (pl.col("obs_status") == NOT_APPLICABLE).fill_null(value=False)
        )
        .then(pl.lit(NOT_APPLICABLE))
        .when(is_nothing_counted & (pl.col("zero_denominator") == NOT_APPLICABLE))
        .then(pl.lit(NOT_APPLICABLE))
        .when(is_nothing_counted)
        .then(pl.lit(BY_RULE))
        .when(rate.is_not_null())
        .then(pl.lit(BY_RATE))
        .otherwise(pl.lit(MISSING))
    )
    by_rate = pl.min_horizontal("max_points", pl.col("max_points") * pl.col("rate") / "full_rate")
    by_rule = pl.when(pl.col("zero_denominator") == "full_points").then("max_points").otherwise(0.0)
    return (
        figures.with_columns(full_rate=full_rate(), rate=rate, state=state)
        .with_columns(
            rate=pl.when(pl.col("state") == BY_RATE).then("rate"),
            points=pl.when(pl.col("state") == BY_RATE)
            .then(by_rate)
            .when(pl.col("state") == BY_RULE)
            .then(by_rule),
        )
        .with_columns(
            applicable=_max_where(pl.col("state").is_in(COUNTS_OF_POINTS)),
            unknown=_max_where(pl.col("state") == MISSING),
            lost=pl.col("max_points") - pl.col("points"),
        )
    )


def _max_where(condition: pl.Expr) -> pl.Expr:
    return pl.when(condition).then("max_points").otherwise(0.0)


def least_certain(statuses: pl.Expr) -> pl.Expr:
    """The obs_status of what is made of figures with `statuses`: final only if all of them are."""
    return (
        pl.when((statuses == "estimated").any())
        .then(pl.lit("estimated"))
        .when((statuses == "provisional").any())
        .then(pl.lit("provisional"))
        .otherwise(pl.lit("final"))
    )


def added_up(points: pl.DataFrame, *, by: Sequence[str]) -> pl.DataFrame:
    """The points of all metrics of each `by`: columns `by`, points, applicable, unknown, lost,
    obs_status.

    `points`: rows of metric_points. points, lost and obs_status are null where nothing could be
    scored; obs_status is that of the least certain metric that was. Order: of first appearance.
    """
    scored = pl.col("points").count() > 0
    of_scored = pl.col("obs_status").filter(pl.col("points").is_not_null())
    return points.group_by(by, maintain_order=True).agg(
        points=pl.when(scored).then(pl.col("points").sum()),
        applicable=pl.col("applicable").sum(),
        unknown=pl.col("unknown").sum(),
        lost=pl.when(scored).then(pl.col("lost").sum()),
        obs_status=pl.when(scored).then(least_certain(of_scored)),
    )


def with_score(totals: pl.DataFrame, *, scale: float) -> pl.DataFrame:
    """`totals` (added_up) with score: the points of those applicable, on a scale of `scale`.

    80.25 of 90 points that apply to a commune score 89.17 of 100. Null where nothing was scored.
    """
    return totals.with_columns(
        score=pl.when(pl.col("applicable") > 0).then(
            pl.col("points") / pl.col("applicable") * scale
        )
    )


def with_grade(totals: pl.DataFrame, grades: pl.DataFrame) -> pl.DataFrame:
    """`totals` (with_score) with grade: the code of the highest grade whose from_points is reached.

    `grades`: code and from_points, which belongs to the grade. The score is read with its two
    published decimals: who sees 90.00 sees the grade of 90. No grade while points are unknown, and
    none below the lowest.
    """
    bounds = grades.select("from_points", grade="code").sort("from_points")
    read = totals.with_columns(
        _read=pl.when(pl.col("unknown") == 0).then(pl.col("score").round(DIGITS)),
        _place=pl.int_range(pl.len()),
    )
    graded = (
        read.filter(pl.col("_read").is_not_null())
        .sort("_read")
        .join_asof(bounds, left_on="_read", right_on="from_points", strategy="backward")
        .select("_place", "grade")
    )
    return read.join(graded, on="_place", how="left", maintain_order="left").drop("_read", "_place")


def next_cases(denominator: float | None) -> int:
    """How many dossiers "the next dossiers" are: the power of ten up to a tenth of the period's.

    96,000 dossiers in a period: the next 1,000; 1,400: the next 100; fewer than 100: 1.
    """
    cases = 1
    while denominator is not None and cases * 10 * _SHARE_OF_NEXT <= denominator:
        cases *= 10
    return cases


def gains(points: pl.DataFrame, *, cases: int, counted: str = "dossier") -> pl.DataFrame:
    """What `cases` more dossiers treated right would bring: most points per dossier first.

    "At the volume of the period": of the dossiers that came up and were not treated right, so many
    more treated right, the denominator unchanged; never more than there were, and nothing beyond
    the rate that brings all points. For each metric counted in `counted` that lost points:

        cases_to_full   how many more bring all the points that can still be had, rounded up
        gain            points for min(`cases`, cases_to_full) of them
        gain_per_case   points for one of them, while the cap is not reached
        can_be_had      points for cases_to_full of them

    `points`: rows of metric_points of one unit. Rows: those columns beside; highest gain first,
    then the highest gain_per_case, then in the given order. Metrics without counts (a rate that
    was stated alone) or with 0/0 have no row: there is no dossier to treat.
    """
    gap = pl.min_horizontal("full_rate", 1.0) * pl.col("denominator") - pl.col("numerator")
    per_case = pl.col("max_points") / (pl.col("full_rate") * pl.col("denominator"))
    return (
        points.filter(
            pl.col("counted") == counted,
            pl.col("state") == BY_RATE,
            pl.col("denominator") > 0,
            pl.col("numerator").is_not_null(),
        )
        .with_columns(_gap=gap.round(_EXACT), gain_per_case=per_case)
        .filter(pl.col("_gap") > 0)
        .with_columns(cases_to_full=pl.col("_gap").ceil().cast(pl.Int64))
        .with_columns(
            gain=pl.min_horizontal("_gap", pl.lit(float(cases))) * pl.col("gain_per_case"),
            can_be_had=pl.col("_gap") * pl.col("gain_per_case"),
        )
        .drop("_gap")
        .sort("gain", "gain_per_case", descending=True, maintain_order=True)
    )


def losses_of_parts(whole: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """Which part lost how many of the whole's points: unit_id, metric, lost; an exact division.

    `whole`, `parts`: rows of metric_points of one whole, with is_sum (its counts are the sums of
    units), and of units it is the sum of. A whole that lost max x (1 - n / (full d)) points lost
    max x (d_u - n_u / full) / d of them at unit u: over all units these add up to its loss. A unit
    better than the rate that brings all points makes up for others and has a negative loss. What
    is left (units that are not among `parts`, and all of a metric that the whole reported for
    itself) stands in a row without unit_id. A metric that lost nothing, and 0/0, have no rows.
    """
    lost_at_all = whole.filter(
        pl.col("state") == BY_RATE, pl.col("lost").round(_EXACT) > 0, pl.col("denominator") > 0
    ).select("metric", "is_sum", of="denominator", all_lost="lost")
    at_units = (
        parts.filter(pl.col("numerator").is_not_null(), pl.col("denominator") > 0)
        .join(lost_at_all.filter("is_sum"), on="metric", how="inner", maintain_order="left")
        .with_columns(
            lost=pl.col("max_points")
            * (pl.col("denominator") - pl.col("numerator") / pl.col("full_rate"))
            / pl.col("of")
        )
        .select(pl.col("unit_id").cast(pl.Int64), "metric", "lost")
    )
    told = at_units.group_by("metric").agg(told=pl.col("lost").sum())
    rest = (
        lost_at_all.join(told, on="metric", how="left", maintain_order="left")
        .with_columns(
            unit_id=pl.lit(None, dtype=pl.Int64),
            lost=pl.col("all_lost") - pl.col("told").fill_null(0.0),
        )
        .filter(pl.col("lost").round(_EXACT) != 0)
        .select("unit_id", "metric", "lost")
    )
    return pl.concat([at_units, rest])


def published_total(groups: pl.Series) -> float | None:
    """The total of officially published group scores, as published: exact to two decimals.

    Null when a group is not known: a sum over fewer groups is another index.
    """
    if groups.is_empty() or groups.null_count():
        return None
    return float(round(sum(round(points * 10**DIGITS) for points in groups) / 10**DIGITS, DIGITS))
