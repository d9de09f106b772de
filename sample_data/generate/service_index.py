"""What the service index counts beside the figures of a province: all of it illustrative.

Made from the dossiers that units received (DVC01), so that counts fit together; random numbers of
its own leave the other files as they are.
"""

from collections.abc import Iterator, Sequence
from math import log
from pathlib import Path
from random import Random

from domain.periods import Period, parse_period
from sample_data.generate.allocation import moved
from sample_data.generate.observations import counted
from sample_data.generate.units import Unit, agencies, places
from sample_data.generate.writing import Row, day, read_table, write_further

SEED = 766
NUMBER = 20
NAME = "service_index_observations"
# Rates over the dossiers of a unit: around which rate, and how strongly a unit that is good at
# online dossiers is good at this, too. A month adds MONTHLY on the logit scale.
OVER_DOSSIERS = {"CKM04": (0.965, 0.2), "SHO01": (0.74, 0.5), "SHO04": (0.55, 0.4)}
# Only where the province's other files have none: satisfaction with settlement.
SATISFACTION = ("HLO01", 0.945, 0.2)
MONTHLY = 0.04
# A unit's online services, of which some produced dossiers; its procedures, of which most are
# offered online.
SERVICES, SERVICES_USED = (90, 160), 0.62
PROCEDURES, PROCEDURES_ONLINE = (180, 240), 0.72
FEE_PROCEDURES, FEE_PROCEDURES_PAID = (8, 24), 0.7
PETITIONS_PER_THOUSAND, PETITIONS_ON_TIME, PETITIONS_CONTENT = 1.4, 0.94, 0.9
# What the province counts for itself: of how many, and which rate in its first month.
OF_PROVINCE = {
    "CKM01": (48, 0.94),
    "CKM02": (44, 0.9),
    "CKM03": (1_760, 0.955),
    "DVC08": (1_760, 0.78),
    "TTT02": (420, 0.61),
    "TTT03": (610, 0.72),
    "SHO05": (640, 0.56),
    "SHO06": (0, 0.47),
}


def catalogue() -> dict[str, list[Row]]:
    """The files of the catalogue that hold the scheme of Decision 766."""
    schemes = [
        {**row, "effective_from": day(row["effective_from"])} for row in read_table("index_schemes")
    ]
    return {
        "index_schemes": schemes,
        "index_groups": [*read_table("index_groups")],
        "index_metrics": [*read_table("index_metrics")],
        "index_grades": [*read_table("index_grades")],
    }


def write_nghe_an(folder: Path, *, rows: Sequence[Row], province: Unit) -> None:
    """Nghệ An, January 2023 to March 2024: what its `rows` (of its observations file) lack."""
    units = [
        *places("nghe_an_districts", level="district"),
        *agencies("nghe_an_agencies"),
    ]
    _write(folder, rows=rows, province=province, units=units, official="na_index_official")


def write_bac_giang(folder: Path, *, rows: Sequence[Row], province: Unit) -> None:
    """Bắc Giang, July to September 2025: what its `rows` (of its observations file) lack."""
    units = [
        *places("bac_giang_communes", level="commune"),
        *agencies("bac_giang_agencies"),
    ]
    _write(folder, rows=rows, province=province, units=units, official="bg_index_official")


def _write(
    folder: Path, *, rows: Sequence[Row], province: Unit, units: Sequence[Unit], official: str
) -> None:
    rng = Random(SEED)
    by_key = {(unit.level, unit.code): unit for unit in units}
    received = [
        row for row in rows if row["indicator"] == "DVC01" and row["level"] != province.level
    ]
    made = [
        *_of_units(rng, rows=rows, received=received, units=by_key),
        *_of_province(rng, received, province=province),
        *_official(official, province=province),
    ]
    write_further(folder, number=NUMBER, name=NAME, kind_name="observations", rows=made)


