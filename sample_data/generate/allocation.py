"""Splits of a published total into whole numbers that sum to it exactly."""

import math
from collections.abc import Sequence


def largest_remainder(weights: Sequence[float], *, total: int) -> list[int]:
    """`total` in proportion to `weights` (not negative, not all zero), as whole numbers."""
    whole = math.fsum(weights)
    exact = [total * weight / whole for weight in weights]
    return _round_to_total(exact, caps=None, total=total)


def split_within(caps: Sequence[int], *, rates: Sequence[float], total: int) -> list[int]:
    """Whole numbers, none above its cap, that sum to `total`.

    `rates` (between 0 and 1, both excluded) say how far each cap should be filled; all are moved
    by one shift on the logit scale until the sum is met, so their order stays.
    Raises ValueError when `total` lies outside 0 to the sum of the caps.
    """
    if not 0 <= total <= sum(caps):
        raise ValueError(f"{total} does not fit into caps that sum to {sum(caps)}")
    low, high = -60.0, 60.0
    for _ in range(80):
        shift = (low + high) / 2
        if (
            math.fsum(cap * moved(rate, shift) for cap, rate in zip(caps, rates, strict=True))
            < total
        ):
            low = shift
        else:
            high = shift
    exact = [cap * moved(rate, low) for cap, rate in zip(caps, rates, strict=True)]
    return _round_to_total(exact, caps=caps, total=total)


def moved(rate: float, shift: float) -> float:
    """`rate` after a step of `shift` on the logit scale: it never leaves 0 to 1."""
    return 1 / (1 + math.exp(-(math.log(rate / (1 - rate)) + shift)))


def _round_to_total(exact: Sequence[float], *, caps: Sequence[int] | None, total: int) -> list[int]:
    parts = [math.floor(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
    missing = total - sum(parts)
    while missing > 0:
        for i in by_remainder:
            if missing > 0 and (caps is None or parts[i] < caps[i]):
                parts[i] += 1
                missing -= 1
    return parts
