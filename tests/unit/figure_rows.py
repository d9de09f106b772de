"""Rows of the frames that figures take, as Nghệ An had them in 2023; tests change what counts."""

import json
from datetime import date, timedelta
from typing import Any

import polars as pl

from components.measures import Measure
from components.reader import Reader
from queries.schemas import (
    BURN_UP,
    HEADLINE_FIGURES,
    PLAN_STATES,
    UNIT_BOUNDARIES,
    UNIT_VALUES,
    WORK_ITEMS,
)

VI, EN = Reader("vi"), Reader("en")
TODAY = date(2024, 4, 2)
YEAR_END = date(2023, 12, 31)
SOURCE = {
    "source_title_vi": "Hội nghị sơ kết 2 năm Đề án 06",
    "source_title_en": "Conference on two years of Project 06",
    "source_issued_on": date(2024, 1, 19),
}
ONLINE_RATE = Measure(
    "Tỷ lệ hồ sơ nộp trực tuyến", "Online dossier submission rate", "rate", "percent", "higher"
)


def frame(schema: pl.Schema, *rows: dict[str, Any]) -> pl.DataFrame:
    """Rows as a frame of `schema`; what a row does not say is null."""
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def headline(**changes: Any) -> dict[str, Any]:
    """45.03 % of dossiers online in 2023, against 40 %."""
    rate = {
        "place": "gauge",
        "indicator": "DVC01",
        "name_vi": ONLINE_RATE.name_vi,
        "name_en": ONLINE_RATE.name_en,
        "measure": "rate",
        "unit_of_measure": "percent",
        "polarity": "higher",
        "numerator": None,
        "denominator": None,
        "value": 0.4503,
        "obs_status": "final",
        "provenance": "published",
        "cut_off": YEAR_END,
        "period_start": date(2023, 1, 1),
        "period_end": YEAR_END,
        **SOURCE,
        "batch": 3,
        "target": 0.4,
        "target_due_on": YEAR_END,
        "distance": 0.0503,
        "status": "met",
    }
    return rate | changes


def services(**changes: Any) -> dict[str, Any]:
    """6 of the 11 services of Decision 422, against all 11."""
    row = headline(
        indicator="DVC06",
        name_vi="Số DVC triển khai theo Quyết định 422/QĐ-TTg",
        name_en="Services deployed under Decision 422/QĐ-TTg",
        measure="stock",
        unit_of_measure="services",
        numerator=6.0,
        denominator=11.0,
        value=6.0,
        target=11.0,
        distance=-5.0,
        status="behind",
    )
    return row | changes


def side(indicator: str, value: float | None, **changes: Any) -> dict[str, Any]:
    """One block of units: DVC02 localities, DVC03 departments."""
    plain = {"place": "side_by_side", "target": None, "distance": None, "status": "no_target"}
    return headline(indicator=indicator, value=value, **(plain | changes))


def step(indicator: str, value: float | None, **changes: Any) -> dict[str, Any]:
    """One step of the funnel: DDI01 cards, DDI03 accounts collected, DDI04 activated."""
    count = {
        "place": "funnel",
        "measure": "stock",
        "unit_of_measure": "accounts",
        "target": None,
        "distance": None,
        "status": "no_target",
    }
    return headline(indicator=indicator, value=value, **(count | changes))


def headlines(*rows: dict[str, Any]) -> pl.DataFrame:
    return frame(HEADLINE_FIGURES, *rows)


def unit(unit_id: int, value: float | None, **changes: Any) -> dict[str, Any]:
    """A unit named by its number, against 40 %."""
    row = {
        "unit_id": unit_id,
        "unit_code": f"{400 + unit_id}",
        "level": "district",
        "unit_vi": f"Huyện {unit_id}",
        "unit_en": f"District {unit_id}",
        "full_name_vi": f"Huyện {unit_id}",
        "full_name_en": f"District {unit_id}",
        "value": value,
        "obs_status": "final",
        "provenance": "illustrative",
        "cut_off": YEAR_END,
        "target": 0.4,
        "status": "no_value" if value is None else "met" if value >= 0.4 else "missed",
    }
    return row | changes


def units(*rows: dict[str, Any]) -> pl.DataFrame:
    """Units with their ranks (1 = best), worst first, no value last."""
    best_first = sorted(
        (row for row in rows if row["value"] is not None), key=lambda r: -r["value"]
    )
    ranked = [row | {"rank": place} for place, row in enumerate(best_first, 1)]
    return frame(UNIT_VALUES, *ranked[::-1], *(row for row in rows if row["value"] is None))


def square(unit_id: int, west: float, south: float, *, size: float = 0.1) -> dict[str, Any]:
    """The outline of a unit: a square of `size` degrees with its south-west corner given."""
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "unit_id": unit_id,
        "unit_code": f"{400 + unit_id}",
        "unit_vi": f"Huyện {unit_id}",
        "unit_en": f"District {unit_id}",
        "geometry": json.dumps({"type": "Polygon", "coordinates": [ring]}),
        "label_lon": west + size / 2,
        "label_lat": south + size / 2,
        "boundary_kind": "schematic",
        "boundary_source": "vietnamadminunits",
    }


def boundaries(*rows: dict[str, Any]) -> pl.DataFrame:
    return frame(UNIT_BOUNDARIES, *rows)


def plan(**changes: Any) -> dict[str, Any]:
    """The 25 tasks: 9 done, 14 recurring, 2 in progress."""
    row = {
        "plan_id": 1,
        "plan": "DA06",
        "plan_kind": "tasks",
        "plan_vi": "25 nhiệm vụ Đề án 06",
        "plan_en": "The 25 tasks of Project 06",
        "total": 25,
        "accepted": 9,
        "recurring": 14,
        "in_progress": 2,
        "not_started": 0,
        "overdue": 0,
        "due_7": 0,
        "due_15": 0,
        "due_30": 0,
        "no_deadline": 0,
        "provenance": "published",
        **SOURCE,
    }
    return row | changes


def plans(*rows: dict[str, Any]) -> pl.DataFrame:
    return frame(PLAN_STATES, *rows)


def burn_up(*days: tuple[date, int, int, int]) -> pl.DataFrame:
    """Days with scope, done and due."""
    names = ("day", "scope", "done", "due")
    return frame(BURN_UP, *(dict(zip(names, day, strict=True)) for day in days))


def item(days_left: int | None, **changes: Any) -> dict[str, Any]:
    """An open work item that has so many days left on TODAY."""
    row = {
        "work_item_id": 1,
        "plan_id": 2,
        "plan": "KH2024",
        "plan_kind": "tasks",
        "plan_vi": "Kế hoạch năm 2024",
        "plan_en": "Plan of 2024",
        "item": "KH-01",
        "kind": "one_off",
        "title_vi": "Số hóa hồ sơ",
        "title_en": "Digitise dossiers",
        "lead_vi": "Công an tỉnh",
        "lead_en": "Provincial Police",
        "post_vi": "Giám đốc",
        "post_en": "Director",
        "deadline": None if days_left is None else TODAY + timedelta(days=days_left),
        "state": "in_progress",
        "flag": "open_in_time",
        "days_left": days_left,
        "provenance": "illustrative",
    }
    return row | changes


def items(*rows: dict[str, Any]) -> pl.DataFrame:
    return frame(WORK_ITEMS, *rows)
