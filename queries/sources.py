"""What a converted figure came from: its sources, by name where they are in scope, and its origin.

A source out of the asker's scope is counted and not named: with its name and share the figure of a
unit of others could be worked out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from domain.indicators import LOCALITY_LEVELS, STANDS_AT_A_DAY
from domain.scope import Scope
from domain.succession import Routes
from queries.eras import level_on
from queries.sums import WITHOUT_VALUE

ABOUT = ("asked_id", "group_start", "group_end")
_GRAIN = ["unit_id", *ABOUT]
_SOURCE = ("source_title_vi", "source_title_en", "source_issued_on")
# A basis that says that nothing was shared out.
WHOLE = "whole"


@dataclass(frozen=True)
class Sources:
    """Who may look at what came from whom: the way of the units, and their names."""

    routes: Routes
    units: pl.DataFrame  # REGISTRY_UNITS
    successions: pl.DataFrame  # REGISTRY_SUCCESSIONS
    scope: Scope

    def told(self, converted: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
        """`converted` with its origin: CONVERSION, parts, and the columns of OBSERVED that are no
        amounts.

        converted: what domain.succession made of `rows`, by unit_id and ABOUT; rows: ANSWERS of
        the sources with ABOUT. What a unit itself has told keeps the origin of its own row.
        """
        lines = rows.join(self._links(), left_on="unit_id", right_on="source_unit_id")
        origins = (
            lines.drop("unit_id").rename({"to_unit_id": "unit_id"}).group_by(_GRAIN).agg(_origin())
        )
        expected = self._expected(converted["group_end"].unique().to_list())
        is_converted = pl.col("converted")
        return (
            converted.join(origins, on=_GRAIN, how="left", maintain_order="left")
            .join(expected, on=["unit_id", "group_end"], how="left", maintain_order="left")
            .with_columns(
                pl.when(is_converted).then("mixed_provenance").otherwise("provenance")
                .alias("provenance"),
                *(pl.when(~is_converted).then(name).alias(name) for name in _SOURCE),
                from_units=pl.when(is_converted).then("from_units"),
                from_others=pl.when(is_converted).then("from_others").otherwise(0),
                parts_known=pl.when("incomplete").then("parts_known"),
                parts_expected=pl.when("incomplete").then(
                    pl.col("present").fill_null(0) + pl.col("beside")
                ),
                is_converted=is_converted,
            )
        )  # fmt: skip

    def _links(self) -> pl.DataFrame:
        """One row per source and unit it went to, with the source as it is named."""
        about = self.units.select(
            source_unit_id="unit_id",
            name_vi="full_name_vi",
            name_en="full_name_en",
            is_seen=pl.col("province_id").is_in(sorted(self.scope.provinces))
            | pl.col("unit_id").is_in(sorted(self.scope.units)),
        )
        bases = _bases_on_the_way(self.successions, day=self.routes.day)
        sources = self.routes.links.join(about, on="source_unit_id")
        share = pl.col("part") / pl.col("whole")
        basis = pl.col("source_unit_id").replace_strict(bases, default=None, return_dtype=pl.String)
        return sources.select(
            "source_unit_id",
            "is_seen",
            "source_to",
            to_unit_id="unit_id",
            source=pl.struct(
                unit_id="source_unit_id",
                name_vi="name_vi",
                name_en="name_en",
                level="source_level",
                valid_to="source_to",
                share=share,
                basis=basis,
            ),
        )

    def _expected(self, ends: Sequence[date]) -> pl.DataFrame:
        """How many localities of each of the days `ends` make up each unit: `present`."""
        days = pl.DataFrame(
            {"group_end": ends, "level": [level_on(self.units, day=end) for end in ends]},
            schema={"group_end": pl.Date, "level": pl.String},
        )
        is_there = (pl.col("source_from") <= pl.col("group_end")) & (
            pl.col("source_to").is_null() | (pl.col("source_to") >= pl.col("group_end"))
        )
        is_locality = ~pl.col("source_level").is_in(LOCALITY_LEVELS) | (
            pl.col("source_level") == pl.col("level")
        )
        return (
            self.routes.links.join(days, how="cross")
            .filter(is_there & is_locality)
            .group_by("unit_id", "group_end")
            .agg(present=pl.len().cast(pl.Int64))
        )


def _origin() -> list[pl.Expr]:
    """Aggregates over the sources of one unit, indicator and span."""
    is_seen = pl.col("is_seen")
    share = pl.col("source").struct.field("share")
    applies = pl.col("obs_status") != "not_applicable"
    has_figure = ~pl.col("obs_status").is_in(WITHOUT_VALUE) & (
        pl.col("numerator").is_not_null() | pl.col("value").is_not_null()
    )
    is_there = pl.col("source_to").is_null() | (pl.col("source_to") >= pl.col("group_end"))
    is_invented = (pl.col("provenance") == "illustrative").any()
    stands = pl.col("aggregation").is_in(STANDS_AT_A_DAY).any()
    return [
        pl.col("aggregation", "provenance", *_SOURCE).first(),
        pl.when(is_invented)
        .then(pl.lit("illustrative"))
        .otherwise(pl.lit("derived"))
        .alias("mixed_provenance"),
        pl.when(stands)
        .then(pl.col("cut_off").min())
        .otherwise(pl.col("cut_off").max())
        .alias("cut_off"),
        pl.col("period_start").min(),
        pl.col("period_end").max(),
        pl.col("batch").max(),
        pl.col("source")
        .filter(is_seen)
        .sort_by(share.filter(is_seen), descending=True, maintain_order=True)
        .alias("from_units"),
        (~is_seen).sum().cast(pl.Int64).alias("from_others"),
        has_figure.sum().cast(pl.Int64).alias("parts_known"),
        # Sources that ended meanwhile, less those to which the indicator does not apply.
        (
            (~is_there & applies).sum().cast(pl.Int64) - (is_there & ~applies).sum().cast(pl.Int64)
        ).alias("beside"),
    ]


def _bases_on_the_way(successions: pl.DataFrame, *, day: date) -> dict[int, str]:
    """By what the shares were found on the way of each unit to `day`: `area`, `area,population`."""
    found: dict[int, set[str]] = {}
    hops = successions.filter(pl.col("on_date") <= day).sort("on_date", descending=True)
    for old, new, basis in hops.select("old_unit_id", "new_unit_id", "basis").iter_rows():
        mine = found.setdefault(old, set())
        mine |= found.get(new, set()) | ({basis} - {WHOLE})
    return {unit: ",".join(sorted(bases)) for unit, bases in found.items() if bases}
