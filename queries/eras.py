"""Eras of a province: spans of days in which the set of its localities stayed the same."""

from datetime import date, timedelta

import polars as pl

from domain.indicators import LOCALITY_LEVELS
from domain.succession import breaks, units_on
from queries.schemas import ERAS

DISTRICT, COMMUNE = LOCALITY_LEVELS


def eras_of(units: pl.DataFrame, *, today: date) -> pl.DataFrame:
    """The eras that `units` (REGISTRY_UNITS) tell of, those to come included; schema ERAS.

    A span without any locality is none.
    """
    places = units.filter(pl.col("level").is_in(LOCALITY_LEVELS))
    if places.is_empty():
        return ERAS.to_frame()
    rows: list[tuple[date, date | None, str, int, bool]] = []
    days = _days_of_change(places)
    before: set[int] = set()
    for place, first in enumerate(days):
        there = localities_on(places, day=first)
        ids = set(there["unit_id"])
        start = rows.pop()[0] if ids and ids == before else first
        before = ids
        if ids:
            end = days[place + 1] - timedelta(days=1) if place + 1 < len(days) else None
            is_today = start <= today and (end is None or today <= end)
            rows.append((start, end, level_on(places, day=first), len(ids), is_today))
    return pl.DataFrame(rows, schema=ERAS, orient="row")


def _days_of_change(places: pl.DataFrame) -> list[date]:
    """The first day on which there was a place, and each on which there were others."""
    first = places["valid_from"].min()
    assert isinstance(first, date)
    changes = breaks(places, start=first, end=date.max)
    return [first, *changes["on_date"].unique().sort().to_list()]


def level_on(units: pl.DataFrame, *, day: date) -> str:
    """The level of the localities on `day`: districts while there are any, else communes."""
    return DISTRICT if DISTRICT in units_on(units, day=day)["level"] else COMMUNE


def localities_on(units: pl.DataFrame, *, day: date) -> pl.DataFrame:
    """The localities among `units` on `day`."""
    return units_on(units, day=day).filter(pl.col("level") == level_on(units, day=day))


def with_breaks(rows: pl.DataFrame, eras: pl.DataFrame) -> pl.DataFrame:
    """`rows` of a series (period_end, oldest first), each with the reform since the row before.

    Of several reforms the last; what lies before the first row breaks nothing.
    """
    reforms = eras.select(
        break_before="starts_on",
        level_before=pl.col("level").shift(1),
        units_before=pl.col("unit_count").shift(1),
        level_after="level",
        units_after="unit_count",
    )[1:]
    is_new = pl.col("break_before") > pl.col("period_end").shift(1)
    return rows.join_asof(
        reforms, left_on="period_end", right_on="break_before", coalesce=False
    ).with_columns(pl.when(is_new).then(pl.col(name)).alias(name) for name in reforms.columns)
