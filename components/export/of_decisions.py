"""What needs a decision, and what was directed, as cells: one row per case, one per direction."""

import polars as pl

from components.export.of_frames import Row, Rows
from components.export.table import Cell, Share, told
from components.figures.decision_words import (
    COUNTS_POINTS,
    rule_words,
    subject_word,
    value_words,
    who_words,
)
from components.figures.direction_words import became_words, kind_word, state_word
from components.figures.marks import PROVENANCES
from components.reader import Reader


def decision_rows(cases: pl.DataFrame, rules: pl.DataFrame, *, reader: Reader) -> Rows:
    """DECISION_CASES in the order of the list; `rules` are those in force."""
    by_code = {row["code"]: row for row in rules.to_dicts()}
    columns = (
        "decision_line", "decision_subject", "decision_code", "decision_case", "indicator_code",
        "decision_why", "value", "decision_rule", "decision_since", "decision_who",
        "decision_weight", "provenance",
    )  # fmt: skip
    cells = tuple(
        (
            row["line"] + 1,
            subject_word(row["subject"], reader),
            told(row["key"]) or None,
            told(reader.pick(row, "title")) or None,
            told(row["indicator"]) or None,
            value_words({**row, "cases": 1}, reader),
            Share(round(row["value"], 12)) if row["code"] in COUNTS_POINTS else row["value"],
            rule_words(by_code[row["code"]], reader),
            row["since"],
            who_words({**row, "cases": 1}, reader),
            round(row["weight"], 2),
            _provenance(row, reader),
        )
        for row in cases.to_dicts()
    )
    return _headings(columns, reader), cells


def direction_rows(directions: pl.DataFrame, *, reader: Reader) -> Rows:
    """DIRECTIONS, open ones first."""
    columns = (
        "direction_code", "direction_kind", "direction_text", "direction_meeting",
        "direction_raised_on", "direction_from", "direction_to", "direction_post",
        "direction_due_on", "direction_due_text", "direction_state", "direction_since",
        "days_left", "direction_days_waited", "direction_became", "direction_outcome",
        "provenance",
    )  # fmt: skip
    cells = tuple(_direction(row, reader) for row in directions.to_dicts())
    return _headings(columns, reader), cells


def _direction(row: Row, reader: Reader) -> tuple[Cell, ...]:
    fields = dict(row)
    names = ("meeting", "from", "to", "to_post")
    meeting, giver, taker, post = (told(reader.pick(fields, name)) or None for name in names)
    return (
        told(row["direction"]),
        kind_word(row["kind"], reader),
        told(reader.pick(fields, "text")),
        meeting,
        row["raised_on"],
        giver,
        taker,
        post,
        row["due_on"],
        told(row["due_text"]) or None,
        state_word(row, reader),
        row["since"],
        row["days_left"],
        row["days_waited"],
        told(became_words(row, reader)) or None,
        told(row["outcome"]) or None,
        _provenance(row, reader),
    )


def _headings(columns: tuple[str, ...], reader: Reader) -> tuple[str, ...]:
    return tuple(reader.text(f"downloads.column.{name}") for name in columns)


def _provenance(row: Row, reader: Reader) -> str | None:
    known = row["provenance"] in PROVENANCES
    return reader.text(f"figures.provenance.{row['provenance']}") if known else None
