from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cells import (
    Cell,
    CellRefused,
    fold,
    is_blank,
    legacy_font,
    read_amount,
    read_code,
    read_codes,
    read_day,
    read_degrees,
    read_number,
    read_period,
    read_text,
    read_whole,
    read_word,
    uses_decimal_dot,
    written_step,
)
from domain.periods import day_period, month_period, quarter_period, year_period

# Numbers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2.852.992", 2_852_992),
        ("2,852,992", 2_852_992),
        ("2 852 992", 2_852_992),
        ("2\u00a0852\u00a0992", 2_852_992),
        ("2.852.992,5", 2_852_992.5),
        ("2,852,992.5", 2_852_992.5),
        ("1.234", 1234),
        ("1234.567", 1234.567),
        ("0,450", 0.45),
        ("0.450", 0.45),
        ("12,5", 12.5),
        ("２５", 25),
        ("-5", -5),
        ("\u22125", -5),
        ("+5", 5),
        ("007", 7),
        ("0", 0),
    ],
)
def test_a_number_is_read_as_vietnamese_files_write_it(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("45,03%", 0.4503),
        ("45.03%", 0.4503),
        ("45,03 %", 0.4503),
        ("0,4503", 0.4503),
        ("45,125%", 0.45125),
        ("100%", 1),
        ("4503%", 45.03),
        (0.4503, 0.4503),
    ],
)
def test_a_percentage_is_a_rate(text: Cell, rate: float) -> None:
    assert read_amount(text) == pytest.approx(rate, abs=1e-15)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("1,234", "number_ambiguous"),
        ("12.34.567", "wrong_grouping"),
        ("1,2,3", "wrong_grouping"),
        ("1 2", "wrong_grouping"),
        ("1.234,567.8", "wrong_grouping"),
        ("∞", "not_a_number"),
        ("không", "not_a_number"),
        ("(5)", "not_a_number"),
        ("5 người", "not_a_number"),
        (".5", "not_a_number"),
        ("5.", "not_a_number"),
        ("½", "not_a_number"),
        ("5²", "not_a_number"),
        ("١٢", "not_a_number"),
        ("5\n6", "not_a_number"),
        ("1e400", "number_scientific"),
        ("1,5E+06", "number_scientific"),
        ("1.000.000.000.000.000", "number_too_large"),
        (float("inf"), "not_a_number"),
        (float("nan"), "not_a_number"),
        (1e300, "number_too_large"),
        (True, "not_a_number"),
        (date(2024, 1, 2), "not_a_number"),
        ("45%", "percent_in_count"),
    ],
)
def test_what_is_no_plain_number_is_refused_by_name(cell: Cell, reason: str) -> None:
    with pytest.raises(CellRefused) as refused:
        read_number(cell)
    assert refused.value.reason_code == reason


def test_a_number_with_two_meanings_is_refused_with_both() -> None:
    with pytest.raises(CellRefused) as refused:
        read_number("1,234")
    assert refused.value.values == {"thousands": "1234", "decimals": "1,2340"}


def test_where_a_column_uses_the_dot_for_decimals_a_dot_before_three_digits_is_ambiguous() -> None:
    assert uses_decimal_dot("45.03")
    assert uses_decimal_dot("2,852,992.5")
    assert not uses_decimal_dot("1.234")
    assert not uses_decimal_dot("2.852.992")
    with pytest.raises(CellRefused) as refused:
        read_number("1.234", dot_is_decimal=True)
    assert refused.value.reason_code == "number_ambiguous"


def test_a_whole_number_has_no_fraction() -> None:
    assert read_whole("2.026") == 2026
    assert read_whole(3.0) == 3
    with pytest.raises(CellRefused) as refused:
        read_whole("3,5")
    assert refused.value.reason_code == "not_whole"


def test_degrees_know_no_thousands() -> None:
    assert read_degrees("105,686") == 105.686
    assert read_degrees("105.686") == 105.686
    assert read_degrees(-0.5) == -0.5
    with pytest.raises(CellRefused):
        read_degrees("1.105,686")


