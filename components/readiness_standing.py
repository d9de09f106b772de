"""How the communes stand: by commune, by condition, who fails what, handed over, with what means.

Made once from the answers of queries.readiness, handover and resources by the rules of
domain.readiness; figures, sentences and downloads read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from domain.readiness import (
    GREEN,
    NOT_APPLICABLE,
    RED,
    STATES,
    YELLOW,
    counts_by_condition,
    fails_most,
)

Row = Mapping[str, Any]
_ABOUT_UNIT = ("unit_id", "unit_code", "unit_vi", "unit_en", "full_name_vi", "full_name_en")
_ABOUT_CONDITION = (
    "condition", "name_vi", "name_en", "short_vi", "short_en", "measure", "unit_of_measure",
    "judged", "polarity", "green_from", "yellow_from", "effective_from",
)  # fmt: skip


@dataclass(frozen=True)
class ReadinessStanding:
    """`rows` is COMMUNE_READINESS of one question."""

    rows: pl.DataFrame

    @cached_property
    def conditions(self) -> pl.DataFrame:
        """One row per condition in order, with how many communes are in which state."""
        about = self.rows.select(_ABOUT_CONDITION).unique("condition", maintain_order=True)
        counts = counts_by_condition(self.rows.filter(pl.col("unit_id").is_not_null()))
        return about.join(counts, on="condition", how="left", maintain_order="left")

    @cached_property
    def communes(self) -> pl.DataFrame:
        """One row per commune, worst first: `overall`, conditions met, and those that apply."""
        return (
            self.rows.filter(pl.col("unit_id").is_not_null())
            .group_by("unit_id", maintain_order=True)
            .agg(
                pl.col(*_ABOUT_UNIT[1:], "overall").first(),
                met=(pl.col("state") == GREEN).sum(),
                apply=(pl.col("state") != NOT_APPLICABLE).sum(),
            )
        )

    @cached_property
    def by_colour(self) -> dict[str, int]:
        """How many communes have which overall state, every one of STATES."""
        found = dict(self.communes["overall"].value_counts().iter_rows())
        return {state: found.get(state, 0) for state in STATES}

    @cached_property
    def judged(self) -> int:
        """Communes to which any condition applies: what the green ones are counted of."""
        return self.communes.height - self.by_colour[NOT_APPLICABLE]

    @cached_property
    def worst(self) -> pl.DataFrame:
        """The conditions that most communes do not meet: one, several equal, or none."""
        return fails_most(self.conditions) if self.communes.height else self.conditions.clear()

    def failing(self, condition: str) -> pl.DataFrame:
        """The rows of communes that do not meet `condition`, worst communes first."""
        return self.rows.filter(
            pl.col("condition") == condition, pl.col("state").is_in([RED, YELLOW])
        )

    def unsettled(self, condition: str | None = None) -> list[int]:
        """Units that are not green, nor out of it: in `condition`, else as a whole."""
        is_settled = pl.col("state" if condition else "overall").is_in([GREEN, NOT_APPLICABLE])
        rows = self.rows.filter(pl.col("unit_id").is_not_null(), ~is_settled)
        if condition:
            rows = rows.filter(pl.col("condition") == condition)
        return rows["unit_id"].unique(maintain_order=True).to_list()

    @property
    def begins(self) -> date | None:
        """The day from which the conditions hold; None without any."""
        first = self.rows["effective_from"].min()
        return first if isinstance(first, date) else None


def by_old_district(places: pl.DataFrame) -> pl.DataFrame:
    """HANDOVER as one row per old district, most open first: what is left there, and where.

    Places without an old district stand for themselves: while districts exist, these. Columns:
    name_vi, name_en, places, reported, still_open (null: nobody reported), old_open, left_in
    (the other places with something open: rows of full_name_vi, full_name_en, still_open).
    """
    is_own = pl.col("old_unit_id").is_null()
    named = places.with_columns(
        group=pl.when(is_own).then(-pl.col("unit_id")).otherwise("old_unit_id"),
        name_vi=pl.when(is_own).then("full_name_vi").otherwise("old_name_vi"),
        name_en=pl.when(is_own).then("full_name_en").otherwise("old_name_en"),
    )
    left = pl.struct("full_name_vi", "full_name_en", "still_open")
    return (
        named.group_by("group", maintain_order=True)
        .agg(
            pl.col("name_vi", "name_en", "old_open").first(),
            places=pl.len(),
            reported=pl.col("still_open").count(),
            # No report is not nothing: the sum of none stays null.
            still_open=pl.when(pl.col("still_open").count() > 0).then(pl.col("still_open").sum()),
            left_in=left.filter((pl.col("still_open") > 0) & pl.col("old_unit_id").is_not_null()),
        )
        .sort("still_open", descending=True, nulls_last=True, maintain_order=True)
        .drop("group")
    )


def whole_of(means: pl.DataFrame) -> Row:
    """RESOURCES of one indicator added up: numerator, denominator, share (ratio of the sums).

    Both sides count only where both are known; without any denominator the amounts alone are
    added. `reported` of `expected` units.
    """
    both = means.filter(pl.col("numerator").is_not_null(), pl.col("denominator").is_not_null())
    amounts = means.select(pl.coalesce("numerator", "value").alias("amount"))["amount"].drop_nulls()
    of = float(both["denominator"].sum())
    numerator = float(both["numerator"].sum()) if of else float(amounts.sum())
    return {
        "numerator": numerator if amounts.len() else None,
        "denominator": of or None,
        "share": numerator / of if of else None,
        "reported": amounts.len(),
        "expected": means.height,
    }
