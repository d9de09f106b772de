"""Pilot models, bottlenecks and the rungs of the ladder as cells."""

from collections.abc import Mapping, Sequence

import polars as pl

from components.bottleneck_standing import Stand
from components.export.of_frames import Columns, Row, Rows
from components.export.table import Cell, told
from components.figures.bottlenecks import kind_word, rung_word
from components.figures.marks import PROVENANCES
from components.figures.pilot_models import next_step, obstacle_words, stage_word
from components.reader import Reader

Obstacles = Mapping[int, Sequence[Row]]


def model_rows(models: pl.DataFrame, *, obstacles: Obstacles, reader: Reader) -> Rows:
    """PILOT_MODELS in the order of the frame; obstacles: open bottlenecks by work_item_id."""
    columns: Columns = {
        "plan": lambda row: _name(row, "plan", reader),
        "item_code": lambda row: told(row["item"]),
        "model": lambda row: _name(row, "title", reader),
        "lead": lambda row: _name(row, "lead", reader),
        "post": lambda row: _name(row, "post", reader),
        "stage": lambda row: stage_word(row["stage"], reader),
        "stage_since": lambda row: row["stage_since"],
        "stage_before": lambda row: _stage(row["stage_before"], reader),
        "deadline": lambda row: row["deadline"],
        "deadline_text": lambda row: told(row["deadline_text"]) or None,
        "days_left": lambda row: row["days_left"],
        "evidence": lambda row: told(row["evidence"]) or None,
        "replicated_to": lambda row: row["replicated_to"],
        "next_step": lambda row: told(next_step(row, obstacles, reader)[0]),
        "obstacle": lambda row: told("; ".join(obstacle_words(row, obstacles, reader))) or None,
        "provenance": lambda row: _provenance(row, reader),
    }
    return _rows(models, columns, reader)


def bottleneck_rows(bottlenecks: pl.DataFrame, *, reader: Reader) -> Rows:
    """BOTTLENECKS in the order of pressure; ages and clocks in days."""
    columns: Columns = {
        "bottleneck_code": lambda row: told(row["bottleneck"]),
        "bottleneck": lambda row: _name(row, "title", reader),
        "kind": lambda row: kind_word(row["kind"], reader),
        "state": lambda row: reader.text(
            "bottlenecks.is_open" if row["is_open"] else "bottlenecks.is_closed"
        ),
        "owner": lambda row: _name(row, "owner", reader),
        "post": lambda row: _name(row, "post", reader),
        "units_hit": lambda row: _name(row, "units_hit", reader),
        "competent": lambda row: rung_word(row["authority_level"], reader),
        "rung": lambda row: rung_word(row["rung"], reader),
        "rung_since": lambda row: row["rung_since"],
        "days_on_rung": lambda row: row["days_on_rung"],
        "days_allowed": lambda row: row["days_allowed"],
        "days_over": lambda row: row["days_over"],
        "answered_on": lambda row: row["answered_on"],
        "opened_on": lambda row: row["opened_on"],
        "closed_on": lambda row: row["closed_on"],
        "age_days": lambda row: row["age"],
        "blocked_items": lambda row: row["blocked_items"],
        "item_days": lambda row: row["item_days"],
        "next_step": lambda row: _name(row, "next_step", reader),
        "provenance": lambda row: _provenance(row, reader),
    }
    return _rows(bottlenecks, columns, reader)


def rung_rows(stand: Stand, *, reader: Reader) -> Rows:
    """The four rungs from below to above."""
    names = ("rung", "waiting", "over", "longest", "days_allowed")
    headings = tuple(reader.text(f"bottlenecks.export.{name}") for name in names)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (rung_word(rung.level, reader), rung.waiting, rung.over, rung.longest, rung.allowed)
        for rung in stand.rungs
    )
    return headings, rows


def _rows(frame: pl.DataFrame, columns: Columns, reader: Reader) -> Rows:
    headings = tuple(reader.text(f"bottlenecks.export.{name}") for name in columns)
    cells = tuple(tuple(cell(row) for cell in columns.values()) for row in frame.to_dicts())
    return headings, cells


def _stage(stage: str | None, reader: Reader) -> str | None:
    return stage_word(stage, reader) if stage else None


def _name(row: Row, column: str, reader: Reader) -> str | None:
    return told(reader.pick(dict(row), column)) or None


def _provenance(row: Row, reader: Reader) -> str | None:
    known = row["provenance"] in PROVENANCES
    return reader.text(f"figures.provenance.{row['provenance']}") if known else None
