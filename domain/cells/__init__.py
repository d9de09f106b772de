"""What the text of a cell means, or why it is refused. Pure: no file, no store, no clock."""

from domain.cells.days import read_day, read_period
from domain.cells.numbers import (
    read_amount,
    read_degrees,
    read_number,
    read_whole,
    uses_decimal_dot,
    written_step,
)
from domain.cells.refusals import CellRefused
from domain.cells.texts import (
    Cell,
    fold,
    is_blank,
    legacy_font,
    read_code,
    read_codes,
    read_text,
    read_word,
    shown,
)

__all__ = [
    "Cell",
    "CellRefused",
    "fold",
    "is_blank",
    "legacy_font",
    "read_amount",
    "read_code",
    "read_codes",
    "read_day",
    "read_degrees",
    "read_number",
    "read_period",
    "read_text",
    "read_whole",
    "read_word",
    "shown",
    "uses_decimal_dot",
    "written_step",
]
