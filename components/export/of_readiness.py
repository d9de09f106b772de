"""Commune readiness as cells: every condition of every commune, handover, means."""

from collections.abc import Callable

import polars as pl

from components.export.of_frames import Row, Rows
from components.export.table import Cell, Share, told
from components.figures.marks import PROVENANCES
from components.figures.readiness import state_word, threshold_words
from components.reader import Reader

Columns = dict[str, Callable[[Row], Cell]]


def readiness_rows(rows: pl.DataFrame, *, reader: Reader) -> Rows:
    """COMMUNE_READINESS, one line per commune and condition; no line without a commune."""
    columns: Columns = {
        **_unit(reader),
        "readiness_overall": lambda row: state_word(row["overall"], reader),
        "readiness_condition": lambda row: told(reader.pick(dict(row), "name")),
        "readiness_state": lambda row: state_word(row["state"], reader),
        "indicator_code": lambda row: told(row["indicator"]),
        "value": lambda row: _value(row, is_rate=row["measure"] == "rate"),
        "numerator": lambda row: row["numerator"],
        "denominator": lambda row: row["denominator"],
        "readiness_judged": lambda row: threshold_words(row, reader),
        "readiness_last_report": lambda row: row["last_report"],
        **_origin(reader),
    }
    return _rows(rows.filter(pl.col("unit_id").is_not_null()), columns, reader)


def handover_rows(places: pl.DataFrame, *, reader: Reader) -> Rows:
    """HANDOVER place by place."""
    columns: Columns = {
        "readiness_old_district": lambda row: told(reader.pick(dict(row), "old_name")) or None,
        "readiness_old_open": lambda row: row["old_open"],
        **_unit(reader),
        "readiness_still_open": lambda row: row["still_open"],
        **_origin(reader),
    }
    return _rows(places, columns, reader)


def means_rows(means: pl.DataFrame, *, reader: Reader) -> Rows:
    """RESOURCES unit by unit."""
    columns: Columns = {
        "indicator_code": lambda row: told(row["indicator"]),
        "indicator": lambda row: told(reader.pick(dict(row), "name")),
        **_unit(reader),
        "value": lambda row: _value(row, is_rate=row["measure"] == "rate"),
        "numerator": lambda row: row["numerator"],
        "denominator": lambda row: row["denominator"],
        **_origin(reader),
    }
    return _rows(means, columns, reader)


def _unit(reader: Reader) -> Columns:
    return {
        "unit": lambda row: told(reader.pick(dict(row), "full_name")),
        "unit_code": lambda row: told(row["unit_code"]),
    }


def _origin(reader: Reader) -> Columns:
    def provenance(row: Row) -> Cell:
        known = row["provenance"] in PROVENANCES
        return reader.text(f"figures.provenance.{row['provenance']}") if known else None

    return {"provenance": provenance, "cut_off": lambda row: row["cut_off"]}


def _value(row: Row, *, is_rate: bool) -> Cell:
    value: float | None = row["value"]
    if value is None:
        return None
    return Share(round(value, 12)) if is_rate else value


def _rows(frame: pl.DataFrame, columns: Columns, reader: Reader) -> Rows:
    headings = tuple(reader.text(f"downloads.column.{name}") for name in columns)
    cells = tuple(tuple(cell(row) for cell in columns.values()) for row in frame.to_dicts())
    return headings, cells
