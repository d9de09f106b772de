"""A table as CSV: as the spreadsheets of the language open it by a double click."""

import csv
import io
from datetime import date
from decimal import Decimal

from components.export.formulas import neutralised
from components.export.table import Cell, Table

BYTE_ORDER_MARK = "\ufeff"
SEPARATORS = {"vi": ";", "en": ","}
DECIMAL_MARKS = {"vi": ",", "en": "."}


def as_csv(table: Table, *, language: str) -> bytes:
    """UTF-8 with a byte order mark; `;` and decimal comma in Vietnamese, `,` and point in English.

    Numbers are written without thousands marks, rates as 0-1, dates as 2023-12-31, no value as an
    empty cell. Formulas in texts are neutralised; negative numbers stay numbers.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter=SEPARATORS[language], lineterminator="\r\n")
    stamp = [value for _, value in table.stamp]
    headings = (*table.headings, *(heading for heading, _ in table.stamp))
    mark = DECIMAL_MARKS[language]
    for row in (headings, *((*row, *stamp) for row in table.rows)):
        writer.writerow([_written(cell, mark) for cell in row])
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def _written(cell: Cell, decimal_mark: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return neutralised(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    exact = f"{Decimal(repr(float(cell))).normalize():f}"
    return exact.replace(".", decimal_mark)