@pytest.mark.parametrize(
    ("cell", "step"),
    [("45,03%", 0.0001), ("45%", 0.01), ("2.852.992", 1), ("0,5", 0.1), (0.4503, 0.0001), (7, 1)],
)
def test_the_last_digit_written_says_how_exact_a_number_is(cell: Cell, step: float) -> None:
    assert written_step(cell) == pytest.approx(step)


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_every_whole_number_comes_back_from_its_vietnamese_spelling(number: int) -> None:
    assert read_number(f"{number:,}".replace(",", ".")) == number


@given(st.decimals(min_value=0, max_value=1, places=4))
def test_every_rate_comes_back_from_its_percentage(rate: object) -> None:
    written = f"{float(str(rate)) * 100:.2f}%".replace(".", ",")
    assert read_amount(written) == pytest.approx(float(str(rate)), abs=1e-9)


# Days and periods ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "31/12/2023",
        "31-12-2023",
        "31.12.2023",
        "2023-12-31",
        "2023-12-31 00:00:00",
        "ngày 31 tháng 12 năm 2023",
        date(2023, 12, 31),
        datetime(2023, 12, 31, 17, 30),  # noqa: DTZ001 - cells of workbooks know no zone
    ],
)
def test_a_day_is_read_day_first(cell: Cell) -> None:
    assert read_day(cell) == date(2023, 12, 31)


def test_three_of_april_is_never_the_fourth_of_march() -> None:
    assert read_day("3/4/2024") == date(2024, 4, 3)


@pytest.mark.parametrize(
    ("cell", "reason", "proposal"),
    [
        ("31/6/2023", "no_such_day", "30/06/2023"),
        ("30/2/2024", "no_such_day", "29/02/2024"),
        ("29/2/2023", "no_such_day", "28/02/2023"),
        ("0/5/2023", "no_such_day", None),
        ("45/13/2023", "no_such_day", None),
        ("12/31/2023", "month_first", "31/12/2023"),
        ("1/7/25", "two_digit_year", "01/07/2025"),
        ("5/4/2567", "buddhist_year", "05/04/2024"),
        ("1/1/20255", "year_out_of_range", None),
        (date(1900, 1, 5), "year_out_of_range", None),
        ("45291", "serial_number", "31/12/2023"),
        (45291.0, "serial_number", "31/12/2023"),
        ("2023", "not_a_day", None),
        ("khẩn trương", "not_a_day", None),
        (time(7, 30), "not_a_day", None),
    ],
)
def test_a_day_that_is_none_is_refused_with_what_may_be_meant(
    cell: Cell, reason: str, proposal: str | None
) -> None:
    with pytest.raises(CellRefused) as refused:
        read_day(cell)
    assert (refused.value.reason_code, refused.value.proposal) == (reason, proposal)


@pytest.mark.parametrize(
    ("cell", "period"),
    [
        ("2023", year_period(2023)),
        (2023.0, year_period(2023)),
        ("Quý I/2024", quarter_period(2024, 1)),
        ("Qu\u0079\u0301 I/2024", quarter_period(2024, 1)),
        ("Tháng 5/2023", month_period(2023, 5)),
        ("2023-05", month_period(2023, 5)),
        ("31/12/2023", day_period(date(2023, 12, 31))),
        ("2023-12-31", day_period(date(2023, 12, 31))),
        (date(2023, 12, 31), day_period(date(2023, 12, 31))),
    ],
)
def test_a_period_is_read_in_the_forms_people_write(cell: Cell, period: object) -> None:
    assert read_period(cell) == period


@pytest.mark.parametrize(
    ("cell", "reason", "proposal"),
    [
        (date(2024, 3, 1), "period_is_date", "2024-03"),
        ("tháng 13/2024", "not_a_period", None),
        ("2567", "not_a_period", None),
        ("đầu năm", "not_a_period", None),
        ("31/6/2023", "no_such_day", "30/06/2023"),
    ],
)
def test_a_period_that_is_none_is_refused(cell: Cell, reason: str, proposal: str | None) -> None:
    with pytest.raises(CellRefused) as refused:
        read_period(cell)
    assert (refused.value.reason_code, refused.value.proposal) == (reason, proposal)


