"""Who pulls a rate of the province down and by how many points of it, ready to be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import polars as pl

from components.block_rows import BLOCKS, PROVINCE, Row, row_of, units_of
from components.measures import Measure
from domain.decomposition import Side, decompose, exact, shown, worst_first

MOST_NAMED = 5
# Points of a rate are shown to the hundredth: four decimals of a share.
DECIMALS = 4
ALL = "all"
OF_LEVELS = {"localities": ("district", "commune"), "departments": ("agency",)}


@dataclass(frozen=True, kw_only=True)
class Pull:
    """What one unit does to the provincial rate: `points` as a share (-0.0123), exact and shown."""

    row: Row
    exact: Fraction
    points: Decimal


@dataclass(frozen=True, kw_only=True)
class Pulls:
    """The units that pull most, the rest in one number, and the total: they add up as shown.

    `rate` is what the units add up to and `reference` what it is held against, the target
    (`has_target`) or the rate itself. `blocks` says what each block does, by its name.
    `known` of `expected` units told their counts.
    """

    measure: Measure
    whole: Row
    rate: float
    reference: float
    has_target: bool
    named: Sequence[Pull]
    rest: Decimal
    rest_units: int
    total: Decimal
    blocks: dict[str, Decimal]
    all_units: Sequence[Pull]
    # rate - reference, not rounded.
    difference: Fraction
    known: int
    expected: int

    @property
    def worst(self) -> Pull | None:
        """The unit that costs most; None where none costs anything."""
        return self.named[0] if self.named and self.costs(self.named[0].exact) else None

    def costs(self, points: Fraction | Decimal) -> bool:
        """Whether `points` make the rate worse."""
        return points > 0 if self.measure.polarity == "lower" else points < 0


def pulls_of(
    figures: pl.DataFrame, indicator: str, *, block: str = ALL, chosen: int | None = None
) -> Pulls | None:
    """The pulls on `indicator` of BLOCK_FIGURES; None where nobody counted anything.

    `block`: of which units the five are named: ALL, localities or departments. The unit `chosen`
    is named as well, wherever it stands.
    """
    whole = row_of(figures, indicator, whom=PROVINCE)
    if whole is None or whole["measure"] != "rate" or not whole["sum_denominator"]:
        return None
    units = units_of(figures, indicator).filter(
        pl.col("numerator").is_not_null() & pl.col("denominator").is_not_null()
    )
    rows: dict[int, Row] = {row["unit_id"]: row for row in units.to_dicts()}
    sides = {key: _side(row) for key, row in rows.items()}
    all_of_them = Side(numerator=whole["sum_numerator"], denominator=whole["sum_denominator"])
    made = decompose(sides, whole=all_of_them, reference=whole["target"])
    if made is None:
        return None
    measure = Measure.of(whole)
    rate = float(made.rate)
    reference = rate if whole["target"] is None else float(whole["target"])
    total = exact(measure.difference(rate, reference))
    lower = measure.polarity == "lower"
    in_order = worst_first(made.contributions, lower_is_better=lower)
    of_block = [key for key in in_order if block == ALL or _is_of(rows[key], block)]
    named = _named(of_block, made.contributions, lower=lower)
    if chosen in rows and chosen not in named:
        named.append(chosen)
    points, rest = shown([made.contributions[key] for key in named], total=total, decimals=DECIMALS)
    [whole_points], _ = shown([total], total=total, decimals=DECIMALS)
    # Each unit as it would be shown alone, for the file of all of them.
    every = [
        Pull(row=rows[key], exact=made.contributions[key], points=_alone(made.contributions[key]))
        for key in in_order
    ]
    return Pulls(
        measure=measure,
        whole=whole,
        rate=rate,
        reference=reference,
        has_target=whole["target"] is not None,
        named=[
            Pull(row=rows[key], exact=made.contributions[key], points=written)
            for key, written in zip(named, points, strict=True)
        ],
        rest=rest,
        rest_units=whole["sum_known"] - len(named),
        total=whole_points,
        blocks=_of_blocks(figures, indicator, all_of_them, whole["target"], total),
        all_units=every,
        difference=made.difference,
        known=whole["sum_known"],
        expected=whole["sum_expected"],
    )


def _named(
    in_order: Sequence[int], contributions: Mapping[int, Fraction], *, lower: bool
) -> list[int]:
    """The five that cost most; of few units (one's own) all, whatever they do."""
    if len(in_order) <= MOST_NAMED:
        return list(in_order)
    sign = -1 if lower else 1
    return [key for key in in_order if sign * contributions[key] < 0][:MOST_NAMED]


def _of_blocks(
    figures: pl.DataFrame, indicator: str, whole: Side, target: float | None, total: Fraction
) -> dict[str, Decimal]:
    """Points of each block; the last one takes what rounding leaves."""
    rows = {block: row_of(figures, indicator, whom=block) for block in BLOCKS}
    sides = {
        place: Side(numerator=row["sum_numerator"], denominator=row["sum_denominator"])
        for place, row in enumerate(rows.values())
        if row is not None and row["sum_denominator"] is not None
    }
    made = decompose(sides, whole=whole, reference=target)
    if made is None or not sides:
        return {}
    keys = list(made.contributions)
    first = [made.contributions[key] for key in keys[:-1]]
    points, last = shown(first, total=total, decimals=DECIMALS)
    return {BLOCKS[key]: written for key, written in zip(keys, [*points, last], strict=True)}


def _alone(points: Fraction) -> Decimal:
    [written], _ = shown([points], total=points, decimals=DECIMALS)
    return written


def _is_of(row: Row, block: str) -> bool:
    return row["level"] in OF_LEVELS[block]


def _side(row: Row) -> Side:
    return Side(numerator=row["numerator"], denominator=row["denominator"])
