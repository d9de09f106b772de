"""Weights as exact fractions: 1/3 and 2/3 make 1, which no decimal and no float can say.

In a frame a weight is two whole numbers, `part` of `whole`; the rows of one old unit and day share
their `whole`, so that a sum is a sum of whole numbers.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm

import polars as pl

from domain.succession.refusals import (
    UnreadableWeight,
    WeightOutOfRange,
    WeightsDoNotSumToOne,
    WeightTooFine,
)

# The finest `whole`: times a count of fifteen digits it still fits a 128 bit number.
FINEST = 10**18
_WRITTEN = re.compile(r"\d{1,40}(?:[.,]\d{1,40}|/\d{1,40})?", flags=re.ASCII)
_OF_ONE_UNIT = ["old_unit_id", "on_date"]


def read_weight(written: str | Decimal | Fraction | int | float) -> Fraction | None:
    """The exact weight: `1/3`, `0.25`, `0,25`, 1; a float as its digits say. None: unreadable."""
    if isinstance(written, Fraction):
        return written
    text = format(written, "f") if isinstance(written, Decimal) else str(written).strip()
    if not _WRITTEN.fullmatch(text) or re.search(r"/0*$", text):
        return None
    return Fraction(text.replace(",", "."))


def with_shares(successions: pl.DataFrame) -> pl.DataFrame:
    """`successions` (old_unit_id, on_date, weight, ...) with `part` and `whole`, Int64.

    weight: text, Decimal or whole number. Raises UnreadableWeight, WeightOutOfRange,
    WeightTooFine, WeightsDoNotSumToOne.
    """
    if successions.is_empty():
        return successions.with_columns(
            part=pl.lit(None, dtype=pl.Int64), whole=pl.lit(None, dtype=pl.Int64)
        )
    weights = _read_all(successions)
    keys = successions.select(_OF_ONE_UNIT).rows()
    whole_of: dict[object, int] = {}
    for key, weight in zip(keys, weights, strict=True):
        whole_of[key] = lcm(whole_of.get(key, 1), weight.denominator)
    wholes = [whole_of[key] for key in keys]
    _refuse(successions, [whole > FINEST for whole in wholes], WeightTooFine)
    parts = [
        weight.numerator * (whole // weight.denominator)
        for weight, whole in zip(weights, wholes, strict=True)
    ]
    sum_of: dict[object, int] = dict.fromkeys(keys, 0)
    for key, part in zip(keys, parts, strict=True):
        sum_of[key] += part
    _refuse(successions, [sum_of[key] != whole_of[key] for key in keys], WeightsDoNotSumToOne)
    return successions.with_columns(
        part=pl.Series(parts, dtype=pl.Int64), whole=pl.Series(wholes, dtype=pl.Int64)
    )


def _read_all(successions: pl.DataFrame) -> list[Fraction]:
    written = successions["weight"].to_list()
    known = {one: read_weight(one) for one in set(written) if one is not None}
    read = [known.get(one) for one in written]
    _refuse(successions, [weight is None for weight in read], UnreadableWeight)
    weights = [weight for weight in read if weight is not None]
    _refuse(successions, [not 0 < weight <= 1 for weight in weights], WeightOutOfRange)
    return weights


def _refuse(
    successions: pl.DataFrame,
    faulty: list[bool],
    reason: type[UnreadableWeight | WeightOutOfRange | WeightTooFine | WeightsDoNotSumToOne],
) -> None:
    if any(faulty):
        raise reason(successions.filter(pl.Series(faulty)))


def common_parts(shares: Mapping[int, Fraction]) -> tuple[dict[int, int], int]:
    """`shares` (unit -> share, together 1) as whole parts of one whole, and that whole.

    Exact up to a whole of 10^18; beyond it (long chains of odd weights) a share is off by less
    than 10^-18, and they still make exactly one.
    """
    if len(shares) == 1:
        return dict.fromkeys(shares, 1), 1
    whole = lcm(*(share.denominator for share in shares.values()))
    if whole <= FINEST:
        return {unit: int(share * whole) for unit, share in shares.items()}, whole
    parts = {unit: int(share * FINEST) for unit, share in shares.items()}
    left = FINEST - sum(parts.values())
    by_remainder = sorted(shares, key=lambda unit: (parts[unit] - shares[unit] * FINEST, unit))
    for unit in by_remainder[:left]:
        parts[unit] += 1
    # A share too small for a single part stays a predecessor without a share: nothing is lost.
    return {unit: part for unit, part in parts.items() if part > 0}, FINEST
