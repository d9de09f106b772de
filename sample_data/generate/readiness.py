"""Whether the communes of Bắc Giang are ready for two tiers, and with which means: illustrative.

Conditions and their thresholds are rows of the catalogue. What communes lack is written by hand
(tables/bg_readiness_gaps); all else is fulfilled, so that 41, 50 and 55 communes are green in
July, August and September 2025, as the province's own count says (KH202).
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from domain.periods import Period, month_period, parse_period
from sample_data.generate.observations import counted, without_value
from sample_data.generate.units import Unit, agencies, places
from sample_data.generate.writing import Row, day, read_table, write_further

SEED = 202
PERIODS = tuple(month_period(2025, month) for month in (7, 8, 9))
BEFORE_HANDOVER = month_period(2025, 6)
NUMBER = 22
MAILBOX, SIGNATURE, BOTH = "KH207", "KH208", "KH205"
DONE_OR_NOT = ("KH204", "KH209", "KH210", "KH211")
OPEN_MATTERS, DAYS_INTERRUPTED = "KH206", "KH212"
BUDGET, EQUIPMENT, TRAINED = "NLU01", "NLU02", "NLU03"
# Tens of million đồng a department was given for the year, and what share was spent by each month.
ALLOCATED, SPENT_BY = (18, 240), (0.46, 0.55, 0.66)
ITEMS, DELIVERED_BY = (8, 34), (0.58, 0.71, 0.83)
TO_TRAIN, TRAINED_IN_MONTH = (36, 84), (0.24, 0.21, 0.18)


def write_catalogue(folder: Path) -> None:
    """Write indicators, conditions and rules of readiness into the catalogue."""
    indicators = read_table("readiness_indicators")
    write_further(
        folder, number=20, name="readiness_indicators", kind_name="indicators", rows=indicators
    )
    for number, kind in ((21, "readiness_conditions"), (22, "readiness_rules")):
        rows = [
            {
                **row,
                "effective_from": day(row["effective_from"]),
                "effective_to": day(row["effective_to"]),
            }
            for row in read_table(kind)
        ]
        write_further(folder, number=number, name=kind, kind_name=kind, rows=rows)


def write_bac_giang(folder: Path, *, province: Unit) -> None:
    """Write what communes, departments and, at their end, the districts reported."""
    rng = Random(SEED)
    communes = places("bac_giang_communes", level="commune")
    departments = agencies("bac_giang_agencies")
    rows = [
        *_open_in_the_districts(),
        *_conditions(rng, communes),
        *_budgets(rng, departments, province=province),
        *_means(rng, [*communes, *departments]),
    ]
    write_further(
        folder, number=NUMBER, name="readiness_observations", kind_name="observations", rows=rows
    )


def _open_in_the_districts() -> Iterator[Row]:
    """How many matters each district had still open when it ended."""
    tables = ("bac_giang_districts", "new_districts")
    by_code = {unit.code: unit for table in tables for unit in places(table, level="district")}
    for row in read_table("bg_handover_start"):
        unit, still_open = by_code[row["district"]], int(row["open"])
        yield counted(OPEN_MATTERS, unit, BEFORE_HANDOVER, value=still_open)


def _conditions(rng: Random, communes: Sequence[Unit]) -> Iterator[Row]:
    gaps = {
        (parse_period(row["period"]), row["unit"], row["indicator"]): row
        for row in read_table("bg_readiness_gaps")
    }
    officials = {unit.code: rng.randint(39, 74) for unit in communes} | {
        code: int(row["denominator"])
        for (_, code, indicator), row in gaps.items()
        if indicator in (MAILBOX, SIGNATURE)
    }
    for period in PERIODS:
        for unit in communes:
            fulfilled = _fulfilled(rng, unit, period, staff=officials[unit.code])
            rows = {
                code: _with_gap(row, gaps.get((period, unit.code, code)))
                for code, row in fulfilled.items()
            }
            yield from (rows | {BOTH: _with_both(rows)}).values()


def _fulfilled(rng: Random, unit: Unit, period: Period, *, staff: int) -> dict[str, Row]:
    """What a commune reports that is ready; few of its officials wait for something."""
    rows = {code: counted(code, unit, period, numerator=1, denominator=1) for code in DONE_OR_NOT}
    for code in (MAILBOX, SIGNATURE):
        equipped = staff - rng.randint(0, staff // 24)
        rows[code] = counted(code, unit, period, numerator=equipped, denominator=staff)
    for code in (OPEN_MATTERS, DAYS_INTERRUPTED):
        rows[code] = counted(code, unit, period, value=0)
    return rows


def _with_gap(row: Row, gap: dict[str, str] | None) -> Row:
    if gap is None:
        return row
    if gap["obs_status"] == "missing":
        return without_value(row, "missing")
    told = {name: int(gap[name]) for name in ("numerator", "denominator", "value") if gap[name]}
    return {**row, **told}


def _with_both(rows: dict[str, Row]) -> Row:
    """KH205: no more officials have both than have the rarer of the two."""
    mailbox, signature = (_rate(rows[code]) for code in (MAILBOX, SIGNATURE))
    staff = mailbox[1]
    both = min(mailbox[0], staff * signature[0] // signature[1])
    return {**rows[MAILBOX], "indicator": BOTH, "numerator": both, "denominator": staff}


def _rate(row: Row) -> tuple[int, int]:
    numerator, denominator = row["numerator"], row["denominator"]
    assert isinstance(numerator, int) and isinstance(denominator, int)
    return numerator, denominator


def _budgets(rng: Random, departments: Sequence[Unit], *, province: Unit) -> Iterator[Row]:
    """Spent of allocated, by department and summed for the province."""
    given = {unit.code: 10 * rng.randint(*ALLOCATED) for unit in departments}
    for period, share in zip(PERIODS, SPENT_BY, strict=True):
        spent = {
            code: round(amount * min(max(share + rng.gauss(0, 0.12), 0.05), 1.0))
            for code, amount in given.items()
        }
        for unit in departments:
            yield counted(
                BUDGET, unit, period, numerator=spent[unit.code], denominator=given[unit.code]
            )
        yield counted(
            BUDGET,
            province,
            period,
            numerator=sum(spent.values()),
            denominator=sum(given.values()),
        )


def _means(rng: Random, units: Sequence[Unit]) -> Iterator[Row]:
    """Equipment delivered of registered, and officials trained in the month of those to train."""
    items = {(unit.level, unit.code): rng.randint(*ITEMS) for unit in units}
    people = {(unit.level, unit.code): rng.randint(*TO_TRAIN) for unit in units}
    for place, period in enumerate(PERIODS):
        for unit in units:
            registered, to_train = items[unit.level, unit.code], people[unit.level, unit.code]
            share = min(max(DELIVERED_BY[place] + rng.gauss(0, 0.08), 0.2), 1.0)
            delivered = round(registered * share)
            trained = round(to_train * max(TRAINED_IN_MONTH[place] + rng.gauss(0, 0.03), 0.15))
            yield counted(EQUIPMENT, unit, period, numerator=delivered, denominator=registered)
            yield counted(TRAINED, unit, period, numerator=trained, denominator=to_train)
