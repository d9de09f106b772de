"""The rows of our frames as cells under headings in the reader's language.

Each function takes one frame of queries.schemas and gives headings and rows.
"""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from assets.wording import UnknownKey
from components.export.table import Cell, Share, told
from components.figures.converted import source_words, why_not_converted
from components.figures.marks import PROVENANCES, status_word
from components.measures import Measure, absence
from components.reader import Reader

Row = Mapping[str, Any]
Rows = tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]
# Heading (key below downloads.column) and what stands under it.
Columns = dict[str, Callable[[Row], Cell]]


def unit_rows(values: pl.DataFrame, *, measure: Measure, reader: Reader) -> Rows:
    """UNIT_VALUES of one indicator, in the order of the frame."""
    columns: Columns = {
        "rank": lambda row: row["rank"],
        "unit": lambda row: _name(row, "full_name", reader),
        "unit_code": lambda row: told(row["unit_code"]),
        **_figure(lambda _row: measure, reader),
        "target": lambda row: _amount(row["target"], measure),
        "status": lambda row: status_word(row["status"], reader),
        **_origin(reader),
        **_conversion(values, reader),
    }
    return _rows(values, columns, reader)


def headline_rows(figures: pl.DataFrame, *, reader: Reader) -> Rows:
    """HEADLINE_FIGURES in reading order."""
    columns: Columns = {
        "indicator_code": lambda row: told(row["indicator"]),
        "indicator": lambda row: _name(row, "name", reader),
        **_figure(Measure.of, reader),
        "target": lambda row: _amount(row["target"], Measure.of(row)),
        "target_due_on": lambda row: row["target_due_on"],
        "distance": lambda row: _amount(row["distance"], Measure.of(row)),
        "status": lambda row: status_word(row["status"], reader),
        "period_start": lambda row: row["period_start"],
        "period_end": lambda row: row["period_end"],
        **_origin(reader),
        "source": lambda row: _name(row, "source_title", reader),
        "source_issued_on": lambda row: row["source_issued_on"],
        **_conversion(figures, reader),
    }
    return _rows(figures, columns, reader)


def unit_figure_rows(figures: pl.DataFrame, *, reader: Reader) -> Rows:
    """UNIT_FIGURES of one unit, in the order of the catalogue."""
    columns: Columns = {
        "indicator_code": lambda row: told(row["indicator"]),
        "indicator": lambda row: _name(row, "name", reader),
        **_figure(Measure.of, reader),
        "target": lambda row: _amount(row["target"], Measure.of(row)),
        "target_due_on": lambda row: row["target_due_on"],
        "status": lambda row: status_word(row["status"], reader),
        "previous": lambda row: _amount(row["previous"], Measure.of(row)),
        "change": lambda row: _amount(row["change"], Measure.of(row)),
        "whole_value": lambda row: _amount(row["whole_value"], Measure.of(row)),
        "rank": lambda row: row["rank"],
        "ranked_of": lambda row: row["ranked_of"],
        "period_start": lambda row: row["period_start"],
        "period_end": lambda row: row["period_end"],
        **_origin(reader),
        "source": lambda row: _name(row, "source_title", reader),
    }
    return _rows(figures, columns, reader)


def work_rows(items: pl.DataFrame, *, reader: Reader) -> Rows:
    """WORK_ITEMS plan by plan."""
    columns: Columns = {
        "plan": lambda row: _name(row, "plan", reader),
        "item_code": lambda row: told(row["item"]),
        "group": lambda row: _name(row, "group", reader),
        "item": lambda row: _name(row, "title", reader),
        "lead": lambda row: _name(row, "lead", reader),
        "post": lambda row: _name(row, "post", reader),
        "state": lambda row: reader.text(f"figures.state.{row['state']}"),
        "deadline": lambda row: row["deadline"],
        "deadline_text": lambda row: told(row["deadline_text"]) or None,
        "days_left": lambda row: row["days_left"],
        "accepted_on": lambda row: row["accepted_on"],
        "provenance": lambda row: _provenance(row, reader),
    }
    return _rows(items, columns, reader)


PLAN_COUNTS = (
    "total", "accepted", "recurring", "in_progress", "not_started", "overdue", "due_7", "due_15",
    "due_30", "no_deadline",
)  # fmt: skip


def plan_rows(plans: pl.DataFrame, *, reader: Reader) -> Rows:
    """PLAN_STATES in reading order; plans are never added together."""
    columns: Columns = {
        "plan_code": lambda row: told(row["plan"]),
        "plan": lambda row: _name(row, "plan", reader),
        **{name: _count(name) for name in PLAN_COUNTS},
        "provenance": lambda row: _provenance(row, reader),
        "source": lambda row: _name(row, "source_title", reader),
        "source_issued_on": lambda row: row["source_issued_on"],
    }
    return _rows(plans, columns, reader)


def figure_status(obs_status: str | None, reader: Reader) -> str:
    """`Sơ bộ`, `Final`: whether a figure may still change; no report at all is missing."""
    word = reader.text(f"figures.obs_status.{obs_status or 'missing'}")
    return f"{word[:1].upper()}{word[1:]}"


def _rows(frame: pl.DataFrame, columns: Columns, reader: Reader) -> Rows:
    headings = tuple(reader.text(f"downloads.column.{name}") for name in columns)
    cells = tuple(tuple(cell(row) for cell in columns.values()) for row in frame.to_dicts())
    return headings, cells


def _figure(measure_of: Callable[[Row], Measure], reader: Reader) -> Columns:
    return {
        "value": lambda row: _amount(row["value"], measure_of(row)),
        "no_value": lambda row: _why_absent(row, reader),
        "unit_of_measure": lambda row: _unit_of_measure(measure_of(row), reader),
        "numerator": lambda row: row["numerator"],
        "denominator": lambda row: row["denominator"],
    }


def _origin(reader: Reader) -> Columns:
    return {
        "provenance": lambda row: _provenance(row, reader),
        "obs_status": lambda row: figure_status(row["obs_status"], reader),
        "cut_off": lambda row: row["cut_off"],
    }


def _conversion(frame: pl.DataFrame, reader: Reader) -> Columns:
    """Which figures were read on another map, from what; no column where all is as it was."""
    if not (frame["is_converted"].any() or frame["not_converted"].is_not_null().any()):
        return {}
    return {
        "converted_from": lambda row: told(source_words(row, reader)) or None,
        "not_converted": lambda row: why_not_converted(row, reader) or None,
    }


def _count(name: str) -> Callable[[Row], Cell]:
    return lambda row: row[name]


def _amount(amount: float | None, measure: Measure) -> Cell:
    if amount is None:
        return None
    # Differences of rates are 0.050300000000000000x in binary.
    return Share(round(amount, 12)) if measure.kind == "rate" else amount


def _unit_of_measure(measure: Measure, reader: Reader) -> str:
    if measure.kind == "rate":
        return reader.text("downloads.share")
    try:
        return reader.text(f"figures.unit.{measure.unit_of_measure.lower()}")
    except UnknownKey:
        return told(measure.unit_of_measure)


def _why_absent(row: Row, reader: Reader) -> str | None:
    kind = absence(row)
    return None if kind is None else reader.text(f"figures.absence.{kind}")


def _provenance(row: Row, reader: Reader) -> str | None:
    known = row["provenance"] in PROVENANCES
    return reader.text(f"figures.provenance.{row['provenance']}") if known else None


def _name(row: Row, column: str, reader: Reader) -> str | None:
    return told(reader.pick(dict(row), column)) or None
