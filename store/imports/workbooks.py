"""XLSX workbooks: looked through for traps first, then read by calamine with typed cells.

calamine shows error cells and uncomputed formulas as empty, so those are looked for in the parts.
"""

import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from posixpath import join, normpath
from xml.etree import ElementTree

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from domain.cells import Cell, is_blank, shown
from domain.cells.refusals import ErrorCell, FormulaNotComputed, MergedCell
from store.imports.limits import MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED_BYTES
from store.imports.refusals import file_refused
from store.imports.sheets import OpenedFile, Sheet

_CELL = rb"<(?:\w+:)?c\s[^>]*?\br=\"%s\"[^>]*(?<!/)>"
_COLUMN_OF_CELL = re.compile(_CELL % rb"([A-Z]+)[0-9]+")
_ROW_OF_CELL = re.compile(_CELL % rb"[A-Z]+([0-9]+)")
_FAULT_POSSIBLE = re.compile(rb"\st=\"e\"|<(?:\w+:)?f[\s>/]")
_CHUNK = 1 << 20
# What zipfile raises for archives that are damaged in one way or another.
_ROTTEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    EOFError,
    OSError,
)

# (row, column), both from 0 -> the fault that stands there.
Faults = dict[tuple[int, int], ErrorCell | FormulaNotComputed]


def read_workbook(data: bytes) -> OpenedFile:
    """The visible sheets of an XLSX workbook, cells typed; faulty cells hold their refusal.

    Rows that are hidden or filtered away are read like all others.
    Raises FileRefused: not_a_workbook, workbook_with_macros, workbook_encrypted,
    packed_too_tightly, file_too_large, workbook_broken.
    """
    archive = _Archive.opened(data)
    faults = {name: _faults_of(archive, part) for name, part in archive.sheet_parts()}
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
            sheets = [
                _sheet(workbook.get_sheet_by_name(about.name), faults.get(about.name, {}))
                for about in workbook.sheets_metadata
                if about.visible == SheetVisibleEnum.Visible
                and about.typ == SheetTypeEnum.WorkSheet
            ]
            hidden = tuple(
                about.name
                for about in workbook.sheets_metadata
                if about.visible != SheetVisibleEnum.Visible
            )
    except CalamineError as error:
        raise file_refused("workbook_broken") from error
    return OpenedFile(sheets, hidden)


def _sheet(sheet: CalamineSheet, faults: Faults) -> Sheet:
    rows: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), fault in faults.items():
        # A sheet of nothing but faults is shorter than the place where they stand.
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend("" for _ in range(column + 1 - len(rows[row])))
        rows[row][column] = fault
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        _mark_merged(rows, top=top, left=left, bottom=bottom, right=right)
    return Sheet(sheet.name, rows)


def _mark_merged(rows: list[list[Cell]], *, top: int, left: int, bottom: int, right: int) -> None:
    """Only the first of merged cells holds the value; the others say that it is not theirs."""
    if top >= len(rows) or left >= len(rows[top]) or is_blank(rows[top][left]):
        return
    for row in range(top, min(bottom + 1, len(rows))):
        for column in range(left, min(right + 1, len(rows[row]))):
            if (row, column) != (top, left):
                rows[row][column] = MergedCell(shown(rows[top][left]))


