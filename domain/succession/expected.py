"""From how many units a figure should have come: those there on the last day of its period."""

import polars as pl

from domain.succession.lines import level_marks
from domain.succession.routes import Routes


def expected_sources(routes: Routes, *, period_ends: pl.Series) -> pl.DataFrame:
    """How many units of a level make up each unit of the day at the end of each period.

    Columns: unit_id, level (the bit in `marks`), period_end, expected. Without a row: none.
    """
    links = routes.links.select(
        "unit_id",
        "source_from",
        "source_to",
        level=pl.col("source_level").replace_strict(level_marks(routes), return_dtype=pl.Int32),
    )
    days = pl.DataFrame({"period_end": period_ends.unique()}).with_columns(
        era=pl.lit(_era_starts(routes)).search_sorted(pl.col("period_end"), side="right")
    )
    # There are few eras and many periods: count once an era.
    first_days = days.group_by("era").agg(day=pl.col("period_end").min())
    there = (pl.col("source_from") <= pl.col("day")) & (
        pl.col("source_to").is_null() | (pl.col("source_to") >= pl.col("day"))
    )
    of_era = (
        links.join(first_days, how="cross")
        .filter(there)
        .group_by("unit_id", "level", "era")
        .agg(expected=pl.len().cast(pl.Int32))
    )
    return of_era.join(days, on="era").drop("era")


def _era_starts(routes: Routes) -> pl.Series:
    """The days from which the sources are others than before, in order."""
    begins = routes.links["source_from"]
    after_ends = routes.links["source_to"].drop_nulls().dt.offset_by("1d")
    return pl.concat([begins, after_ends.rename(begins.name)]).unique().sort()
