"""Import files as Vietnamese Excel saves them: UTF-8 with BOM, `;`, numbers as 2.852.992."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeAlias

from domain.periods import Period
from sample_data.generate.words import VIETNAMESE
from store.imports.kinds import KIND_BY_NAME, ColumnSpec, FileKind

TABLES = Path(__file__).resolve().parent / "tables"

Cell: TypeAlias = str | int | float | date | Period | None
Row: TypeAlias = Mapping[str, Cell]

_PERIOD_FORMS = {
    "month": "Tháng {month}/{year}",
    "quarter": "Quý {quarter}/{year}",
    "half_year": "6 tháng {half} năm {year}",
    "year": "{year}",
}
_ROMAN = ("I", "II", "III", "IV")


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of the hand-written table `tables/<name>.csv`."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def write_files(folder: Path, files: Mapping[str, Iterable[Row]]) -> None:
    """Write `<folder>/<number>_<kind>.csv` for each kind of `files`, numbered in their order."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (kind_name, rows) in enumerate(files.items(), start=1):
        _write_file(folder / f"{number:02d}_{kind_name}.csv", kind_name, rows)


def write_further(
    folder: Path, *, number: int, name: str, kind_name: str, rows: Iterable[Row]
) -> None:
    """Write one more file `<folder>/<number>_<name>.csv` of a kind that has its first one."""
    _write_file(folder / f"{number:02d}_{name}.csv", kind_name, rows)


def _write_file(path: Path, kind_name: str, rows: Iterable[Row]) -> None:
    kind = KIND_BY_NAME[kind_name]
    known = {column.name for column in kind.columns}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(column.header_vi for column in kind.columns)
        for row in rows:
            unknown = row.keys() - known
            if unknown:
                raise KeyError(f"{kind_name} has no column {sorted(unknown)}")
            writer.writerow(_in_file(row.get(column.name), column, kind) for column in kind.columns)


def _in_file(cell: Cell, column: ColumnSpec, kind: FileKind) -> str:
    # The catalogue, which no province writes, keeps the words of the store.
    if kind.per_province and column.reader == "word" and isinstance(cell, str):
        return VIETNAMESE.get(cell, cell)
    return written(cell)


def written(cell: Cell) -> str:
    """One cell as a Vietnamese official writes it: 2.852.992; 105,34; 31/12/2023; Tháng 6/2023."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Period):
        return _written_period(cell)
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return f"{cell:,}".translate(str.maketrans(",.", ".,"))


def day(text: str) -> date | None:
    """A day of a hand-written table (ISO, or empty)."""
    return date.fromisoformat(text) if text else None


def _written_period(period: Period) -> str:
    if period.frequency == "day":
        return f"{period.start:%d/%m/%Y}"
    year, month = period.start.year, period.start.month
    return _PERIOD_FORMS[period.frequency].format(
        year=year,
        month=month,
        quarter=_ROMAN[(month - 1) // 3],
        half="đầu" if month == 1 else "cuối",
    )