def _of_units(
    rng: Random,
    *,
    rows: Sequence[Row],
    received: Sequence[Row],
    units: dict[tuple[object, object], Unit],
) -> Iterator[Row]:
    known = {row["indicator"] for row in rows}
    petitions = {_where(row): row for row in rows if row["indicator"] == "HLO02"}
    first = min(_period(row) for row in received)
    over_dossiers = dict(OVER_DOSSIERS)
    if SATISFACTION[0] not in known:
        over_dossiers[SATISFACTION[0]] = SATISFACTION[1:]
    offered = {key: _offered(rng) for key in units}
    for row in received:
        unit, period = units[row["level"], row["unit"]], _period(row)
        if not isinstance(row["denominator"], int) or not isinstance(row["numerator"], int):
            continue
        dossiers, months = row["denominator"], _months_between(first, period)
        skill = _logit(row["numerator"], dossiers)
        for indicator, (rate, follows) in over_dossiers.items():
            share = moved(rate, follows * skill + MONTHLY * months + rng.gauss(0.0, 0.15))
            part = round(dossiers * share)
            yield counted(indicator, unit, period, numerator=part, denominator=dossiers)
        better = 0.3 * skill + MONTHLY * months
        of = offered[unit.level, unit.code]
        yield from _of_procedures(rng, unit, period, of=of, better=better, months=months)
        asked = petitions.get(_where(row))
        yield from _petitions(rng, unit, period, dossiers=dossiers, answered=asked)


def _offered(rng: Random) -> dict[str, int]:
    """How many services, procedures, fee procedures and communes a unit has all the time."""
    return {
        "services": rng.randint(*SERVICES),
        "procedures": rng.randint(*PROCEDURES),
        "fees": rng.randint(*FEE_PROCEDURES),
        "communes": rng.randint(12, 36),
        "communes_offering": rng.randint(6, 12),
    }


def _of_procedures(
    rng: Random, unit: Unit, period: Period, *, of: dict[str, int], better: float, months: int
) -> Iterator[Row]:
    def rate(indicator: str, base: float, whole: int) -> Row:
        share = moved(base, better + rng.gauss(0.0, 0.1))
        return counted(indicator, unit, period, numerator=round(whole * share), denominator=whole)

    yield rate("DVC11", SERVICES_USED, of["services"])
    if unit.level == "agency":
        yield rate("TTT02", FEE_PROCEDURES_PAID, of["fees"])
        return
    yield rate("DVC08", PROCEDURES_ONLINE, of["procedures"])
    communes = 1 if unit.level == "commune" else of["communes"]
    offering = min(communes, of["communes_offering"] + months // 2)
    yield counted("SHO07", unit, period, numerator=offering, denominator=communes)


def _petitions(
    rng: Random, unit: Unit, period: Period, *, dossiers: int, answered: Row | None
) -> Iterator[Row]:
    """Petitions and how people were content with the answers; many units have none in a month."""
    if answered is None:
        petitions = round(dossiers * PETITIONS_PER_THOUSAND / 1000 * rng.uniform(0.2, 1.9))
        on_time = _so_many(rng, petitions, PETITIONS_ON_TIME)
        yield counted("HLO02", unit, period, numerator=on_time, denominator=petitions)
    elif isinstance(answered["denominator"], int):
        petitions = answered["denominator"]
    else:
        return
    content = _so_many(rng, petitions, PETITIONS_CONTENT)
    yield counted("HLO03", unit, period, numerator=content, denominator=petitions)


def _of_province(rng: Random, received: Sequence[Row], *, province: Unit) -> Iterator[Row]:
    """What no unit below the province counts; rates grow month by month."""
    periods = sorted({_period(row) for row in received})
    for months, period in enumerate(periods):
        dossiers = sum(
            count
            for row in received
            if row["period"] == period and isinstance(count := row["denominator"], int)
        )
        for indicator, (of, rate) in OF_PROVINCE.items():
            share = moved(rate, MONTHLY * months + rng.gauss(0.0, 0.06))
            whole = of or dossiers
            part = round(whole * share)
            yield counted(indicator, province, period, numerator=part, denominator=whole)


def _official(table: str, *, province: Unit) -> Iterator[Row]:
    """Scores as the portal would show them: invented as well, and a little other than ours."""
    for row in read_table(table):
        period = parse_period(row["period"])
        for indicator, points in row.items():
            # A total that was not published adds up from its groups.
            if indicator != "period" and points:
                figure = counted(indicator, province, period)
                yield {**figure, "value": points.replace(".", ",")}


def _so_many(rng: Random, of: int, rate: float) -> int:
    return sum(rng.random() < rate for _ in range(of))


def _where(row: Row) -> tuple[object, object, object]:
    return row["level"], row["unit"], row["period"]


def _period(row: Row) -> Period:
    period = row["period"]
    assert isinstance(period, Period)
    return period


def _months_between(first: Period, period: Period) -> int:
    return (period.start.year - first.start.year) * 12 + period.start.month - first.start.month


def _logit(numerator: int, denominator: int) -> float:
    """How good a unit is at online dossiers, around 0; no month is all or nothing."""
    share = min(max(numerator / max(denominator, 1), 0.05), 0.95)
    return log(share / (1 - share))
