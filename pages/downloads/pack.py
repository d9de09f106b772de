"""The tables behind the documents in one workbook, with a sheet that tells where each is from.

For: staff who check a paper against its numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from components.export.of_frames import Rows
from components.export.table import Cell, Table, told
from components.figures.marks import PROVENANCES
from components.reader import Reader

# In reading order; a subject without rows still has its sheet, which says so by being empty.
SHEETS = (
    "headline",
    "targets",
    "units",
    "online_services",
    "identity",
    "plans",
    "work",
    "pilot_models",
    "bottlenecks",
    "decisions",
    "directions",
    "index_groups",
    "index_units",
    "readiness",
)
_DOCUMENT = ("source_title_vi", "source_title_en", "source_issued_on")


def source_rows(sheets: Sequence[tuple[str, pl.DataFrame]], *, batch: int, reader: Reader) -> Rows:
    """One row per sheet, document and provenance of its frame: how many rows, from what, when."""
    names = ("sheet", "rows", "document", "issued", "provenance", "cut_off", "batch")
    headings = tuple(reader.text(f"exports.sources.{name}") for name in names)
    cells = tuple(
        row
        for sheet, frame in sheets
        for row in _of_sheet(sheet, frame, batch=batch, reader=reader)
    )
    return headings, cells


def _of_sheet(
    sheet: str, frame: pl.DataFrame, *, batch: int, reader: Reader
) -> list[tuple[Cell, ...]]:
    by = [name for name in (*_DOCUMENT, "provenance") if name in frame.columns]
    if not by or frame.is_empty():
        return [(sheet, frame.height, None, None, None, None, batch)]
    newest = [pl.col("cut_off").max()] if "cut_off" in frame.columns else []
    counted = frame.group_by(by, maintain_order=True).agg(pl.len().alias("rows"), *newest)
    return [_row(sheet, row, batch=batch, reader=reader) for row in counted.to_dicts()]


def _row(sheet: str, row: Mapping[str, Any], *, batch: int, reader: Reader) -> tuple[Cell, ...]:
    provenance = row.get("provenance")
    kind = reader.text(f"figures.provenance.{provenance}") if provenance in PROVENANCES else None
    issued: date | None = row.get("source_issued_on")
    cut_off: date | None = row.get("cut_off")
    document = told(reader.pick(dict(row), "source_title")) or None
    return (sheet, row["rows"], document, issued, kind, cut_off, batch)


def with_sources(
    tables: Sequence[tuple[str, Table]], sources: Rows, *, reader: Reader
) -> list[tuple[str, Table]]:
    """`tables` and behind them the sheet of sources, which says the same of what was asked."""
    headings, rows = sources
    title = reader.text("exports.sources.title")
    last = replace(tables[0][1], title=title, headings=headings, rows=rows)
    return [*tables, (reader.text("exports.sheet.sources"), last)]
