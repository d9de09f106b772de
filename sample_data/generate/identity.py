"""Illustrative stocks of ID cards and e-ID accounts by unit and month, rising to a stated total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from domain.periods import Period
from sample_data.generate.allocation import largest_remainder, moved, split_within
from sample_data.generate.observations import counted
from sample_data.generate.units import Unit
from sample_data.generate.writing import Row


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What all units together hold at the end of the month `at`."""

    at: Period
    cards: int
    collected: int
    activated: int


@dataclass(frozen=True, kw_only=True)
class Stock:
    """One unit at the end of one month: activated <= collected <= cards."""

    unit: Unit
    period: Period
    cards: int
    collected: int
    activated: int


def stocks(
    rng: Random,
    units: Sequence[Unit],
    periods: Sequence[Period],
    *,
    totals: Totals,
    steps: Mapping[str, float],
) -> list[Stock]:
    """Stocks that never fall from month to month and sum to `totals` in the month `totals.at`.

    `steps` moves how far single codes have come, on the logit scale.
    """
    ends = _at_the_total(rng, units, totals, steps)
    anchor = periods.index(totals.at)
    return [stock for end in ends for stock in _history(rng, end, periods=periods, anchor=anchor)]


def stock_rows(held: Sequence[Stock]) -> list[Row]:
    """DDI01, DDI03, DDI04 (stocks) and DDI05 (activated / collected)."""
    rows: list[Row] = []
    for stock in held:
        unit, period = stock.unit, stock.period
        rows += [
            counted("DDI01", unit, period, value=stock.cards),
            counted("DDI03", unit, period, value=stock.collected),
            counted("DDI04", unit, period, value=stock.activated),
            counted("DDI05", unit, period, numerator=stock.activated, denominator=stock.collected),
        ]
    return rows


def level_two_rows(rng: Random, held: Sequence[Stock], *, rate: float) -> list[Row]:
    """DDI06: level 2 accounts among the activated ones."""
    return [
        counted(
            "DDI06",
            stock.unit,
            stock.period,
            numerator=round(stock.activated * moved(rate, rng.gauss(0.0, 0.08))),
            denominator=stock.activated,
        )
        for stock in held
    ]


def _at_the_total(
    rng: Random, units: Sequence[Unit], totals: Totals, steps: Mapping[str, float]
) -> list[Stock]:
    weights = [unit.weight * rng.uniform(0.97, 1.03) for unit in units]
    cards = largest_remainder(weights, total=totals.cards)
    moves = [steps.get(unit.code, 0.0) for unit in units]
    collected = split_within(
        cards,
        rates=[moved(0.84, rng.gauss(0.0, 0.3) + step) for step in moves],
        total=totals.collected,
    )
    activated = split_within(
        collected,
        rates=[moved(0.80, rng.gauss(0.0, 0.35) + step) for step in moves],
        total=totals.activated,
    )
    return [
        Stock(unit=unit, period=totals.at, cards=c, collected=k, activated=a)
        for unit, c, k, a in zip(units, cards, collected, activated, strict=True)
    ]


def _history(rng: Random, end: Stock, *, periods: Sequence[Period], anchor: int) -> list[Stock]:
    """The unit's stocks before the anchor month (shares of it) and after it (a little more)."""
    pace = rng.uniform(0.9, 1.1)
    history = []
    for index, period in enumerate(periods):
        back = (anchor - index) * pace
        if back >= 0:
            cards = round(end.cards * (1 - 0.012 * back))
            collected = round(end.collected * max(0.05, 1 - 0.062 * back))
            activated = round(end.activated * max(0.02, 1 - 0.072 * back))
        else:
            cards = round(end.cards * (1 - 0.003 * back))
            collected = min(cards, round(end.collected * (1 - 0.010 * back)))
            activated = min(collected, round(end.activated * (1 - 0.014 * back)))
        history.append(
            Stock(
                unit=end.unit, period=period, cards=cards, collected=collected, activated=activated
            )
        )
    return history
