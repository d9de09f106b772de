"""Nghệ An: 21 district-level units, clock at 2 April 2024, figures of January and April 2024."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

from domain.periods import Period, month_period
from sample_data.generate import (
    dossiers,
    follow_up,
    identity,
    nghe_an_later,
    nghe_an_revised,
    observations,
    portal,
    reforms,
    reports,
    service_index,
    services,
    units,
)
from sample_data.generate.allocation import largest_remainder, moved, split_within
from sample_data.generate.bottlenecks import bottleneck_event_rows, bottleneck_rows
from sample_data.generate.observations import Cell
from sample_data.generate.units import Unit
from sample_data.generate.work import PlanTable, event_rows, item_rows, plan_rows
from sample_data.generate.writing import Row, read_table, write_files

SEED = 40
CODE = "40"
PROVINCE = units.whole(code=CODE, full_name_vi="Tỉnh Nghệ An")
ARTICLES = {"A": "nghe-an-2024-01", "B": "nghe-an-2024-04"}
IN_2023 = tuple(month_period(2023, month) for month in range(1, 13))
IN_2024 = tuple(month_period(2024, month) for month in range(1, 4))
# Steps on the logit scale: towns go ahead (Vinh, Cửa Lò, Thái Hoà, Hoàng Mai), the uplands lag
# (Quế Phong, Quỳ Châu, Kỳ Sơn, Tương Dương, Quỳ Hợp, Con Cuông).
TOWNS = ("412", "413", "414", "432")
UPLANDS = ("415", "416", "417", "418", "420", "422")
# Units that report late, or not at all, more often than others.
CARELESS = ("417", "418", "SGTVT")
STEPS = dict.fromkeys(TOWNS, 0.6) | dict.fromkeys(UPLANDS, -0.8)

# Dossiers of 2023: 812,532 / 1,422,500 = 57.12 %, 281,697 / 1,007,500 = 27.96 %, and together
# 1,094,229 / 2,430,000 = 45.03 %; of the 25 services 753,300 / 1,012,500 = 74.4 %.
LOCALITIES_2023 = {"received": 1_422_500, "online": 812_532}
DEPARTMENTS_2023 = {"received": 1_007_500, "online": 281_697}
SERVICES_2023 = {"received": 1_012_500, "online": 753_300}
LOCALITIES_2024 = {"received": 371_860, "online": 233_904}
DEPARTMENTS_2024 = {"received": 268_140, "online": 92_937}
SERVICES_2024 = {"received": 266_310, "online": 207_455}

HELD_AT_THE_END_OF_2023 = identity.Totals(
    at=month_period(2023, 12), cards=2_852_992, collected=2_389_718, activated=1_899_673
)

# Reports that did not come, and rates that do not exist where no procedure has a fee.
MISSING = frozenset(
    {
        ("DVC01", "417", "2024-03"),
        ("TDO01", "417", "2024-03"),
        ("SHO02", "417", "2024-03"),
        ("SHO02", "415", "2023-05"),
        ("HLO01", "SNGV", "2024-02"),
        ("TTT01", "418", "2023-11"),
    }
)
WITHOUT_FEES = frozenset({"BDT", "SNV"})

# Cửa Lò and four communes of Nghi Lộc joined Vinh.
REFORMS = reforms.reforms_of(
    "nghe_an", code=CODE, first_on=date(2024, 12, 1), basis="area", size="area_km2"
)
OF_2024 = PlanTable(table="na_kh2024", code="NA-KH2024", version="2024", article=ARTICLES)
PLANS = (
    PlanTable(table="na_da06", code="NA-DA06", version="2022-2025", article=ARTICLES),
    OF_2024,
    PlanTable(table="na_mh38", code="NA-MH38", version="2024", article=ARTICLES),
    PlanTable(
        table="na_cd2024",
        code="NA-CD2024",
        version="2024",
        article=ARTICLES,
        added_is_published=True,
    ),
)


def write(folder: Path) -> None:
    """Write the import files of the province."""
    unit_rows = [
        units.province_row(
            PROVINCE, name_vi="Nghệ An", name_en="Nghe An", full_name_en="Nghe An Province"
        ),
        *reforms.district_rows(REFORMS),
        *reforms.commune_rows(REFORMS),
        *units.agency_rows("nghe_an_agencies", parent=CODE),
    ]
    districts = units.places("nghe_an_districts", level="district")
    agencies = units.agencies("nghe_an_agencies")
    by_code = {unit.code: unit for unit in (PROVINCE, *districts, *agencies)}
    rows = [
        *observations.published("na_published", units=by_code),
        *illustrative(districts, agencies),
    ]
    write_files(
        folder,
        {
            "units": unit_rows,
            "headlines": read_table("na_headlines"),
            "targets": observations.target_rows("na_targets"),
            "observations": rows,
            "plans": plan_rows("nghe-an"),
            "work_items": [row for plan in PLANS for row in item_rows(plan, units=by_code)],
            "work_events": [row for plan in PLANS for row in event_rows(plan)],
            "bottlenecks": bottleneck_rows("na_bottlenecks"),
            "bottleneck_events": bottleneck_event_rows("na_bottlenecks"),
            "target_steps": observations.target_step_rows("na_target_steps"),
            "unit_successions": reforms.succession_rows(REFORMS),
        },
    )
    service_index.write_nghe_an(folder, rows=rows, province=PROVINCE)
    services.write_nghe_an(folder, rows=rows, province=PROVINCE)
    portal.write_nghe_an(folder, rows=rows, province=PROVINCE)
    reports.write(
        folder,
        units=(*districts, *agencies),
        periods=(*IN_2023, *IN_2024[:2]),
        careless=CARELESS,
    )
    follow_up.write(folder, prefix="na", agencies=by_code, places=districts)
    nghe_an_later.write(
        folder.with_name(f"{folder.name}_later"),
        rows=rows,
        agencies=agencies,
        reforms=REFORMS,
        revised=nghe_an_revised.files(OF_2024, units=by_code),
    )


def illustrative(districts: Sequence[Unit], agencies: Sequence[Unit]) -> list[Row]:
    """Everything by unit and month that the articles do not give."""
    rng = Random(SEED)
    cells = dossier_cells(rng, districts, agencies)
    rows = [*dossiers.online_rows(cells), *service_rows(rng)]
    rows += dossiers.share_rows(rng, "TDO01", cells, rate=0.972, follows=0.3)
    rows += dossiers.share_rows(rng, "TTT01", cells, rate=0.34, of=0.42, growth=0.05)
    rows += dossiers.share_rows(rng, "SHO02", cells, rate=0.46, growth=0.06)
    rows += dossiers.share_rows(rng, "SHO03", cells, rate=0.18, growth=0.05)
    rows += dossiers.share_rows(rng, "HLO01", cells, rate=0.955, follows=0.2)
    rows += dossiers.petition_rows(rng, cells, rate=0.93, per_thousand=1.4)
    held = identity.stocks(
        rng, districts, [*IN_2023, *IN_2024], totals=HELD_AT_THE_END_OF_2023, steps=STEPS
    )
    rows += [*identity.stock_rows(held), *identity.level_two_rows(rng, held, rate=0.82)]
    return [_as_reported(row) for row in rows]


def dossier_cells(rng: Random, districts: Sequence[Unit], agencies: Sequence[Unit]) -> list[Cell]:
    """Dossiers of every district and department, January 2023 to March 2024."""
    localities = dossiers.with_habits(rng, districts, base=0.57, steps=STEPS)
    return [
        *dossiers.monthly_dossiers(rng, localities, IN_2023, **LOCALITIES_2023),
        *dossiers.monthly_dossiers(rng, agencies, IN_2023, **DEPARTMENTS_2023),
        *dossiers.monthly_dossiers(rng, localities, IN_2024, **LOCALITIES_2024),
        *dossiers.monthly_dossiers(rng, agencies, IN_2024, **DEPARTMENTS_2024),
    ]


def service_rows(rng: Random) -> list[Row]:
    """DVC04 of the whole province by essential service and month."""
    return [
        *_services_of(rng, IN_2023, **SERVICES_2023),
        *_services_of(rng, IN_2024, **SERVICES_2024),
    ]


def _services_of(
    rng: Random, periods: Sequence[Period], *, received: int, online: int
) -> list[Row]:
    services = read_table("service_weights")
    keys = [(service, period) for period in periods for service in services]
    counts = largest_remainder(
        [
            float(service["weight"])
            * dossiers.SEASON[period.start.month - 1]
            * rng.uniform(0.9, 1.1)
            for service, period in keys
        ],
        total=received,
    )
    rates = [moved(float(service["online"]), rng.gauss(0.0, 0.1)) for service, _ in keys]
    parts = split_within(counts, rates=rates, total=online)
    return [
        observations.counted(
            "DVC04",
            PROVINCE,
            period,
            numerator=part,
            denominator=count,
            public_service=service["code"],
        )
        for (service, period), count, part in zip(keys, counts, parts, strict=True)
    ]


def _as_reported(row: Row) -> Row:
    period = row["period"]
    code = period.code if isinstance(period, Period) else ""
    if (row["indicator"], row["unit"], code) in MISSING:
        return observations.without_value(row, "missing")
    if row["indicator"] == "TTT01" and row["unit"] in WITHOUT_FEES:
        return observations.without_value(row, "not_applicable")
    return row