# Texts, codes, words ---------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["", "  ", "-", "\u2013", "\u2014", " \u2212 ", None])
def test_a_dash_alone_is_no_value(cell: Cell) -> None:
    assert is_blank(cell)


@pytest.mark.parametrize("cell", ["0", 0, False, "không", "--", "-5"])
def test_zero_is_a_value(cell: Cell) -> None:
    assert not is_blank(cell)


def test_a_text_is_composed_and_trimmed_and_keeps_its_line_breaks() -> None:
    assert read_text("  Nghe\u0323\u0302 An\r\ndòng hai\u00a0") == "Nghệ An\ndòng hai"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Vinh\x07", "hidden_character"),
        ("Vinh\x00", "hidden_character"),
        ("V\u200binh", "hidden_character"),
        ("\u202eVinh", "hidden_character"),
        ("Ngh\ufffd An", "broken_letters"),
        ("Ngh? An th?c hi?n", "broken_letters"),
        ("UBND tØnh NghÖ An", "legacy_font"),
        ("Ngheä An thöïc hieän", "legacy_font"),
    ],
)
def test_a_text_that_nobody_could_read_is_refused(text: str, reason: str) -> None:
    with pytest.raises(CellRefused) as refused:
        read_text(text)
    assert refused.value.reason_code == reason


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("Hµ TÜnh", "TCVN3 (ABC)"),
        ("Tr­êng ®¹i häc", "TCVN3 (ABC)"),
        ("Haø Tónh", "VNI"),
        ("Baéc Giang", "VNI"),
        ("Nghệ An", None),
        ("hoà bình, hoá đơn, khuỷu tay, ngoằn ngoèo, thuở", None),
        ("TP. Hồ Chí Minh – «tốt», 5 m², § 3, VNeID®", None),
        ("UỶ BAN NHÂN DÂN TỈNH NGHỆ AN", None),
    ],
)
def test_text_of_the_old_fonts_is_known_by_its_letters(text: str, font: str | None) -> None:
    assert legacy_font(text) == font


def test_a_code_keeps_its_zeros_and_a_whole_number_is_read_as_its_digits() -> None:
    assert read_code(" 07210 ") == "07210"
    assert read_code(412.0) == "412"


@pytest.mark.parametrize(
    ("cell", "reason"), [("QD 06", "code_has_blank"), (date(2024, 1, 2), "code_is_date")]
)
def test_a_code_is_one_word(cell: Cell, reason: str) -> None:
    with pytest.raises(CellRefused) as refused:
        read_code(cell)
    assert refused.value.reason_code == reason


def test_several_codes_are_separated_by_semicolons_and_named_once() -> None:
    assert read_codes("STP; VPUB;\nSTP ; –") == ("STP", "VPUB")
    assert read_codes(412.0) == ("412",)


def test_a_word_is_known_whatever_its_case_and_accents() -> None:
    words = {"cap huyen": "district", "district": "district", "cap xa": "commune"}
    assert read_word("Cấp HUYỆN", words) == "district"
    assert read_word("District", words) == "district"
    assert read_word("bất kỳ") == "bất kỳ"
    with pytest.raises(CellRefused) as refused:
        read_word("cấp huện", words)
    assert refused.value.proposal == "district"
    assert refused.value.values == {"words": "district, commune"}


def test_folding_forgets_accents_case_and_punctuation() -> None:
    assert fold("Đơn vị tính: KM2 ") == "don vi tinh km2"
    assert fold("Thái Hoà") == fold("thái hòa")


READERS = (
    read_text,
    read_code,
    read_codes,
    read_number,
    read_whole,
    read_amount,
    read_degrees,
    read_day,
    read_period,
)


@given(st.text(), st.sampled_from(READERS))
def test_no_text_whatsoever_breaks_a_reader(text: str, reader: Callable[[Cell], object]) -> None:
    try:
        reader(text)
    except CellRefused as refused:
        # Of several codes, the one that cannot be read.
        assert refused.raw in text
