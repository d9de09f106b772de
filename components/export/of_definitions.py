"""Definitions and targets as cells under headings in the reader's language."""

from collections.abc import Callable

import polars as pl

from components.definitions import (
    document_words,
    formula,
    frequency_words,
    level_words,
    path_words,
    rule_name,
    rule_told,
    source_words,
    subject_name,
    target_of,
    unit_words,
)
from components.export.of_frames import Row, Rows
from components.export.table import Cell, Share, told
from components.figures.marks import PROVENANCES
from components.measures import Measure
from components.reader import Reader

Columns = dict[str, Callable[[Row], Cell]]


def definition_rows(definitions: pl.DataFrame, *, reader: Reader) -> Rows:
    """DEFINITIONS in the order of the catalogue."""

    def rule(name: str) -> Callable[[Row], Cell]:
        return lambda row: ". ".join(
            part
            for part in (
                rule_name(name, row[name], reader),
                rule_told(name, row[name], reader),
            )
            if part
        )

    columns: Columns = {
        "downloads.column.indicator_code": lambda row: told(row["indicator"]),
        "downloads.column.indicator": lambda row: Measure.of(row).name(reader),
        "definitions.column.subject": lambda row: subject_name(row["subject"], reader),
        "definitions.column.numerator_words": lambda row: formula(row, reader)[0] or None,
        "definitions.column.denominator_words": lambda row: formula(row, reader)[1] or None,
        "definitions.column.measure": lambda row: rule_name("measure", row["measure"], reader),
        "definitions.column.unit_name": lambda row: unit_words(row, reader),
        "definitions.column.aggregation": rule("aggregation"),
        "definitions.column.zero_denominator": rule("zero_denominator"),
        "definitions.column.polarity": rule("polarity"),
        "definitions.column.frequency": lambda row: frequency_words(row, reader),
        "definitions.column.levels": lambda row: level_words(row, reader),
        "definitions.column.definition_source": lambda row: source_words(row, reader),
        "definitions.column.has_figures": lambda row: reader.text(
            f"definitions.{'yes' if row['has_figures'] else 'no'}"
        ),
    }
    return _rows(definitions, columns, reader)


def target_rows(targets: pl.DataFrame, *, reader: Reader) -> Rows:
    """DEFINED_TARGETS, one row per decision."""
    columns: Columns = {
        "downloads.column.indicator_code": lambda row: told(row["indicator"]),
        "downloads.column.indicator": lambda row: Measure.of(row).name(reader),
        "definitions.column.target_for": lambda row: target_of(row, reader),
        "downloads.column.target": _target,
        "definitions.column.unit_name": lambda row: unit_words(row, reader),
        "downloads.column.period_start": lambda row: row["period_start"],
        "definitions.column.due_on": lambda row: row["due_on"],
        "definitions.column.path": lambda row: path_words(row, reader),
        "definitions.column.effective_from": lambda row: row["effective_from"],
        "definitions.column.effective_to": lambda row: row["effective_to"],
        "definitions.column.standing": lambda row: reader.text(
            f"definitions.standing.{row['standing']}"
        ),
        "definitions.column.document": lambda row: document_words(row, reader),
        "definitions.column.note": lambda row: told(reader.pick(dict(row), "note")) or None,
        "downloads.column.provenance": lambda row: _provenance(row, reader),
    }
    return _rows(targets, columns, reader)


def _rows(frame: pl.DataFrame, columns: Columns, reader: Reader) -> Rows:
    headings = tuple(reader.text(key) for key in columns)
    cells = tuple(tuple(cell(row) for cell in columns.values()) for row in frame.to_dicts())
    return headings, cells


def _target(row: Row) -> Cell:
    return Share(row["value"]) if row["measure"] == "rate" else float(row["value"])


def _provenance(row: Row, reader: Reader) -> str | None:
    known = row["provenance"] in PROVENANCES
    return reader.text(f"figures.provenance.{row['provenance']}") if known else None
