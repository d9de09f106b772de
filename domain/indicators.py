"""How indicators add up: over time, over units, and never by averaging rates.

A rate is a numerator over a denominator, 0-1; 0/0 is "no value". The rate of many units or months
is the ratio of the sums: 57.12 % and 27.96 % gave one province 45.03 %, not their mean 42.54 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

# Aggregation rules whose value is a sum of numerators over a sum of denominators. The sides of
# ratio_of_latest are stocks (accounts activated of those collected): its months do not add up.
RATIOS = ("ratio_of_sums", "weighted_mean", "ratio_of_latest")
# Aggregation rules whose value is a sum.
SUMS = ("sum", "sum_of_latest")
# Under these the months of a period add up to the period; stocks never do.
ADDS_UP_OVER_TIME = ("ratio_of_sums", "weighted_mean", "sum")
STANDS_AT_A_DAY = ("sum_of_latest", "ratio_of_latest")


@dataclass(frozen=True)
class Block:
    """Part of a province: `indicator` over the units of `levels` that lie directly below it."""

    indicator: str
    levels: tuple[str, ...]


LOCALITY_LEVELS = ("district", "commune")
# Indicators that are another one seen over one block of the province's units.
BLOCKS = {
    "DVC02": Block("DVC01", LOCALITY_LEVELS),
    "DVC03": Block("DVC01", ("agency",)),
}
# Indicators of one list of public services (its code): the whole is made of these services.
SERVICE_LISTS = {"DVC04": "QD06"}


def names_level(levels: pl.Expr, level: pl.Expr) -> pl.Expr:
    """Whether `levels`, as the catalogue lists them ("province, agency"), has `level` in it."""
    return levels.str.extract_all(r"\w+").list.contains(level)


def rate(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    """`numerator` / `denominator`, 0-1; null (no value) where the denominator is 0 or unknown."""
    return pl.when(denominator > 0).then(numerator / denominator)


def value_of_sums(*, numerator: pl.Expr, denominator: pl.Expr, aggregation: pl.Expr) -> pl.Expr:
    """The value that sums of parts give under `aggregation`, one of the rules of the catalogue.

    Ratios: the ratio of the sums; sums: the numerator; every other rule: null, since a rank or a
    score of parts says nothing about the whole.
    """
    return (
        pl.when(aggregation.is_in(RATIOS))
        .then(rate(numerator, denominator))
        .when(aggregation.is_in(SUMS))
        .then(numerator)
    )


def roll_up(parts: pl.DataFrame, *, by: Sequence[str], aggregation: str) -> pl.DataFrame:
    """The whole that `parts` make: columns `by`, numerator, denominator, value.

    `parts`: one row per unit or month, with numerator, denominator and value (a sum may come as a
    value alone). Ratios count only parts whose two sides are known. Without any such part, and
    under rules that are neither ratio nor sum, the sums and the value are null. Order: `by`.
    """
    numerator, denominator = pl.col("numerator"), pl.col("denominator")
    counts = numerator.is_not_null() & denominator.is_not_null()
    if aggregation not in RATIOS:
        numerator = pl.coalesce("numerator", "value")
        denominator = pl.lit(None, dtype=pl.Float64)
        counts = numerator.is_not_null() & pl.lit(aggregation in SUMS)
    counted = parts.with_columns(numerator=numerator, denominator=denominator, counts=counts)
    known = pl.col("counts").any()
    return (
        counted.group_by(by)
        .agg(
            numerator=pl.when(known).then(pl.col("numerator").filter("counts").sum()),
            denominator=pl.when(pl.col("denominator").filter("counts").count() > 0).then(
                pl.col("denominator").filter("counts").sum()
            ),
        )
        .with_columns(
            value=value_of_sums(
                numerator=pl.col("numerator"),
                denominator=pl.col("denominator"),
                aggregation=pl.lit(aggregation),
            )
        )
        .sort(by)
    )
