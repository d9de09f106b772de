"""What the portal of a province would say beside its reports: overdue dossiers, rank, a correction.

All of it illustrative. Overdue dossiers follow from the on-time rates of the units, those by
service are a part of them; random numbers of its own leave the other files as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from domain.periods import Period, month_period, parse_period
from sample_data.generate.allocation import largest_remainder
from sample_data.generate.observations import counted
from sample_data.generate.units import Unit, agencies, places
from sample_data.generate.writing import Row, read_table, write_further

SEED = 202
NUMBER = 24
# Of the dossiers not settled on time in a month, those still open at its end.
STILL_OPEN = 0.17
# Of the dossiers still open, those of the 25 essential services.
OF_ESSENTIAL = 0.62
AT_NGHE_AN = (month_period(2023, 12), *(month_period(2024, month) for month in (1, 2, 3)))
AT_BAC_GIANG = tuple(month_period(2025, month) for month in (7, 8, 9))
# A figure that a district sent anew after a check of its counts: what it said first and then.
CORRECTED = ("TTT01", "425", month_period(2024, 3))
FOUND_IN_THE_CHECK = 137


def write_nghe_an(folder: Path, *, rows: Sequence[Row], province: Unit) -> None:
    """Nghệ An: overdue dossiers at the end of four months, its rank, one corrected figure."""
    units = [*places("nghe_an_districts", level="district"), *agencies("nghe_an_agencies")]
    made = [
        *_overdue(rows, units, AT_NGHE_AN, province=province),
        *_ranks("na_national_rank", province=province),
    ]
    _write(folder, "portal_observations", made, number=NUMBER)
    _write(folder, "corrected_observations", list(_corrected(rows)), number=NUMBER + 1)


def write_bac_giang(folder: Path, *, rows: Sequence[Row], province: Unit) -> None:
    """Bắc Giang: overdue dossiers at the end of three months; merged, it has no rank of its own."""
    units = [*places("bac_giang_communes", level="commune"), *agencies("bac_giang_agencies")]
    _write(
        folder,
        "portal_observations",
        list(_overdue(rows, units, AT_BAC_GIANG, province=province)),
        number=NUMBER,
    )


def _write(folder: Path, name: str, rows: Sequence[Row], *, number: int) -> None:
    write_further(folder, number=number, name=name, kind_name="observations", rows=rows)


def _overdue(
    rows: Sequence[Row], units: Sequence[Unit], periods: Sequence[Period], *, province: Unit
) -> Iterator[Row]:
    """TDO02 at the end of each month, of each unit with dossiers and of each essential service."""
    rng = Random(SEED)
    by_key = {(unit.level, unit.code): unit for unit in units}
    for period in periods:
        total = 0
        for row in rows:
            unit = by_key.get((str(row["level"]), str(row["unit"])))
            if row["indicator"] != "TDO01" or row["period"] != period or unit is None:
                continue
            late = _late(row)
            if late is None:
                continue
            still_open = round(late * STILL_OPEN * rng.uniform(0.7, 1.3))
            total += still_open
            yield counted("TDO02", unit, period, value=still_open)
        services = read_table("service_weights")
        weights = [
            float(service["weight"]) * (1 - float(service["online"])) * rng.uniform(0.8, 1.2)
            for service in services
        ]
        shares = largest_remainder(weights, total=round(total * OF_ESSENTIAL))
        for service, share in zip(services, shares, strict=True):
            code = service["code"]
            yield counted("TDO02", province, period, value=share, public_service=code)


def _late(row: Mapping[str, object]) -> int | None:
    on_time, received = row["numerator"], row["denominator"]
    if not isinstance(on_time, int) or not isinstance(received, int):
        return None
    return received - on_time


def _ranks(table: str, *, province: Unit) -> Iterator[Row]:
    for row in read_table(table):
        rank = int(row["rank"])
        period = parse_period(row["period"])
        of = int(row["of"])
        yield counted("I766R", province, period, numerator=rank, denominator=of, value=rank)


def _corrected(rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        if (row["indicator"], row["unit"], row["period"]) == CORRECTED:
            part = row["numerator"]
            assert isinstance(part, int)
            yield {**row, "numerator": part + FOUND_IN_THE_CHECK}
