"""Nghệ An after its clock: illustrative figures of December 2024 to August 2025, a revised plan.

They let the province be read between the two reforms (20 districts) and after them (130 communes
and wards) once its clock is moved there. They continue what the districts had in March 2024.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

from domain.periods import Period, month_period
from sample_data.generate import dossiers, observations
from sample_data.generate.allocation import largest_remainder
from sample_data.generate.reforms import Reforms, Shares
from sample_data.generate.units import Unit, places
from sample_data.generate.writing import Row, write_files

SEED = 4020
LAST_KNOWN = month_period(2024, 3)
WITH_DISTRICTS = (month_period(2024, 12), *(month_period(2025, month) for month in range(1, 7)))
WITH_COMMUNES = (month_period(2025, 7), month_period(2025, 8))
STOCKS = ("DDI01", "DDI03")
# A stock grows by this share of what it was in March 2024 each month.
GROWTH = Fraction(3, 1000)


def write(
    folder: Path,
    *,
    rows: Iterable[Row],
    agencies: Sequence[Unit],
    reforms: Reforms,
    revised: Mapping[str, Sequence[Row]],
) -> None:
    """Write the observations and a `revised` plan; `rows` are those before the clock."""
    later = later_rows(rows, agencies=agencies, reforms=reforms)
    write_files(folder, {"observations": later, **revised})


def later_rows(rows: Iterable[Row], *, agencies: Sequence[Unit], reforms: Reforms) -> list[Row]:
    """DVC01 and TDO01 by month, DDI01 and DDI03 at the end of each month."""
    rng = Random(SEED)
    before = {unit.code: unit for unit in places("nghe_an_districts", level="district")}
    districts = _weighed(before, reforms.first, level="district")
    communes = _weighed({unit.code: unit for unit in districts}, reforms.second, level="commune")
    cells = [
        *dossiers.monthly_dossiers(
            rng,
            dossiers.with_habits(rng, districts, base=0.74, steps={}),
            WITH_DISTRICTS,
            received=861_000,
            online=637_140,
        ),
        *dossiers.monthly_dossiers(
            rng,
            dossiers.with_habits(rng, communes, base=0.82, steps={}),
            WITH_COMMUNES,
            received=268_000,
            online=219_760,
        ),
        *dossiers.monthly_dossiers(
            rng, agencies, [*WITH_DISTRICTS, *WITH_COMMUNES], received=756_000, online=483_840
        ),
    ]
    return [
        *dossiers.online_rows(cells),
        *dossiers.share_rows(rng, "TDO01", cells, rate=0.978, follows=0.3, growth=0.01),
        *_stock_rows(list(rows), districts=districts, communes=communes, reforms=reforms),
    ]


def _weighed(units: dict[str, Unit], shares: Shares, *, level: str) -> list[Unit]:
    """The units after a reform; weights are people, by the shares of what went into each."""
    known = {unit.code: unit for unit in places(f"nghe_an_{level}s", level=level)}
    weights: dict[str, float] = {}
    for code, unit in units.items():
        into = shares.get(("district", code), {(level, code): Fraction(1)})
        for (_, new), share in into.items():
            weights[new] = weights.get(new, 0.0) + unit.weight * float(share)
    return [replace(known[code], weight=weight) for code, weight in sorted(weights.items())]


def _stock_rows(
    rows: Sequence[Row], *, districts: Sequence[Unit], communes: Sequence[Unit], reforms: Reforms
) -> list[Row]:
    made = []
    for indicator in STOCKS:
        at_first = {
            str(row["unit"]): int(str(row["value"]))
            for row in rows
            if (row["indicator"], row["level"], row["period"])
            == (indicator, "district", LAST_KNOWN)
        }
        at_districts = _dealt_out(at_first, reforms.first, level="district")
        at_communes = _dealt_out(at_districts, reforms.second, level="commune")
        for units, periods, stock in (
            (districts, WITH_DISTRICTS, at_districts),
            (communes, WITH_COMMUNES, at_communes),
        ):
            made += [
                observations.counted(indicator, unit, period, value=_grown(held, period))
                for period in periods
                for unit, held in ((unit, stock[unit.code]) for unit in units)
            ]
    return made


def _dealt_out(stock: dict[str, int], shares: Shares, *, level: str) -> dict[str, int]:
    """What the units after a reform hold: whole numbers that sum to what was there before."""
    after: dict[str, int] = {}
    for code, value in sorted(stock.items()):
        into = shares.get(("district", code), {(level, code): Fraction(1)})
        parts = largest_remainder([float(share) for share in into.values()], total=value)
        for (_, new), part in zip(into, parts, strict=True):
            after[new] = after.get(new, 0) + part
    return after


def _grown(value: int, period: Period) -> int:
    first = LAST_KNOWN.start
    months = (period.start.year - first.year) * 12 + period.start.month - first.month
    return round(value * (1 + GROWTH * months))
