"""Hà Tĩnh: 13 districts and towns, clock at 1 July 2023, the tasks of a directive of June 2023."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

from domain.periods import month_period
from sample_data.generate import (
    dossiers,
    follow_up,
    identity,
    observations,
    reforms,
    services,
    units,
)
from sample_data.generate.bottlenecks import bottleneck_event_rows, bottleneck_rows
from sample_data.generate.units import Unit
from sample_data.generate.work import PlanTable, event_rows, item_rows, plan_rows
from sample_data.generate.writing import Row, read_table, write_files

SEED = 42
CODE = "42"
# Lộc Hà was divided between Thạch Hà and the city, which also took in communes of two districts.
REFORMS = reforms.reforms_of(
    "ha_tinh", code=CODE, first_on=date(2025, 1, 1), basis="area", size="area_km2"
)
PROVINCE = units.whole(code=CODE, full_name_vi="Tỉnh Hà Tĩnh")
PLAN = PlanTable(
    table="ht_da06", code="HT-DA06-2023", version="2023", article={"C": "ha-tinh-2023"}
)
IN_2022 = tuple(month_period(2022, month) for month in range(1, 13))
IN_2023 = tuple(month_period(2023, month) for month in range(1, 7))
# Steps on the logit scale: the city and the two towns go ahead, the mountain districts lag.
STEPS = {"436": 0.6, "437": 0.5, "449": 0.3, "441": -0.6, "444": -0.5, "439": -0.3}

HELD_IN_JUNE_2023 = identity.Totals(
    at=month_period(2023, 6), cards=1_136_420, collected=742_316, activated=436_905
)


def write(folder: Path) -> None:
    """Write the import files of the province."""
    districts = units.places("ha_tinh_districts", level="district")
    agencies = units.agencies("ha_tinh_agencies")
    by_code = {unit.code: unit for unit in (PROVINCE, *districts, *agencies)}
    rows = [
        # Two newspapers disagree about the cards of one day: both stand here.
        *observations.published("ht_published", units=by_code),
        *illustrative(districts, agencies),
    ]
    unit_rows = [
        units.province_row(
            PROVINCE, name_vi="Hà Tĩnh", name_en="Ha Tinh", full_name_en="Ha Tinh Province"
        ),
        *reforms.district_rows(REFORMS),
        *reforms.commune_rows(REFORMS),
        *units.agency_rows("ha_tinh_agencies", parent=CODE),
    ]
    write_files(
        folder,
        {
            "units": unit_rows,
            "headlines": read_table("ht_headlines"),
            "targets": observations.target_rows("ht_targets"),
            "observations": rows,
            "plans": plan_rows("ha-tinh"),
            "work_items": item_rows(PLAN, units=by_code),
            "work_events": event_rows(PLAN),
            "bottlenecks": bottleneck_rows("ht_bottlenecks"),
            "bottleneck_events": bottleneck_event_rows("ht_bottlenecks"),
            "unit_successions": reforms.succession_rows(REFORMS),
        },
    )
    services.write_ha_tinh(folder, rows=rows, province=PROVINCE)
    follow_up.write(folder, prefix="ht", agencies=by_code, places=districts)


def illustrative(districts: Sequence[Unit], agencies: Sequence[Unit]) -> list[Row]:
    """Figures by unit and month, January 2022 to June 2023: the article gives none."""
    rng = Random(SEED)
    localities = dossiers.with_habits(rng, districts, base=0.40, steps=STEPS)
    cells = [
        *dossiers.monthly_dossiers(rng, localities, IN_2022, received=548_200, online=148_014),
        *dossiers.monthly_dossiers(rng, agencies, IN_2022, received=402_600, online=96_624),
        *dossiers.monthly_dossiers(rng, localities, IN_2023, received=281_500, online=128_083),
        *dossiers.monthly_dossiers(rng, agencies, IN_2023, received=208_300, online=68_739),
    ]
    held = identity.stocks(
        rng, districts, [*IN_2022, *IN_2023], totals=HELD_IN_JUNE_2023, steps=STEPS
    )
    return [
        *dossiers.online_rows(cells),
        *dossiers.share_rows(rng, "TDO01", cells, rate=0.965, follows=0.3),
        *dossiers.share_rows(rng, "SHO02", cells, rate=0.30, growth=0.07),
        *dossiers.share_rows(rng, "TTT01", cells, rate=0.20, of=0.4, growth=0.06),
        *identity.stock_rows(held),
    ]
