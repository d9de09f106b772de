"""Is a commune ready: the colour of each condition it must meet, and the one that follows from all.

Works on frames. Conditions are rows: judged (yes_no, rate, count), polarity (higher, lower),
green_from and yellow_from in the unit of the value, rates 0-1. Rules say from how many conditions
on a commune is red or yellow. Nobody's silence is a colour: what was not reported is a state of
its own, and so is what does not apply.
"""

from collections.abc import Mapping

import polars as pl

# States of a condition, worst first; the last three say why there is no colour.
RED, YELLOW, GREEN = "red", "yellow", "green"
NO_REPORT, NOT_APPLICABLE, NOT_JUDGED = "no_report", "not_applicable", "not_judged"
STATES = (RED, YELLOW, NO_REPORT, NOT_JUDGED, GREEN, NOT_APPLICABLE)
# A rate of exactly its threshold reaches it, whatever its binary fraction says.
EXACT_DIGITS = 12
DONE = 1.0


def condition_state() -> pl.Expr:
    """One of STATES per row, from value, obs_status, judged, polarity, green_from, yellow_from.

    - no_report: no row, or one that says that nothing came in;
    - not_applicable: said to be so, or nothing to count (0/0);
    - green, yellow: the threshold is reached, equality included; red: neither is. Done or not has
      no yellow.
    """
    value, status = pl.col("value").round(EXACT_DIGITS), pl.col("obs_status")
    return (
        pl.when(status.is_null() | (status == "missing"))
        .then(pl.lit(NO_REPORT))
        .when(value.is_null())
        .then(pl.lit(NOT_APPLICABLE))
        .when(pl.col("judged") == "yes_no")
        .then(pl.when(value >= DONE).then(pl.lit(GREEN)).otherwise(pl.lit(RED)))
        .when(_reaches("green_from"))
        .then(pl.lit(GREEN))
        .when(_reaches("yellow_from"))
        .then(pl.lit(YELLOW))
        .otherwise(pl.lit(RED))
    )


def _reaches(threshold: str) -> pl.Expr:
    """Whether the value is as good as `threshold`; false where there is none."""
    value = pl.col("value").round(EXACT_DIGITS)
    limit = pl.col(threshold).round(EXACT_DIGITS)
    reached = pl.when(pl.col("polarity") == "higher").then(value >= limit).otherwise(value <= limit)
    return reached.fill_null(value=False)


def overall(states: pl.DataFrame, rules: pl.DataFrame) -> pl.DataFrame:
    """`states` (unit_id, state: one row per unit and condition) as one row per unit.

    Adds how many conditions are in which state, `applicable` ones, and `overall`:

    - red as soon as the rule for red is fulfilled: further reports cannot take that back;
    - else no_report while a condition is not reported: it might still be red;
    - else yellow by its rule, else green;
    - not_applicable where no condition applies, not_judged where there is no rule.

    `rules`: colour, failed_from, not_met_from; at most one row per colour.
    """
    counted = states.group_by("unit_id", maintain_order=True).agg(
        *((pl.col("state") == state).sum().cast(pl.Int64).alias(state) for state in STATES),
        applicable=(pl.col("state") != NOT_APPLICABLE).sum().cast(pl.Int64),
    )
    by_colour = {row["colour"]: row for row in rules.to_dicts()}
    return counted.with_columns(
        overall=pl.when(pl.col("applicable") == 0)
        .then(pl.lit(NOT_APPLICABLE))
        .when(pl.lit(not by_colour))
        .then(pl.lit(NOT_JUDGED))
        .when(_fulfils(by_colour.get(RED)))
        .then(pl.lit(RED))
        .when(pl.col(NO_REPORT) > 0)
        .then(pl.lit(NO_REPORT))
        .when(_fulfils(by_colour.get(YELLOW)))
        .then(pl.lit(YELLOW))
        .otherwise(pl.lit(GREEN))
    )


def _fulfils(rule: Mapping[str, int | None] | None) -> pl.Expr:
    """Whether so many conditions failed, or so many are not fully met, as the rule asks."""
    if rule is None:
        return pl.lit(value=False)
    failed, not_met = rule["failed_from"], rule["not_met_from"]
    by_failed = pl.lit(value=False) if failed is None else pl.col(RED) >= failed
    by_not_met = pl.lit(value=False) if not_met is None else pl.col(RED) + pl.col(YELLOW) >= not_met
    return by_failed | by_not_met


def counts_by_condition(states: pl.DataFrame) -> pl.DataFrame:
    """`states` (condition, state) as one row per condition: how many units are in which state."""
    return states.group_by("condition", maintain_order=True).agg(
        *((pl.col("state") == state).sum().cast(pl.Int64).alias(state) for state in STATES),
        units=pl.len().cast(pl.Int64),
    )


def fails_most(counts: pl.DataFrame) -> pl.DataFrame:
    """The conditions of `counts_by_condition` that most units do not meet: one, or several equal.

    Not met is red or yellow; no rows where every unit that reported meets everything.
    """
    failing = counts.with_columns(not_met=pl.col(RED) + pl.col(YELLOW)).filter(
        pl.col("not_met") > 0
    )
    return failing.filter(pl.col("not_met") == pl.col("not_met").max())


def worst_first() -> list[pl.Expr]:
    """The order of units (rows of `overall`): by colour, then by how much is wrong."""
    place = {state: number for number, state in enumerate(STATES)}
    return [
        pl.col("overall").replace_strict(place, return_dtype=pl.Int64),
        -pl.col(RED),
        -pl.col(YELLOW),
        -pl.col(NO_REPORT),
    ]
