"""Old communes that only a crosswalk knows, put into the store below their last district."""

import unicodedata
from datetime import date, timedelta
from typing import Any

import polars as pl
from sqlalchemy import insert

from store.imports.landing import Landing
from store.imports.unit_lookup import KnownUnit, UnitsOfProvince
from store.tables import unit

_KINDS = {"Phường": "Ward", "Xã": "Commune", "Thị trấn": "Township"}


def bring_communes(
    landing: Landing, registry: UnitsOfProvince, frame: pl.DataFrame, *, last_day: date
) -> None:
    """Add each old commune of a crosswalk that is not there on `last_day`, its last day.

    Valid from the day on which its last district began, or on which it came to that district
    from the one of 2024. One whose code another commune bears that day, or whose district is not
    there, is left out: the check of its row says so.
    """
    wards = frame.unique("old_ward_code", keep="first", maintain_order=True)
    rows = []
    for row in wards.iter_rows(named=True):
        taken = registry.find(level="commune", code=row["old_ward_code"], name=None, day=last_day)
        district = registry.find(
            level="district",
            code=row["old_district_2025_code"],
            name=row["old_district_2025"],
            day=last_day,
        )
        if taken is None and district is not None:
            begins = max(district.valid_from, _came_on(registry, row, last_day=last_day))
            rows.append(_unit_row(landing, row, district, valid_from=begins, valid_to=last_day))
    if rows:
        landing.connection.execute(insert(unit), rows)


def _came_on(registry: UnitsOfProvince, row: dict[str, Any], *, last_day: date) -> date:
    """The day after its district of 2024 ended, where that was another one."""
    code = row["old_district_2024_code"]
    if code is None or code == row["old_district_2025_code"]:
        return date.min
    ends = [
        one.valid_to
        for one in registry.units
        if (one.level, one.code) == ("district", code) and one.valid_to and one.valid_to < last_day
    ]
    return max(ends) + timedelta(days=1) if ends else date.min


def _unit_row(
    landing: Landing, row: dict[str, Any], district: KnownUnit, *, valid_from: date, valid_to: date
) -> dict[str, Any]:
    full_name: str = row["old_ward"]
    kind = next((kind for kind in _KINDS if full_name.startswith(f"{kind} ")), None)
    name = full_name.removeprefix(f"{kind} ") if kind else full_name
    name_en = without_accents(name)
    return {
        "province_id": landing.for_province.id,
        "code": row["old_ward_code"],
        "level": "commune",
        "kind_vi": kind,
        "name_vi": name,
        "name_en": name_en,
        "full_name_vi": full_name,
        "full_name_en": f"{name_en} {_KINDS[kind]}" if kind else name_en,
        "parent_id": district.id,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "area_km2": row["old_area_km2"],
        "population": row["old_population"],
        "import_batch_id": landing.batch_id,
    }


def without_accents(name: str) -> str:
    """`Đức Thọ` as English texts write it: `Duc Tho`."""
    bare = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))
