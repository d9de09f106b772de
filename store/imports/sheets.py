"""What an opened file holds before anything is recognised: sheets of cells."""

from dataclasses import dataclass

from domain.cells import Cell


@dataclass(frozen=True)
class Sheet:
    """`rows[0]` is row 1 as a spreadsheet shows it; rows differ in length. A CSV has no name."""

    name: str | None
    rows: list[list[Cell]]


@dataclass(frozen=True)
class OpenedFile:
    """`ignored`: names of hidden sheets, which are left alone."""

    sheets: list[Sheet]
    ignored: tuple[str, ...] = ()
