"""CSV files: semicolons, commas or tabs, quoted as spreadsheets quote."""

import csv
import re
from collections.abc import Callable
from io import StringIO
from itertools import islice

from domain.cells import is_blank
from store.imports.encodings import decode
from store.imports.limits import HEADER_WITHIN_ROWS, MAX_COLUMNS, MAX_ROWS
from store.imports.refusals import file_refused
from store.imports.sheets import OpenedFile, Sheet

DELIMITERS = (";", ",", "\t")


def read_csv(data: bytes, *, is_header: Callable[[str], bool]) -> OpenedFile:
    """The one sheet of a CSV file. The delimiter is the one that shows most known headers.

    Raises FileRefused: encoding_unknown, file_legacy_font, csv_broken, file_too_large.
    """
    text = decode(data)
    announced = re.match(r"sep=(.)\r?\n", text)
    if announced:
        # Excel's own first line; it counts as a row but holds nothing.
        return _sheet(text[announced.end() - 1 :], delimiter=announced[1])
    return _sheet(text, delimiter=max(DELIMITERS, key=lambda d: _headers(text, d, is_header)))


def _headers(text: str, delimiter: str, is_header: Callable[[str], bool]) -> int:
    """The most known headers in one row near the top, if the file is cut by `delimiter`."""
    lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        top = list(islice(lines, HEADER_WITHIN_ROWS))
    except csv.Error:
        return 0
    return max((sum(map(is_header, row)) for row in top), default=0)


def _sheet(text: str, *, delimiter: str) -> OpenedFile:
    rows: list[list[str]] = []
    lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in lines:
            rows.append(row)
            if len(rows) > MAX_ROWS or len(row) > MAX_COLUMNS:
                raise file_refused("file_too_large", rows=str(MAX_ROWS), columns=str(MAX_COLUMNS))
    except csv.Error as error:
        # Most often a quotation mark that is opened and never closed.
        raise file_refused("csv_broken", row=str(len(rows) + 1)) from error
    while rows and all(is_blank(cell) for cell in rows[-1]):
        rows.pop()
    return OpenedFile([Sheet(None, [list(row) for row in rows])])
