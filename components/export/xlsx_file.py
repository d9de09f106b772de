"""A table as XLSX: every cell typed, so that text is never computed and never a link."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from components.export.formulas import looks_like_formula
from components.export.table import Cell, Share, Table

LONGEST_SHEET_NAME = 31
WIDEST_COLUMN, WIDEST_LABEL = 60, 26
# Points of a line of headings; the numbers by which the format knows the papers.
HEADING_LINE, A3, A4 = 16, 8, 9
# Letters across a table above which A4 would be too small to be read.
WIDE = 190
SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "label": {"font_color": "#4f5f70"},
    "heading": {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#e9eff6"},
    # Stands clear of the number that ends beside it.
    "text": {"indent": 1},
    # As if an apostrophe had been typed before it: it stays text when somebody edits the cell.
    "quoted": {"quote_prefix": True, "indent": 1},
    "number": {"num_format": "#,##0.##########"},
    "whole": {"num_format": "#,##0"},
    "share": {"num_format": "0.00%"},
    "date": {"num_format": "dd/mm/yyyy"},
}


def as_xlsx(table: Table, *, sheet: str, made_at: datetime) -> bytes:
    """One sheet: title, what must be known about the rows, then headings and rows."""
    return as_workbook([(sheet, table)], title=table.title, made_at=made_at)


def as_workbook(tables: Sequence[tuple[str, Table]], *, title: str, made_at: datetime) -> bytes:
    """One sheet per table, in order; the first of each pair names its sheet, names differ."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, SAFE) as book:
        # The file says when by our clock; XlsxWriter would read the machine's.
        book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
        looks = {name: book.add_format(look) for name, look in LOOKS.items()}
        for sheet, table in tables:
            _write_table(book.add_worksheet(sheet[:LONGEST_SHEET_NAME]), table, looks)
    return file.getvalue()


def _write_table(page: Any, table: Table, looks: dict[str, Any]) -> None:
    page.write_string(0, 0, table.title, looks["title"])
    for line, (label, said) in enumerate(table.about, start=1):
        page.write_string(line, 0, label, looks["label"])
        _write(page, line, 1, said, looks)
    top = len(table.about) + 2
    for column, heading in enumerate(table.headings):
        page.write_string(top, column, heading, looks["heading"])
        page.set_column(column, column, _width(table, column))
    # Programs differ in whether they make a row as high as what is wrapped in it.
    page.set_row(top, HEADING_LINE * max(_heading_lines(table), 1))
    labels = max((len(label) for label, _ in table.about), default=0)
    page.set_column(0, 0, max(_width(table, 0), min(labels + 2, WIDEST_LABEL)))
    for line, row in enumerate(table.rows, start=top + 1):
        for column, cell in enumerate(row):
            _write(page, line, column, cell, looks)
    page.freeze_panes(top + 1, 0)
    _set_for_print(page, table, top)
    page.autofilter(top, 0, top + max(len(table.rows), 1), len(table.headings) - 1)


def _set_for_print(page: Any, table: Table, top: int) -> None:
    """The table as wide as the paper, its headings on every page."""
    across = sum(_width(table, column) for column in range(len(table.headings)))
    page.set_paper(A3 if across > WIDE else A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_footer("&R&P/&N")


def _heading_lines(table: Table) -> int:
    return max(
        (-(-len(heading) // _width(table, place)) for place, heading in enumerate(table.headings)),
        default=1,
    )


def _write(page: Any, line: int, column: int, cell: Cell, looks: dict[str, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        look = "quoted" if looks_like_formula(cell) else "text"
        page.write_string(line, column, cell, looks[look])
    elif isinstance(cell, date):
        page.write_datetime(line, column, datetime(cell.year, cell.month, cell.day), looks["date"])  # noqa: DTZ001 (a day)
    else:
        look = "share" if isinstance(cell, Share) else "whole" if cell == int(cell) else "number"
        page.write_number(line, column, float(cell), looks[look])


def _width(table: Table, column: int) -> int:
    longest = max((len(str(row[column] or "")) for row in table.rows), default=0)
    return min(max(longest, len(table.headings[column]) * 2 // 3, 10) + 2, WIDEST_COLUMN)
