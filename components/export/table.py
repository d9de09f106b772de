"""A table as it is handed out: typed cells, and what a reader of the file must know about it."""

from dataclasses import dataclass
from datetime import date

from components.markup import plain

# The most that a cell of a spreadsheet takes.
LONGEST_CELL = 32_767


class Share(float):
    """A rate 0-1: a percentage in a spreadsheet, the plain number in CSV."""


# Text is kept as text whatever it looks like; None is an empty cell, "no value".
Cell = str | int | float | Share | date | None


@dataclass(frozen=True, kw_only=True)
class Table:
    """`about` is said once above the rows; `stamp` are the parts of it that CSV repeats per row.

    Both are pairs of heading and text. Every row has as many cells as there are headings.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    about: tuple[tuple[str, str], ...]
    stamp: tuple[tuple[str, str], ...]


def told(text: object) -> str:
    """Text of others for a cell: one line, without numbers that name a person."""
    return plain(text, limit=LONGEST_CELL)
