from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.export.csv_file import as_csv
from components.export.formulas import looks_like_formula, neutralised
from components.export.table import Cell, Share, Table, told
from components.export.xlsx_file import as_xlsx
from tests.faults.files import csv_rows, xlsx_cells

FORMULAS = (
    "=cmd|'/C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    ";=1",
    "＝1",
    "＋1+1",
    "－2+3",
    "＠SUM(1)",
    '"=1"',
    " =1",
    "Tên;=1",
    "Tên,+1+1",
    "Tên\n=1",
    '=HYPERLINK("http://out.example","x")',
)
NUMBERS_IN_TEXT = ("-5", "-1.250,5", "+3", "−5", "-45,03%", "-1,250.5")
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)


def table(*cells: Cell) -> Table:
    """One row with `cells`."""
    headings = tuple(f"Cột {number}" for number in range(len(cells)))
    about = (("Lưu ý", "=1+1"),)
    return Table(title="=1+1", headings=headings, rows=(cells,), about=about, stamp=())


def written(*cells: Cell, language: str = "vi") -> list[str]:
    """The row of `cells` as a CSV reader finds it."""
    delimiter = ";" if language == "vi" else ","
    return csv_rows(as_csv(table(*cells), language=language), delimiter=delimiter)[1]


@pytest.mark.trust("C27")
@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_formula_in_a_csv_is_text(formula: str, language: str) -> None:
    body = as_csv(table(told(formula)), language=language).decode("utf-8-sig")
    # Whatever the reader takes for the end of a cell, none begins with a sign.
    for separator in ";,\t|\r\n":
        for line in body.split("\r\n"):
            for piece in line.split(separator):
                assert not piece.strip(" \"'") or piece.strip(' "')[0] not in "=+-@＝＋－＠", piece


@pytest.mark.trust("C27")
@pytest.mark.parametrize("number", NUMBERS_IN_TEXT)
def test_a_negative_number_in_a_text_is_left_alone(number: str) -> None:
    assert written(number) == [number]


@pytest.mark.trust("C27")
def test_numbers_of_a_csv_are_numbers_of_its_language() -> None:
    cells = (-5, -1250.5, Share(0.4503), 2852992.0, 1e-7, None, date(2023, 12, 31))
    assert written(*cells) == ["-5", "-1250,5", "0,4503", "2852992", "0,0000001", "", "2023-12-31"]
    assert written(-1250.5, Share(-0.05), language="en") == ["-1250.5", "-0.05"]


@pytest.mark.trust("C27")
def test_an_xlsx_holds_typed_cells_and_no_formula_and_no_link() -> None:
    texts = (*FORMULAS, *NUMBERS_IN_TEXT, "http://out.example/x.png", "mailto:a@b.example")
    told_texts = [told(text) for text in texts]
    body = as_xlsx(table(*told_texts, -5, -1250.5, Share(0.4503)), sheet="Số liệu", made_at=MADE_AT)
    cells = xlsx_cells(body)
    assert {cell.value for cell in cells if cell.kind == "s"} >= set(told_texts)
    assert [cell.value for cell in cells if cell.kind == "n"] == ["-5", "-1250.5", "0.4503"]
    assert cells[-1].number_format in ("0.00%", "10")


@pytest.mark.trust("C27")
@given(st.text(max_size=30))
def test_no_text_leaves_as_a_formula(text: str) -> None:
    kept = neutralised(told(text))
    assert not looks_like_formula(kept.replace("'", "")) or "'" in kept
    assert not kept or kept[0] not in "=@＝＠"


def test_a_csv_opens_by_a_double_click() -> None:
    body = as_csv(table("Diễn Châu"), language="vi")
    assert body.startswith("\ufeff".encode())
    assert b"\r\n" in body


def test_an_xlsx_says_when_by_our_clock_alone() -> None:
    one, two = (as_xlsx(table("x"), sheet="S", made_at=MADE_AT) for _ in range(2))
    assert one == two
