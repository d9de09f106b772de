"""Bắc Giang: 58 communes and wards, clock at 30 September 2025, Plan 02 in 6 pillars, 67 tasks."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

from domain.periods import Period, month_period
from sample_data.generate import (
    dossiers,
    follow_up,
    identity,
    observations,
    portal,
    readiness,
    reforms,
    reports,
    service_index,
    services,
    units,
)
from sample_data.generate.allocation import moved
from sample_data.generate.bottlenecks import bottleneck_event_rows, bottleneck_rows
from sample_data.generate.observations import Cell, counted
from sample_data.generate.units import Unit
from sample_data.generate.work import PlanTable, event_rows, item_rows, plan_rows
from sample_data.generate.writing import Row, read_table, write_files

SEED = 24
CODE = "24"
PROVINCE = units.whole(
    code=CODE, full_name_vi="Tỉnh Bắc Giang (58 xã, phường, nay thuộc tỉnh Bắc Ninh)"
)
REFORMS = reforms.reforms_of(
    "bac_giang",
    code=CODE,
    first_on=date(2025, 1, 1),
    basis="population",
    size="population",
)
# Departments took their present names when the apparatus was rearranged in spring 2025.
DEPARTMENTS_SINCE = date(2025, 3, 1)
PLAN = PlanTable(table="bg_kh02", code="BG-KH02", version="2025", article={"D": "bac-giang-2025"})
BEFORE = tuple(month_period(2025, month) for month in range(1, 7))
SINCE = tuple(month_period(2025, month) for month in range(7, 10))
# Steps on the logit scale: wards of the lowland go ahead, communes of Sơn Động and Lục Ngạn lag.
AHEAD = ("07210", "07228", "07777", "07795", "07681", "07525")
BEHIND = ("07531", "07534", "07537", "07543", "07621", "07654", "07663", "07672", "07594")
STEPS = dict.fromkeys(AHEAD, 0.5) | dict.fromkeys(BEHIND, -0.6)
HELD_IN_SEPTEMBER = identity.Totals(
    at=month_period(2025, 9), cards=1_548_310, collected=1_412_655, activated=1_287_940
)
# What the province reported before communes reported by themselves: (numerator, denominator).
ONLINE_TO_THE_END_BEFORE = (
    (31_420, 78_150), (25_060, 57_990), (41_870, 89_930),
    (43_350, 88_240), (47_610, 91_480), (48_905, 87_330),
)  # fmt: skip
ELECTRONIC_FILES_BEFORE = (
    (41_320, 58_200), (35_410, 48_640), (49_870, 65_930),
    (51_640, 66_210), (54_080, 67_350), (57_115, 68_820),
)  # fmt: skip
SERVICES_BEFORE_AND_SINCE = (402, 418, 447, 489, 543, 610, 702, 771, 826)
REPLACED_BEFORE_AND_SINCE = (118, 131, 166, 214, 297, 402, 512, 596, 651)
FULL_PROCESS_SINCE = ((1_206, 1_498), (1_331, 1_512), (1_420, 1_519))
ESSENTIAL_SERVICES_SINCE = (23, 24, 25)
GREEN_COMMUNES_SINCE = (41, 50, 55)
ESSENTIAL_ONLINE_SINCE = ((52_140, 61_350), (55_905, 63_240), (61_480, 66_910))


def write(folder: Path) -> None:
    """Write the nine import files of the province."""
    communes = units.places("bac_giang_communes", level="commune")
    agencies = units.agencies("bac_giang_agencies")
    by_code = {unit.code: unit for unit in (PROVINCE, *communes, *agencies)}
    events = event_rows(PLAN)
    rows = [
        *observations.published("bg_published", units=by_code),
        *illustrative(communes, agencies),
        *plan_rates(events),
    ]
    write_files(
        folder,
        {
            "units": unit_rows(),
            "headlines": read_table("bg_headlines"),
            "targets": observations.target_rows("bg_targets"),
            "observations": rows,
            "plans": plan_rows("bac-giang"),
            "work_items": item_rows(PLAN, units=by_code),
            "work_events": events,
            "bottlenecks": bottleneck_rows("bg_bottlenecks"),
            "bottleneck_events": bottleneck_event_rows("bg_bottlenecks"),
            "unit_successions": reforms.succession_rows(REFORMS),
            "crosswalk": reforms.crosswalk_rows(REFORMS),
        },
    )
    service_index.write_bac_giang(folder, rows=rows, province=PROVINCE)
    readiness.write_bac_giang(folder, province=PROVINCE)
    services.write_bac_giang(folder, rows=rows, province=PROVINCE)
    portal.write_bac_giang(folder, rows=rows, province=PROVINCE)
    reports.write(folder, units=(*communes, *agencies), periods=SINCE[:2], careless=BEHIND[:3])
    follow_up.write(folder, prefix="bg", agencies=by_code, places=communes)


def unit_rows() -> list[Row]:
    """The province, its 10 districts until 30 June 2025, 58 communes since, and departments."""
    return [
        units.province_row(
            PROVINCE,
            name_vi="Bắc Giang",
            name_en="Bac Giang",
            full_name_en="Bac Giang Province (58 communes and wards, now in Bac Ninh)",
        ),
        *reforms.district_rows(REFORMS),
        *reforms.commune_rows(REFORMS),
        *units.agency_rows("bac_giang_agencies", parent=CODE, since=DEPARTMENTS_SINCE),
    ]


def illustrative(communes: Sequence[Unit], agencies: Sequence[Unit]) -> list[Row]:
    """Figures by commune, department and month, and the province's history before July 2025."""
    rng = Random(SEED)
    places = dossiers.with_habits(rng, communes, base=0.78, steps=STEPS)
    cells = [
        *dossiers.monthly_dossiers(rng, places, SINCE, received=214_600, online=171_680),
        *dossiers.monthly_dossiers(rng, agencies, SINCE, received=86_400, online=65_232),
    ]
    to_the_end = to_the_end_rows(rng, cells)
    files = dossiers.share_rows(rng, "SHO08", cells, rate=0.93, of=0.8, follows=0.4, growth=0.3)
    held = identity.stocks(
        rng, communes, [*BEFORE[5:], *SINCE], totals=HELD_IN_SEPTEMBER, steps=STEPS
    )
    return [
        *dossiers.online_rows(cells),
        *to_the_end,
        *files,
        *dossiers.share_rows(rng, "TDO01", cells, rate=0.978, follows=0.3),
        *dossiers.share_rows(rng, "TTT01", cells, rate=0.62, of=0.45, growth=0.1),
        *dossiers.share_rows(rng, "SHO02", cells, rate=0.84, growth=0.1),
        *dossiers.share_rows(rng, "SHO03", cells, rate=0.52, growth=0.12),
        *identity.stock_rows([stock for stock in held if stock.period in SINCE]),
        *province_history(to_the_end, files),
    ]


