"""Numbers out of cells, as Vietnamese files write them.

The rule: a dot groups thousands and a comma marks decimals (`2.852.992`, `45,03%`). The English
way is read where it cannot be mistaken (`2,852,992`, `45.03%`, `0.4503`). One mark with exactly
three digits after it could be either: with a dot it is taken for thousands, as nearly every
Vietnamese table means it (`1.234` is 1234); with a comma it is refused (`1,234` is 1.234 to a
Vietnamese reader and 1234 to an English spreadsheet, a thousandfold difference). A percentage has
no thousands, and no group of thousands begins with 0, so that `45,125%` and `0,450` are plain.
"""

import re
from decimal import Decimal

from domain.cells.refusals import (
    AmbiguousNumber,
    NotANumber,
    NotWhole,
    NumberTooLarge,
    PercentInCount,
    ScientificNumber,
    WrongGrouping,
)
from domain.cells.texts import Cell, shown

# Fifteen digits are what a float, and a spreadsheet, keeps exactly.
LARGEST = Decimal(10) ** 15
LARGEST_WHOLE = 2_000_000_000

_TO_ASCII = str.maketrans("０１２３４５６７８９．，％－＋\u2212", "0123456789.,%-+-")
_BLANKS = re.compile(r"[\u00a0\u202f\u2007\u2009 ]")
_GROUPED = {mark: re.compile(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+") for mark in ".,  "}
_ONE_OR_OTHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


def read_number(cell: Cell, *, dot_is_decimal: bool = False) -> float:
    """A count or a measure. `dot_is_decimal`: other cells of the column use the dot so, and
    `1.234` is then refused as well.

    Raises NotANumber, WrongGrouping, AmbiguousNumber, ScientificNumber, NumberTooLarge,
    PercentInCount.
    """
    if "%" in shown(cell):
        raise PercentInCount(shown(cell))
    return float(_exact(cell, dot_is_decimal=dot_is_decimal))


def read_whole(cell: Cell) -> int:
    """A whole number, such as a position. Raises NotWhole and what read_number raises."""
    number = read_number(cell)
    if not number.is_integer():
        raise NotWhole(shown(cell))
    if abs(number) > LARGEST_WHOLE:
        raise NumberTooLarge(shown(cell))
    return int(number)


def read_amount(cell: Cell, *, dot_is_decimal: bool = False) -> float:
    """A number, or a percentage as a rate: `45,03%` is 0.4503. Raises as read_number does,
    PercentInCount excepted.
    """
    return float(_exact(cell, dot_is_decimal=dot_is_decimal))


def read_degrees(cell: Cell) -> float:
    """A longitude or latitude: one mark, dot or comma, always marks decimals."""
    text = shown(cell).translate(_TO_ASCII).strip()
    if not re.fullmatch(r"-?\d{1,3}(?:[.,]\d{1,15})?", text, flags=re.ASCII):
        raise NotANumber(shown(cell))
    return float(text.replace(",", "."))


def written_step(cell: Cell) -> float:
    """The worth of the last digit written: 0.0001 for `45,03%`, 1 for `2.852.992`.

    Raises as read_amount does.
    """
    exponent = _exact(cell, dot_is_decimal=False).as_tuple().exponent
    return float(Decimal(1).scaleb(min(int(exponent), 0)))


def uses_decimal_dot(cell: Cell) -> bool:
    """Whether the text can only be read with the dot as the decimal mark: `45.03`, `0.450`."""
    if not isinstance(cell, str):
        return False
    body = _BLANKS.sub("", cell.translate(_TO_ASCII)).lstrip("+-").rstrip("%")
    plain = re.fullmatch(r"\d+\.\d+|\d{1,3}(?:,\d{3})+\.\d+", body, flags=re.ASCII)
    return plain is not None and ("," in body or not _ONE_OR_OTHER.fullmatch(body))


def _exact(cell: Cell, *, dot_is_decimal: bool) -> Decimal:
    raw = shown(cell)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        number = Decimal(repr(cell))
        if not number.is_finite():
            raise NotANumber(raw)
    elif isinstance(cell, str):
        number = _from_text(raw, dot_is_decimal=dot_is_decimal)
    else:
        raise NotANumber(raw)
    if abs(number) >= LARGEST:
        raise NumberTooLarge(raw)
    return number


def _from_text(raw: str, *, dot_is_decimal: bool) -> Decimal:
    text = _BLANKS.sub(" ", raw.translate(_TO_ASCII)).strip()
    percent = text.endswith("%")
    sign = text[:1] if text[:1] in {"+", "-"} else ""
    body = text.removesuffix("%").removeprefix(sign).strip(" ")
    if re.fullmatch(r"\d+(?:[.,]\d+)?[eE][+-]?\d+", body, flags=re.ASCII):
        raise ScientificNumber(raw)
    if not re.fullmatch(r"\d[\d., ]*", body, flags=re.ASCII) or body[-1] in "., ":
        raise NotANumber(raw)
    unsigned = _unsigned(body, raw=raw, is_percent=percent, dot_is_decimal=dot_is_decimal)
    number = -unsigned if sign == "-" else unsigned
    return number.scaleb(-2) if percent else number


def _unsigned(body: str, *, raw: str, is_percent: bool, dot_is_decimal: bool) -> Decimal:
    marks = [letter for letter in body if not letter.isdigit()]
    kinds = list(dict.fromkeys(marks))
    if not marks:
        return Decimal(body)
    if len(kinds) == 1 and (len(marks) > 1 or kinds[0] == " "):
        return _grouped(body, raw=raw, mark=kinds[0])
    if len(kinds) == 1:
        if _ONE_OR_OTHER.fullmatch(body) and not is_percent:
            return _one_or_other(body, raw=raw, dot_is_decimal=dot_is_decimal)
        return Decimal(body.replace(",", "."))
    # Two kinds: the last mark, the only one of its kind, marks decimals.
    whole, _, fraction = body.rpartition(kinds[-1])
    if marks.count(kinds[-1]) > 1 or kinds[-1] == " " or not fraction.isdigit():
        raise WrongGrouping(raw)
    return _grouped(whole, raw=raw, mark=kinds[0]) + Decimal(f"0.{fraction}")


def _grouped(body: str, *, raw: str, mark: str) -> Decimal:
    if not _GROUPED[mark].fullmatch(body):
        raise WrongGrouping(raw)
    return Decimal(body.replace(mark, ""))


def _one_or_other(body: str, *, raw: str, dot_is_decimal: bool) -> Decimal:
    whole, fraction = re.split("[.,]", body)
    if "," in body or dot_is_decimal:
        raise AmbiguousNumber(raw, thousands=whole + fraction, decimals=f"{whole},{fraction}0")
    return Decimal(whole + fraction)
