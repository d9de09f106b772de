"""Rows of observation files: published ones from their table, illustrative ones from numbers."""

from dataclasses import dataclass
from datetime import date

from domain.periods import Period, parse_period
from sample_data.generate.units import Unit
from sample_data.generate.writing import Row, day, read_table

NO_VALUE = ("missing", "not_applicable")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Dossiers of one unit in one month."""

    unit: Unit
    period: Period
    received: int
    online: int


def counted(
    indicator: str,
    unit: Unit,
    period: Period,
    *,
    numerator: int | None = None,
    denominator: int | None = None,
    value: int | None = None,
    **more: str | date,
) -> Row:
    """One illustrative row; a rate gives its two counts, a stock its value."""
    return {
        "indicator": indicator,
        "level": unit.level,
        "unit": unit.code,
        "unit_name": unit.full_name_vi,
        "period": period,
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        "obs_status": "final",
        "provenance": "illustrative",
        "cut_off": period.end,
        **more,
    }


def without_value(row: Row, obs_status: str) -> Row:
    """The same row when the unit sent nothing (missing) or has nothing to count."""
    return {**row, "numerator": None, "denominator": None, "value": None, "obs_status": obs_status}


def published(table: str, *, units: dict[str, Unit]) -> list[Row]:
    """The published figures of `tables/<table>.csv`, copied as they stand there."""
    return [
        {
            "indicator": row["indicator"],
            "level": row["level"],
            "unit": row["unit"],
            "unit_name": units[row["unit"]].full_name_vi,
            "period": parse_period(row["period"]),
            "numerator": row["numerator"],
            "denominator": row["denominator"],
            "value": row["value"],
            "obs_status": "final",
            "provenance": row["provenance"],
            "cut_off": date.fromisoformat(row["cut_off"]),
            "source_document": row["source_document"],
        }
        for row in read_table(table)
    ]


def target_rows(table: str) -> list[Row]:
    """Targets of `tables/<table>.csv`, copied as they stand there."""
    return [
        {
            **{
                key: text for key, text in row.items() if key not in ("fact_id", "period", "due_on")
            },
            "period": parse_period(row["period"]),
            "due_on": date.fromisoformat(row["due_on"]),
        }
        for row in read_table(table)
    ]


def target_step_rows(table: str) -> list[Row]:
    """Steps on the way to targets of `tables/<table>.csv`, copied as they stand there."""
    return [
        {
            **row,
            "period": parse_period(row["period"]),
            "due_on": date.fromisoformat(row["due_on"]),
            "effective_from": day(row["effective_from"]),
            "reached_by": date.fromisoformat(row["reached_by"]),
        }
        for row in read_table(table)
    ]
