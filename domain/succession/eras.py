"""Series as they were: which units there were when, and where a line through them must break.

units: unit_id, level, valid_from, valid_to (null: still valid), of one province.
"""

from datetime import date, timedelta

import polars as pl

# One row per day and level on which the set of units is another one than the day before.
BREAKS = pl.Schema(
    {
        "on_date": pl.Date(),
        "level": pl.String(),
        "before": pl.Int64(),  # units on the day before
        "after": pl.Int64(),  # units on the day
        "ended": pl.List(pl.Int64),  # ids of units that are no longer there
        "begun": pl.List(pl.Int64),  # ids of units that were not there
    }
)


def units_on(units: pl.DataFrame, *, day: date) -> pl.DataFrame:
    """The units that existed on `day`."""
    return units_of_period(units, start=day, end=day).drop("at_end", "throughout")


def units_of_period(units: pl.DataFrame, *, start: date, end: date) -> pl.DataFrame:
    """The units that existed on any day from `start` to `end`, both included.

    Adds at_end: was there on the last day, and so owed the report of the period; throughout: was
    there on every day of it.
    """
    ends = pl.col("valid_to").fill_null(pl.date(9999, 12, 31))
    return units.filter(pl.col("valid_from") <= end, ends >= start).with_columns(
        at_end=ends >= end, throughout=(pl.col("valid_from") <= start) & (ends >= end)
    )


def breaks(units: pl.DataFrame, *, start: date, end: date) -> pl.DataFrame:
    """The days after `start` up to `end` on which the set of units of a level changed.

    Schema BREAKS, by day and level. A line across such a day joins different things: it gets a
    break mark. The beginning of the registry itself is no change.
    """
    begins = units["valid_from"].unique().sort()
    ends = units["valid_to"].drop_nulls().unique() + timedelta(days=1)
    days = pl.concat([begins[1:], ends.rename(begins.name)]).unique().sort()
    days = days.filter((days > start) & (days <= end))
    rows = [row for day in days.to_list() for row in _changes(units, day=day)]
    return pl.DataFrame(rows, schema=BREAKS, orient="row").sort("on_date", "level")


def _changes(units: pl.DataFrame, *, day: date) -> list[tuple[object, ...]]:
    before = units_on(units, day=day - timedelta(days=1))
    after = units_on(units, day=day)
    levels = set(before["level"]) | set(after["level"])
    rows: list[tuple[object, ...]] = []
    for level in sorted(levels):
        old, new = (
            set(some.filter(pl.col("level") == level)["unit_id"]) for some in (before, after)
        )
        if old != new:
            rows.append((day, level, len(old), len(new), sorted(old - new), sorted(new - old)))
    return rows
