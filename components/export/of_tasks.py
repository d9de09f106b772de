"""Tasks as they were chosen, the course of a plan, and the history of tasks, as cells of a file."""

import polars as pl

from components.export.of_frames import Columns, Row, Rows
from components.export.table import Cell, Share, told
from components.figures.task_sheet import event_words
from components.reader import Reader
from components.work_filters import phase_name


def task_rows(items: pl.DataFrame, *, reader: Reader) -> Rows:
    """WORK_ITEMS with `helpers` (components.work_filters.with_codes), in the order of the frame."""
    columns: Columns = {
        "plan": lambda row: _name(row, "plan", reader),
        "item_code": lambda row: told(row["item"]),
        "group": lambda row: _name(row, "group", reader),
        "phase": lambda row: phase_name(row["phase"], reader) if row["phase"] else None,
        "item": lambda row: _name(row, "title", reader),
        "lead": lambda row: _name(row, "lead", reader),
        "post": lambda row: _name(row, "post", reader),
        "executor": lambda row: told(row["executor"]) or None,
        "coordinators": lambda row: told(", ".join(row[f"helpers_{reader.language}"])) or None,
        "state": lambda row: reader.text(f"figures.state.{row['state']}"),
        "flag": lambda row: _flag(row, reader),
        "deadline": lambda row: row["deadline"],
        "deadline_text": lambda row: told(row["deadline_text"]) or None,
        "days_left": lambda row: row["days_left"],
        "accepted_on": lambda row: row["accepted_on"],
        "product": lambda row: _name(row, "product", reader),
        "clear_score": lambda row: _share(row["clear_score"]),
        "unclear": lambda row: _unclear(row, reader),
        "provenance": lambda row: _provenance(row, reader),
    }
    return _rows(items, columns, reader)


def course_rows(lines: pl.DataFrame, *, reader: Reader) -> Rows:
    """BURN_UP day by day, with what is left."""
    columns: Columns = {
        "day": lambda row: row["day"],
        "scope": lambda row: row["scope"],
        "done": lambda row: row["done"],
        "due": lambda row: row["due"],
        "left": lambda row: row["scope"] - row["done"],
        "recurring": lambda row: row["recurring"],
    }
    return _rows(lines, columns, reader)


def history_rows(events: pl.DataFrame, *, reader: Reader) -> Rows:
    """WORK_HISTORY with lead_vi and lead_en, the newest last."""
    columns: Columns = {
        "plan_code": lambda row: told(row["plan"]),
        "item_code": lambda row: told(row["item"]),
        "item": lambda row: _name(row, "title", reader),
        "lead": lambda row: _name(row, "lead", reader),
        "happened_on": lambda row: row["happened_on"],
        "event": lambda row: told(event_words(row, reader=reader)),
        "reason": lambda row: told(row["reason"]) or None,
        "evidence": lambda row: told(row["evidence"]) or None,
        "author": lambda row: told(row["author"]) or None,
        "recorded_on": lambda row: row["recorded_on"],
        "provenance": lambda row: _provenance(row, reader),
    }
    return _rows(events, columns, reader)


def _rows(frame: pl.DataFrame, columns: Columns, reader: Reader) -> Rows:
    headings = tuple(reader.text(f"downloads.column.{name}") for name in columns)
    cells = tuple(tuple(cell(row) for cell in columns.values()) for row in frame.to_dicts())
    return headings, cells


def _name(row: Row, column: str, reader: Reader) -> str | None:
    return told(reader.pick(dict(row), column)) or None


def _flag(row: Row, reader: Reader) -> str | None:
    return None if row["flag"] == "none" else reader.text(f"tasks.flag.{row['flag']}")


def _unclear(row: Row, reader: Reader) -> str | None:
    return ", ".join(reader.text(f"tasks.clear.{name}") for name in row["unclear"]) or None


def _share(share: float | None) -> Cell:
    return None if share is None else Share(round(share, 12))


def _provenance(row: Row, reader: Reader) -> str | None:
    known = row["provenance"]
    return reader.text(f"figures.provenance.{known}") if known else None