def to_the_end_rows(rng: Random, cells: Sequence[Cell]) -> list[Row]:
    """DVC10: of the dossiers received, those online from intake to result (never above DVC01)."""
    return [
        counted(
            "DVC10",
            cell.unit,
            cell.period,
            numerator=round(
                cell.online * moved(0.83, 0.1 * (cell.period.start.month - 7) + rng.gauss(0.0, 0.2))
            ),
            denominator=cell.received,
        )
        for cell in cells
    ]


def province_history(to_the_end: Sequence[Row], files: Sequence[Row]) -> list[Row]:
    """Rows of the whole province; since July DVC10 and SHO08 are the sums of the units' rows."""
    rows = [
        *_rates("DVC10", BEFORE, ONLINE_TO_THE_END_BEFORE),
        *_rates("DVC10", SINCE, _sums(to_the_end)),
        *_rates("SHO08", BEFORE, ELECTRONIC_FILES_BEFORE),
        *_rates("SHO08", SINCE, _sums(files)),
        *_rates("DVC09", SINCE, FULL_PROCESS_SINCE),
        *_rates("DVC04", SINCE, ESSENTIAL_ONLINE_SINCE),
        *_stocks("DVC12", BEFORE + SINCE, SERVICES_BEFORE_AND_SINCE, of=982),
        *_stocks("DVC13", BEFORE + SINCE, REPLACED_BEFORE_AND_SINCE, of=1139),
        *_stocks("DVC05", SINCE, ESSENTIAL_SERVICES_SINCE, of=25),
        *_stocks("KH202", SINCE, GREEN_COMMUNES_SINCE, of=58),
    ]
    return rows


def plan_rates(events: Sequence[Row]) -> list[Row]:
    """KH201 at the end of each month: accepted tasks of the 67, counted from the events."""
    accepted = [
        event["happened_on"]
        for event in events
        if event["event_type"] == "accepted" and isinstance(event["happened_on"], date)
    ]
    return _rates(
        "KH201",
        SINCE,
        [(sum(day <= period.end for day in accepted), 67) for period in SINCE],
    )


def _rates(
    indicator: str, periods: Sequence[Period], counts: Sequence[tuple[int, int]]
) -> list[Row]:
    return [
        counted(indicator, PROVINCE, period, numerator=numerator, denominator=denominator)
        for period, (numerator, denominator) in zip(periods, counts, strict=True)
    ]


def _stocks(
    indicator: str, periods: Sequence[Period], held: Sequence[int], *, of: int
) -> list[Row]:
    return [
        counted(indicator, PROVINCE, period, numerator=number, denominator=of, value=number)
        for period, number in zip(periods, held, strict=True)
    ]


def _sums(rows: Sequence[Row]) -> list[tuple[int, int]]:
    sums = []
    for period in SINCE:
        in_period = [row for row in rows if row["period"] == period]
        numerator = sum(n for row in in_period if isinstance(n := row["numerator"], int))
        denominator = sum(d for row in in_period if isinstance(d := row["denominator"], int))
        sums.append((numerator, denominator))
    return sums
