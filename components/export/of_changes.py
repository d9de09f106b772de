"""What changed between two batches as cells: one row per figure, target or event."""

from components.changes import (
    Changes,
    event_word,
    written_period,
    written_term,
)
from components.export.of_frames import Rows
from components.export.table import Cell, Share, told
from components.measures import Measure, Row
from components.reader import Reader

COLUMNS = (
    "change_kind", "change_code", "change_what", "unit", "change_when", "change_old",
    "change_new", "change_batch",
)  # fmt: skip


def change_rows(changes: Changes, *, reader: Reader) -> Rows:
    """Corrections, new figures, targets, then what was told, in the order of their frames."""
    headings = tuple(reader.text(f"downloads.column.{name}") for name in COLUMNS)
    cells = (
        *(_figure(row, reader) for row in changes.figures.to_dicts()),
        *(_target(row, reader) for row in changes.targets.to_dicts()),
        *(_told(row, reader) for row in changes.told.to_dicts()),
    )
    return headings, cells


def _figure(row: Row, reader: Reader) -> tuple[Cell, ...]:
    kind = "corrected" if row["is_correction"] else "new"
    code = f"{row['indicator']} {row['service']}" if row["service"] else row["indicator"]
    when = written_period(row, reader)
    return _row(kind, row, reader, code=code, whom="full_name", when=when)


def _target(row: Row, reader: Reader) -> tuple[Cell, ...]:
    kind = "target_corrected" if row["is_correction"] else "target"
    when = written_term(row, reader)
    return _row(kind, row, reader, code=row["indicator"], whom="full_name", when=when)


def _row(
    kind: str, row: Row, reader: Reader, *, code: str, whom: str, when: str
) -> tuple[Cell, ...]:
    return (
        reader.text(f"meetings.kind_{kind}"),
        told(code),
        told(reader.pick(dict(row), "name")),
        told(reader.pick(dict(row), whom)) or None,
        when,
        _amount(row, "old_value"),
        _amount(row, "new_value"),
        row["batch"],
    )


def _told(row: Row, reader: Reader) -> tuple[Cell, ...]:
    code = f"{row['plan']}/{row['code']}" if row["plan"] else row["code"]
    return (
        reader.text(f"meetings.kind_{row['subject']}"),
        told(code),
        told(reader.pick(dict(row), "title")),
        told(reader.pick(dict(row), "unit")) or None,
        row["happened_on"],
        None,
        event_word(row, reader),
        row["batch"],
    )


def _amount(row: Row, column: str) -> Cell:
    value = row[column]
    if value is None:
        return None
    return Share(round(value, 12)) if Measure.of(row).kind == "rate" else float(value)
