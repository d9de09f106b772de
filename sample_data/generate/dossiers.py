"""Illustrative dossiers by unit and month, and the rates that follow from them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import log
from random import Random

from domain.periods import Period
from sample_data.generate.allocation import largest_remainder, moved, split_within
from sample_data.generate.observations import Cell, counted
from sample_data.generate.units import Unit
from sample_data.generate.writing import Row

# How busy a calendar month is; the lunar new year empties February.
SEASON = (0.92, 0.74, 1.06, 1.02, 1.05, 1.08, 1.07, 1.10, 1.02, 1.01, 0.98, 0.95)
# Online habits grow by this much a month on the logit scale.
MONTHLY_GROWTH = 0.035


def with_habits(
    rng: Random, units: Sequence[Unit], *, base: float, steps: Mapping[str, float]
) -> list[Unit]:
    """Places with an online habit around `base`; `steps` moves single codes on the logit scale."""
    return [
        replace(unit, online=moved(base, rng.gauss(0.0, 0.35) + steps.get(unit.code, 0.0)))
        for unit in units
    ]


def monthly_dossiers(
    rng: Random, units: Sequence[Unit], periods: Sequence[Period], *, received: int, online: int
) -> list[Cell]:
    """One cell a unit and month; `received` and `online` are what all cells sum to exactly.

    Units of weight 0 receive no dossiers and get no cell.
    """
    keys = [(unit, period) for period in periods for unit in units if unit.weight]
    weights = [
        unit.weight * SEASON[period.start.month - 1] * rng.uniform(0.93, 1.07)
        for unit, period in keys
    ]
    counts = largest_remainder(weights, total=received)
    first = periods[0].start
    rates = [
        moved(
            unit.online,
            MONTHLY_GROWTH * _months_between(first.year, first.month, period)
            + rng.gauss(0.0, 0.06),
        )
        for unit, period in keys
    ]
    parts = split_within(counts, rates=rates, total=online)
    return [
        Cell(unit=unit, period=period, received=count, online=part)
        for (unit, period), count, part in zip(keys, counts, parts, strict=True)
    ]


def online_rows(cells: Sequence[Cell]) -> list[Row]:
    """DVC01: dossiers received online / all dossiers received."""
    return [
        counted("DVC01", cell.unit, cell.period, numerator=cell.online, denominator=cell.received)
        for cell in cells
    ]


def share_rows(
    rng: Random,
    indicator: str,
    cells: Sequence[Cell],
    *,
    rate: float,
    of: float = 1.0,
    follows: float = 0.5,
    growth: float = 0.02,
) -> list[Row]:
    """A rate around `rate` over `of` of each cell's dossiers.

    `follows`: how strongly a unit that is good at online dossiers is good at this, too.
    """
    first = min(cell.period for cell in cells).start
    mean = sum(cell.online for cell in cells) / sum(cell.received for cell in cells)
    rows = []
    for cell in cells:
        months = _months_between(first.year, first.month, cell.period)
        habit = follows * (_logit(cell.unit.online) - _logit(mean))
        share = moved(rate, habit + growth * months + rng.gauss(0.0, 0.12))
        denominator = (
            cell.received if of == 1.0 else round(cell.received * of * rng.uniform(0.9, 1.1))
        )
        numerator = min(denominator, round(denominator * share))
        rows.append(
            counted(indicator, cell.unit, cell.period, numerator=numerator, denominator=denominator)
        )
    return rows


def petition_rows(
    rng: Random, cells: Sequence[Cell], *, rate: float, per_thousand: float
) -> list[Row]:
    """HLO02: petitions handled on time / petitions; many units have none in a month."""
    rows = []
    for cell in cells:
        petitions = round(cell.received * per_thousand / 1000 * rng.uniform(0.2, 1.9))
        on_time = sum(rng.random() < rate for _ in range(petitions))
        rows.append(
            counted("HLO02", cell.unit, cell.period, numerator=on_time, denominator=petitions)
        )
    return rows


def _months_between(year: int, month: int, period: Period) -> int:
    return (period.start.year - year) * 12 + period.start.month - month


def _logit(rate: float) -> float:
    return log(rate / (1 - rate))
