"""Vinh, Cửa Lò and what became of them, as small frames for the tests of units over time.

On 1 December 2024 the town Cửa Lò joined the city Vinh; on 1 July 2025 the districts ended and
wards stood in their place.
"""

from datetime import date
from typing import Any

import polars as pl

VINH, CUA_LO, DIEN_CHAU, HEALTH = 1, 2, 3, 9
THANH_VINH, VINH_PHU, NEW_DIEN_CHAU = 11, 12, 13

BEFORE_REFORMS = date(2024, 3, 31)
BETWEEN_REFORMS = date(2025, 1, 15)
AFTER_REFORMS = date(2025, 8, 1)
MARCH_2024 = (date(2024, 3, 1), date(2024, 3, 31))
JANUARY_2025 = (date(2025, 1, 1), date(2025, 1, 31))
AUGUST_2025 = (date(2025, 8, 1), date(2025, 8, 31))

UNITS = {
    "unit_id": pl.Int64,
    "province_id": pl.Int64,
    "level": pl.String,
    "code": pl.String,
    "name_vi": pl.String,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
}
SUCCESSIONS = {
    "old_unit_id": pl.Int64,
    "new_unit_id": pl.Int64,
    "on_date": pl.Date,
    "weight": pl.String,
}
SERIES = {
    "unit_id": pl.Int64,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "indicator": pl.String,
    "measure": pl.String,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "value": pl.Float64,
    "obs_status": pl.String,
}
_START, _END = date(2020, 1, 1), date(2025, 6, 30)
FIRST_REFORM, SECOND_REFORM = date(2024, 12, 1), date(2025, 7, 1)
UnitRow = tuple[int, str, str, str, date, date | None]
NGHE_AN: list[UnitRow] = [
    (VINH, "district", "412", "Vinh", _START, _END),
    (CUA_LO, "district", "413", "Cửa Lò", _START, date(2024, 11, 30)),
    (DIEN_CHAU, "district", "425", "Diễn Châu", _START, _END),
    (HEALTH, "agency", "SYT", "Sở Y tế", _START, None),
    (THANH_VINH, "commune", "16681", "Thành Vinh", SECOND_REFORM, None),
    (VINH_PHU, "commune", "16702", "Vinh Phú", SECOND_REFORM, None),
    (NEW_DIEN_CHAU, "commune", "17464", "Diễn Châu", SECOND_REFORM, None),
]
HOPS = [
    (CUA_LO, VINH, FIRST_REFORM, "1"),
    (VINH, THANH_VINH, SECOND_REFORM, "1/3"),
    (VINH, VINH_PHU, SECOND_REFORM, "2/3"),
    (DIEN_CHAU, NEW_DIEN_CHAU, SECOND_REFORM, "1"),
]


def units(*more: UnitRow, without: int = 0) -> pl.DataFrame:
    """Nghệ An's units, one left out, others added."""
    rows = [(row[0], 40, *row[1:]) for row in (*NGHE_AN, *more) if row[0] != without]
    return pl.DataFrame(rows, schema=UNITS, orient="row")


def successions(*rows: tuple[int, int, date, str]) -> pl.DataFrame:
    """These successions; without any, Nghệ An's."""
    return pl.DataFrame(rows or HOPS, schema=SUCCESSIONS, orient="row")


def row(
    unit_id: int,
    period: tuple[date, date] = MARCH_2024,
    *,
    indicator: str = "X",
    measure: str = "flow",
    **figure: Any,
) -> dict[str, Any]:
    """One row of a series: a final one, unless `figure` says otherwise."""
    about = {"unit_id": unit_id, "period_start": period[0], "period_end": period[1]}
    final = {"indicator": indicator, "measure": measure, "obs_status": "final"}
    return about | final | figure


def series(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SERIES)
