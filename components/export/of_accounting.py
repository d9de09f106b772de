"""Reports owed, overdue dossiers and the history of figures as cells."""

import polars as pl

from components.export.of_frames import Columns, Row, Rows, figure_status
from components.export.table import Cell, Share, told
from components.figures.figure_history import entered_words, standing_words, subject_words
from components.figures.marks import PROVENANCES
from components.figures.overdue_list import subject_name
from components.reader import Reader


def owed_rows(owed: pl.DataFrame, *, reader: Reader) -> Rows:
    """REPORTS_OWED in the order of the screen."""
    columns: Columns = {
        "report_form": lambda row: _name(row, "form", reader),
        "unit": lambda row: _name(row, "unit", reader),
        "unit_code": lambda row: told(row["unit_code"]),
        "post": lambda row: _name(row, "post", reader),
        "period_start": lambda row: row["period_start"],
        "period_end": lambda row: row["period_end"],
        "due_on": lambda row: row["due_on"],
        "sent_on": lambda row: row["sent_on"],
        "state": lambda row: reader.text(f"reports.one_state.{row['state']}"),
        "days_late": lambda row: row["days_late"],
        "year_due": lambda row: row["year_due"],
        "year_late": lambda row: row["year_late"],
        "year_not_sent": lambda row: row["year_not_sent"],
    }
    return _rows(owed, columns, reader)


def overdue_rows(overdue: pl.DataFrame, *, reader: Reader) -> Rows:
    """OVERDUE_DOSSIERS: the province, then units and services, most dossiers first."""
    columns: Columns = {
        "kind": lambda row: reader.text(f"online_services.overdue_kind.{row['kind']}"),
        "code": lambda row: told(row["code"]) or None,
        "name": lambda row: told(subject_name(row, reader)) if row["code"] else None,
        "overdue": lambda row: row["value"],
        "period_start": lambda row: row["period_start"],
        "period_end": lambda row: row["period_end"],
        "provenance": lambda row: _provenance(row, reader),
        "obs_status": lambda row: _status(row, reader),
        "cut_off": lambda row: row["cut_off"],
        "source": lambda row: _name(row, "source_title", reader),
    }
    return _rows(overdue, columns, reader)


def history_rows(entries: pl.DataFrame, *, reader: Reader) -> Rows:
    """FIGURE_HISTORY, the newest entry first; empty *_before cells for a first entry."""
    columns: Columns = {
        "indicator_code": lambda row: told(row["indicator"]),
        "indicator": lambda row: _name(row, "name", reader),
        "batch": lambda row: row["batch"],
        "entered_on": lambda row: row["entered_on"],
        "entered_by": lambda row: told(entered_words(row, reader)),
        "file": lambda row: told(row["file_name"]),
        "unit": lambda row: told(subject_words(row, reader)),
        "unit_code": lambda row: told(row["unit_code"]),
        "period_start": lambda row: row["period_start"],
        "period_end": lambda row: row["period_end"],
        "value": lambda row: _amount(row, "value"),
        "numerator": lambda row: row["numerator"],
        "denominator": lambda row: row["denominator"],
        "value_before": lambda row: _amount(row, "value_before"),
        "numerator_before": lambda row: row["numerator_before"],
        "denominator_before": lambda row: row["denominator_before"],
        "obs_status": lambda row: _status(row, reader),
        "standing": lambda row: standing_words(row, reader),
        "provenance": lambda row: _provenance(row, reader),
        "cut_off": lambda row: row["cut_off"],
        "source": lambda row: _name(row, "source_title", reader),
    }
    return _rows(entries, columns, reader)


def _rows(frame: pl.DataFrame, columns: Columns, reader: Reader) -> Rows:
    headings = tuple(reader.text(f"downloads.column.{name}") for name in columns)
    cells = tuple(tuple(cell(row) for cell in columns.values()) for row in frame.to_dicts())
    return headings, cells


def _name(row: Row, name: str, reader: Reader) -> str | None:
    return told(reader.pick(dict(row), name)) or None


def _amount(row: Row, name: str) -> Cell:
    amount = row[name]
    if amount is None or row["measure"] != "rate":
        return None if amount is None else float(amount)
    return Share(round(amount, 12))


def _status(row: Row, reader: Reader) -> str | None:
    status = row["obs_status"]
    return figure_status(status, reader) if status else None


def _provenance(row: Row, reader: Reader) -> str | None:
    known = row["provenance"]
    return reader.text(f"figures.provenance.{known}") if known in PROVENANCES else None