@dataclass(frozen=True)
class _Archive:
    """The parts of a workbook, unpacked and found harmless in size."""

    parts: dict[str, bytes]

    @staticmethod
    def opened(data: bytes) -> "_Archive":
        try:
            with zipfile.ZipFile(BytesIO(data)) as packed:
                names = packed.namelist()
                if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
                    raise file_refused("not_a_workbook")
                if any(info.flag_bits & 1 for info in packed.infolist()):
                    raise file_refused("workbook_encrypted")
                parts = dict(_unpacked(packed))
        except _ROTTEN as error:
            raise file_refused("workbook_broken") from error
        if "xl/vbaProject.bin" in parts or b"macroEnabled" in parts["[Content_Types].xml"]:
            raise file_refused("workbook_with_macros")
        if any(b"<!DOCTYPE" in part for name, part in parts.items() if name.endswith(".xml")):
            raise file_refused("workbook_broken")
        return _Archive(parts)

    def sheet_parts(self) -> Iterator[tuple[str, bytes]]:
        """Name and XML of each worksheet. Raises FileRefused."""
        try:
            relations = ElementTree.fromstring(self.parts["xl/_rels/workbook.xml.rels"])
            targets = {item.get("Id"): item.get("Target", "") for item in relations}
            for element in ElementTree.fromstring(self.parts["xl/workbook.xml"]).iter():
                if element.tag.endswith("}sheet"):
                    relation = next(v for k, v in element.attrib.items() if k.endswith("}id"))
                    path = normpath(join("/xl", targets[relation])).removeprefix("/")
                    yield element.attrib["name"], self.parts[path]
        except (KeyError, StopIteration, ElementTree.ParseError) as error:
            raise file_refused("workbook_broken") from error

    @property
    def is_computed_on_opening(self) -> bool:
        """Whether the writing program left all formulas for the spreadsheet to compute."""
        return b'fullCalcOnLoad="1"' in self.parts["xl/workbook.xml"]


def _unpacked(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Every part, unpacked; sizes are counted, not believed."""
    room = MAX_UNPACKED_BYTES
    for info in packed.infolist():
        # The stated size would end the reading: a lying one must not hide what calamine unpacks.
        info.file_size = sys.maxsize
        chunks = []
        with packed.open(info) as part:
            while chunk := part.read(_CHUNK):
                room -= len(chunk)
                if room < 0:
                    raise file_refused("packed_too_tightly")
                chunks.append(chunk)
        if info.filename.endswith((".xml", ".rels", ".bin")):
            yield info.filename, b"".join(chunks)


def _faults_of(archive: _Archive, part: bytes) -> Faults:
    """Error cells and uncomputed formulas of one worksheet, after a look at its extent.

    Raises FileRefused: one far cell would make calamine lay out all the empty ones before it.
    """
    try:
        last_row = max((int(row) for row in set(_ROW_OF_CELL.findall(part))), default=0)
        last_column = max(map(_column_number, set(_COLUMN_OF_CELL.findall(part))), default=0)
        _check_extent(last_row, last_column)
        if not _FAULT_POSSIBLE.search(part):
            return {}
        return dict(_read_faults(part, zero_is_uncomputed=archive.is_computed_on_opening))
    except (ElementTree.ParseError, ValueError) as error:
        raise file_refused("workbook_broken") from error


def _check_extent(rows: int, columns: int) -> None:
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise file_refused("file_too_large", rows=str(MAX_ROWS), columns=str(MAX_COLUMNS))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _read_faults(
    part: bytes, *, zero_is_uncomputed: bool
) -> Iterator[tuple[tuple[int, int], ErrorCell | FormulaNotComputed]]:
    row = column = -1
    for event, element in ElementTree.iterparse(BytesIO(part), events=("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if tag == "row" and event == "start":
            row, column = int(element.get("r", row + 2)) - 1, -1
        elif tag == "row":
            element.clear()
        elif tag == "c" and event == "end":
            place = re.fullmatch(r"([A-Z]+)([1-9][0-9]*)", element.get("r", ""))
            row = int(place[2]) - 1 if place else row
            column = _column_number(place[1].encode()) - 1 if place else column + 1
            fault = _fault(element, zero_is_uncomputed=zero_is_uncomputed)
            if fault:
                _check_extent(row + 1, column + 1)
                yield (row, column), fault


def _fault(
    cell: ElementTree.Element, *, zero_is_uncomputed: bool
) -> ErrorCell | FormulaNotComputed | None:
    children = {child.tag.rpartition("}")[2]: child.text or "" for child in cell}
    value = children.get("v", "")
    if cell.get("t") == "e":
        return ErrorCell(value)
    if "f" not in children or cell.get("t") == "str":
        return None
    if value == "" or (zero_is_uncomputed and value == "0"):
        return FormulaNotComputed(f"={children['f']}")
    return None
