"""Recognised sheets read cell by cell into one typed frame a kind; the unreadable is refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import polars as pl
from sqlalchemy import String

from domain import cells
from domain.cells import Cell, CellRefused, is_blank, shown
from domain.cells.refusals import MergedCell
from store.imports.kinds import ColumnSpec, FileKind, table_of
from store.imports.recognise import Recognised
from store.imports.refusals import Refusal
from store.imports.words import listing, spellings

# (step, done, of how many)
Progress = Callable[[str, int, int], None]
Reader = Callable[[Cell], Any]

LONGEST_TEXT = 10_000
_TYPES: dict[str, type[pl.DataType] | pl.DataType] = {
    "text": pl.String,
    "code": pl.String,
    "word": pl.String,
    "codes": pl.List(pl.String),
    "whole": pl.Int64,
    "number": pl.Float64,
    "amount": pl.Float64,
    "degrees": pl.Float64,
    "day": pl.Date,
}
_READERS: dict[str, Reader] = {
    "text": cells.read_text,
    "code": cells.read_code,
    "codes": cells.read_codes,
    "whole": cells.read_whole,
    "degrees": cells.read_degrees,
    "day": cells.read_day,
    "period": cells.read_period,
}


class ValueRequired(CellRefused):
    """Nothing stands where something must."""

    reason_code = "value_required"


class TextTooLong(CellRefused):
    """More letters than the store keeps; value `limit`."""

    reason_code = "text_too_long"


class CellWithoutHeader(CellRefused):
    """A value beyond the headed columns: most often a row cut wrongly by its commas."""

    reason_code = "cell_without_header"


@dataclass(frozen=True)
class Line:
    """One row of data where it stands in the file."""

    sheet: Recognised
    row_number: int
    cells: Sequence[Cell]

    def cell(self, column: str) -> Cell:
        place = self.sheet.places.get(column)
        return self.cells[place] if place is not None and place < len(self.cells) else None

    def strays(self) -> list[Cell]:
        """What stands under no header."""
        known = self.sheet.places.values()
        return [
            cell
            for place, cell in enumerate(self.cells)
            if place not in known and place not in self.sheet.ignored_places and not is_blank(cell)
        ]


@dataclass(frozen=True)
class ReadTable:
    """All rows of one kind in a file.

    `frame`: one row per line that could be read, with `line` (its index in `lines`) and the
    columns of the kind; a period is its code, period_start, period_end and frequency;
    `value_step` is the worth of the last digit written in `value`. `refusals`: why the other
    lines are left out.
    """

    kind: FileKind
    lines: list[Line]
    frame: pl.DataFrame
    refusals: tuple[Refusal, ...] = ()

    def refusal(
        self,
        line: int,
        column: str,
        reason_code: str,
        *,
        proposal: str | None = None,
        **values: str,
    ) -> Refusal:
        """The refusal of one line for what stands, or fails to stand, in `column`."""
        at = self.lines[line]
        headers = {spec.name: spec.header_vi for spec in self.kind.columns} | at.sheet.headers
        return Refusal(
            reason_code=reason_code,
            sheet_name=at.sheet.sheet.name,
            row_number=at.row_number,
            column_name=headers.get(column),
            raw_text=shown(at.cell(column)),
            proposal=proposal,
            values=values,
        )


def read_table(kind: FileKind, sheets: Sequence[Recognised], *, on_progress: Progress) -> ReadTable:
    """Read the rows of `sheets`, all of one kind; blank rows count for nothing."""
    lines = [line for sheet in sheets for line in _lines(sheet)]
    table = ReadTable(kind, lines, pl.DataFrame())
    series = [pl.Series("line", range(len(lines)), dtype=pl.Int64)]
    refusals = []
    bad: set[int] = set()
    for number, line in enumerate(lines):
        for stray in line.strays():
            bad.add(number)
            refused = table.refusal(number, "", CellWithoutHeader.reason_code)
            refusals.append(replace(refused, raw_text=shown(stray)))
    for done, column in enumerate(kind.columns, start=1):
        read = _read_column(kind, column, [line.cell(column.name) for line in lines])
        series.extend(read.series)
        bad.update(read.faults)
        refusals.extend(
            table.refusal(
                line, column.name, fault.reason_code, proposal=fault.proposal, **fault.values
            )
            for line, fault in read.faults.items()
        )
        on_progress("read", done, len(kind.columns))
    frame = pl.DataFrame(series).filter(~pl.col("line").is_in(sorted(bad)))
    return ReadTable(kind, lines, frame, tuple(refusals))


def _lines(sheet: Recognised) -> list[Line]:
    first = sheet.header_index + 1
    # The shadow of a merged cell is no content: a row of nothing else is a blank row.
    return [
        Line(sheet, number, row)
        for number, row in enumerate(sheet.sheet.rows[first:], start=first + 1)
        if not all(is_blank(cell) or isinstance(cell, MergedCell) for cell in row)
    ]


@dataclass(frozen=True)
class _ReadColumn:
    series: list[pl.Series]
    faults: dict[int, CellRefused]


def _read_column(kind: FileKind, column: ColumnSpec, raw: list[Cell]) -> _ReadColumn:
    """Every cell of one column; equal cells are read once."""
    read = _reader(kind, column, raw)
    known: dict[tuple[type, Cell], Any] = {}
    values: list[Any] = []
    faults: dict[int, CellRefused] = {}
    for line, cell in enumerate(raw):
        key = (type(cell), cell)
        if key not in known:
            known[key] = _read_cell(cell, read=read, required=column.required)
        value = known[key]
        if isinstance(value, CellRefused):
            faults[line] = value
            value = None
        values.append(value)
    series = _as_series(column, values)
    if column.name == "value":
        steps = [
            None if v is None else cells.written_step(c) for v, c in zip(values, raw, strict=True)
        ]
        series.append(pl.Series("value_step", steps, dtype=pl.Float64))
    return _ReadColumn(series, faults)


def _read_cell(cell: Cell, *, read: Reader, required: bool) -> Any:
    """The value, None for nothing, or the refusal itself."""
    if isinstance(cell, CellRefused):
        return cell
    if is_blank(cell):
        return ValueRequired(shown(cell)) if required else None
    try:
        return read(cell)
    except CellRefused as refused:
        return refused


def _reader(kind: FileKind, column: ColumnSpec, raw: list[Cell]) -> Reader:
    if column.reader in {"number", "amount"}:
        read = cells.read_number if column.reader == "number" else cells.read_amount
        with_dot = {cell for cell in raw if isinstance(cell, str) and "." in cell}
        return partial(read, dot_is_decimal=any(map(cells.uses_decimal_dot, with_dot)))
    if column.reader == "word":
        words = spellings(kind.name, column.name)
        listed = listing(kind.name, column.name)
        read_word = partial(cells.read_word, words=words, listed=listed)
        return _no_longer_than(_limit(kind, column), read_word)
    if column.reader in {"text", "code"}:
        return _no_longer_than(_limit(kind, column), _READERS[column.reader])
    return _READERS[column.reader]


def _limit(kind: FileKind, column: ColumnSpec) -> int:
    stored = table_of(kind).columns.get(column.name)
    length = stored.type.length if stored is not None and isinstance(stored.type, String) else None
    return length or LONGEST_TEXT


def _no_longer_than(limit: int, read: Reader) -> Reader:
    def read_within(cell: Cell) -> Any:
        text = read(cell)
        if len(text) > limit:
            raise TextTooLong(shown(cell), limit=str(limit))
        return text

    return read_within


def _as_series(column: ColumnSpec, values: list[Any]) -> list[pl.Series]:
    if column.reader != "period":
        return [pl.Series(column.name, values, dtype=_TYPES[column.reader])]
    parts = {
        column.name: ("code", pl.String),
        "period_start": ("start", pl.Date),
        "period_end": ("end", pl.Date),
        "frequency": ("frequency", pl.String),
    }
    return [
        pl.Series(name, [None if p is None else getattr(p, part) for p in values], dtype=dtype)
        for name, (part, dtype) in parts.items()
    ]
