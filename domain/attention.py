"""What needs a decision: cases that crossed a line, ranked, with many of a kind in one line.

rules: one row per rule (code): enter_at, leave_at (not above it), weight, weight_of_excess,
group_from. readings: one row per rule, case (case_id) and day (day) with its value: days overdue,
points behind the target. Higher is worse.
"""

from collections.abc import Collection

import polars as pl


def standing_cases(readings: pl.DataFrame, rules: pl.DataFrame) -> pl.DataFrame:
    """The cases that stand on the list after their newest reading.

    A case comes on at `enter_at` and stays until a reading below `leave_at`: in between, nothing
    changes, so that a value that trembles at the line does not come and go. A reading without
    value changes nothing either.
    Grain: one row per rule and case, in that order. Columns: code, case_id, value (the newest),
    since (the day of the reading that brought it on), excess (value - enter_at, at least 0).
    """
    case = ["code", "case_id"]
    value = pl.col("value")
    turned = (
        pl.when(value >= pl.col("enter_at"))
        .then(pl.lit(value=True))
        .when(value < pl.col("leave_at"))
        .then(pl.lit(value=False))
    )
    seen = (
        readings.join(rules.select("code", "enter_at", "leave_at"), on="code")
        .filter(value.is_not_null())
        .sort(*case, "day")
        .with_columns(stands=turned.forward_fill().over(case).fill_null(value=False))
    )
    came_on = pl.col("stands") & ~pl.col("stands").shift(1, fill_value=False).over(case)
    return (
        seen.with_columns(since=pl.when(came_on).then("day").forward_fill().over(case))
        .group_by(case, maintain_order=True)
        .last()
        .filter("stands")
        .with_columns(excess=(value - pl.col("enter_at")).clip(0))
        .select(*case, "value", "since", "excess")
    )


def with_crossings(
    readings: pl.DataFrame, rules: pl.DataFrame, *, clocks: Collection[str]
) -> pl.DataFrame:
    """`readings`, and of the rules `clocks` the day on which each count of days came to its line.

    Such a count grows by one a day from reading to reading, but may jump on the day of one; before
    the first reading it grew alike. So a reading beyond `enter_at` came there as many days ago,
    unless there is a reading since then.
    Grain and columns: as `readings` (code, case_id, day, value).
    """
    case = ["code", "case_id"]
    beyond = (pl.col("value") - pl.col("enter_at")).floor()
    crossed = (
        readings.filter(pl.col("code").is_in(list(clocks)))
        .join(rules.select("code", "enter_at"), on="code")
        .sort(*case, "day")
        .with_columns(read_before=pl.col("day").shift(1).over(case))
        .filter(beyond > 0)
        .with_columns(
            day=pl.col("day") - pl.duration(days=beyond.cast(pl.Int64)),
            value=pl.col("value") - beyond,
        )
        .filter(pl.col("read_before").is_null() | (pl.col("day") > pl.col("read_before")))
    )
    return pl.concat([readings, crossed.select(readings.columns)])


def decision_list(standing: pl.DataFrame, rules: pl.DataFrame) -> pl.DataFrame:
    """The lines of the list, what weighs most first.

    A rule with at least `group_from` cases makes one line of them all, which weighs as much as its
    heaviest case; so 130 units in the red are one line, not 130. Cases of different `family`
    (a column `standing` may have: units behind in one indicator or in another) stay apart. A case
    weighs `weight` and `weight_of_excess` for each unit of excess.
    Columns: code, case_ids (heaviest first), cases (how many), value (of the heaviest), since
    (the earliest), weight.
    """
    weight = pl.col("weight") + pl.col("weight_of_excess") * pl.col("excess")
    families = [] if "family" in standing.columns else [pl.lit("").alias("family")]
    weighed = (
        standing.with_columns(families)
        .join(rules.select("code", "weight", "weight_of_excess", "group_from"), on="code")
        .with_columns(weight=weight)
        .sort("weight", "since", "case_id", descending=[True, False, False])
    )
    together = pl.len().over("code", "family") >= pl.col("group_from")
    line = pl.when(~together).then("case_id")
    return (
        weighed.with_columns(line=line)
        .group_by("code", "family", "line", maintain_order=True)
        .agg(
            case_ids=pl.col("case_id"),
            cases=pl.len().cast(pl.Int64),
            value=pl.col("value").first(),
            since=pl.col("since").min(),
            weight=pl.col("weight").first(),
        )
        .drop("line", "family")
        .sort("weight", "since", descending=[True, False], maintain_order=True)
    )
