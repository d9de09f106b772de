"""From how many units a figure should have come: those there on the last day of its period."""

import polars as pl

from domain.succession.lines import level_marks
from domain.succession.routes import Routes


def expected_sources(routes: Routes) -> pl.DataFrame:
    """How many units of a level make up each unit of the day, era by era.

    Columns: unit_id, level (the bit in `marks`), era (index among `eras`, first 1), expected.
    Without a row: none.
    """
    links = routes.links.select(
        "unit_id",
        "source_from",
        "source_to",
        level=pl.col("source_level").replace_strict(level_marks(routes), return_dtype=pl.Int32),
    )
    starts = eras(routes)
    days = pl.DataFrame({"era_start": starts}).with_row_index("era", offset=1)
    there = (pl.col("source_from") <= pl.col("era_start")) & (
        pl.col("source_to").is_null() | (pl.col("source_to") >= pl.col("era_start"))
    )
    return (
        links.join(days, how="cross")
        .filter(there)
        .group_by("unit_id", "level", "era")
        .agg(expected=pl.len().cast(pl.Int32))
        .with_columns(pl.col("era").cast(pl.Int32))
    )


def eras(routes: Routes) -> pl.Series:
    """The days from which the sources are others than before, in order."""
    begins = routes.links["source_from"]
    after_ends = routes.links["source_to"].drop_nulls().dt.offset_by("1d")
    return pl.concat([begins, after_ends.rename(begins.name)]).unique().sort()


def era_of(day: pl.Expr, routes: Routes) -> pl.Expr:
    """The index of the era a day lies in; 0 before the first."""
    return pl.lit(eras(routes)).search_sorted(day, side="right").cast(pl.Int32)
