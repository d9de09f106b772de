"""From how many units a figure should have come: those there on the last day of its period."""

from dataclasses import dataclass

import polars as pl

from domain.succession.lines import level_marks
from domain.succession.routes import Routes


@dataclass(frozen=True)
class ExpectedSources:
    """How many units of a level make up each unit of the day, era by era.

    counts: one number per unit id, era and level, in this order, so that millions of rows find
    theirs by its place, several times faster than by a join. Era 0 is before all eras, level 0 no
    level at all; both count nothing.
    """

    counts: pl.Series
    first_unit: int
    eras: pl.Series  # the days on which they begin
    levels: dict[str, int]  # the bit in `marks`

    @classmethod
    def of(cls, routes: Routes) -> "ExpectedSources":
        unit_ids, levels = routes.links["unit_id"].unique().sort(), level_marks(routes)
        first, last = (unit_ids[0], unit_ids[-1]) if len(unit_ids) else (0, 0)
        empty = cls(pl.Series(dtype=pl.Int32), first, _eras(routes), levels)
        there = (pl.col("source_from") <= pl.col("period_end")) & (
            pl.col("source_to").is_null() | (pl.col("source_to") >= pl.col("period_end"))
        )
        found = (
            routes.links.join(pl.DataFrame({"period_end": empty.eras}), how="cross")
            .filter(there)
            .with_columns(level=pl.col("source_level").replace_strict(levels))
            .group_by(place=empty._place())
            .agg(expected=pl.len().cast(pl.Int32))
        )
        size = (last - first + 1) * (len(empty.eras) + 1) * (len(levels) + 1)
        places = pl.DataFrame({"place": pl.int_range(size, eager=True)})
        counts = places.join(found, on="place", how="left", maintain_order="left")["expected"]
        return cls(counts.fill_null(0), first, empty.eras, levels)

    def of_row(self) -> pl.Expr:
        """The number for a row's unit_id, period_end and level (the bit in `marks`, or 0)."""
        return pl.lit(self.counts).gather(self._place())

    def _place(self) -> pl.Expr:
        era = pl.lit(self.eras).search_sorted(pl.col("period_end"), side="right").cast(pl.Int64)
        level = pl.sum_horizontal(
            (pl.col("level") == bit).cast(pl.Int64) * digit
            for digit, bit in enumerate(self.levels.values(), start=1)
        )
        unit = pl.col("unit_id") - self.first_unit
        return (unit * (len(self.eras) + 1) + era) * (len(self.levels) + 1) + level


def _eras(routes: Routes) -> pl.Series:
    """The days from which the sources are others than before, in order."""
    begins = routes.links["source_from"]
    after_ends = routes.links["source_to"].drop_nulls().dt.offset_by("1d")
    return pl.concat([begins, after_ends.rename(begins.name)]).unique().sort()
