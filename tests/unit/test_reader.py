"""Numbers, dates and periods as each language writes them."""

from datetime import date

import pytest

from components.reader import MINUS, NO_VALUE, Reader
from domain.periods import parse_period

VI, EN = Reader("vi"), Reader("en")


def test_thousands_and_decimals_are_those_of_the_language() -> None:
    assert VI.number(2852992) == "2.852.992"
    assert EN.number(2852992) == "2,852,992"
    assert VI.number(86.97, digits=2) == "86,97"


def test_halves_are_rounded_up_and_not_to_even() -> None:
    assert EN.number(0.5) == "1"
    assert EN.number(2.5) == "3"
    assert EN.number(1.005, digits=2) == "1.01"


def test_a_rate_is_a_percentage_with_two_decimals() -> None:
    assert VI.percent(0.4503) == "45,03%"
    assert EN.percent(0.4503) == "45.03%"
    assert VI.percent(1.0, digits=0) == "100%"


def test_a_distance_of_rates_is_in_points_and_signed() -> None:
    assert VI.points(0.4503 - 0.4) == "+5,03 điểm %"
    assert EN.points(0.2796 - 0.4) == f"{MINUS}12.04 pts"
    assert VI.points(0.0) == "0,00 điểm %"


def test_no_value_is_a_dash_and_never_zero() -> None:
    assert {VI.number(None), VI.percent(None), VI.points(None), VI.date(None)} == {NO_VALUE}


def test_dates_are_written_day_first() -> None:
    assert VI.date(date(2024, 4, 5)) == "05/04/2024"
    assert EN.date(date(2024, 4, 5)) == "5 Apr 2024"
    assert VI.short_date(date(2024, 4, 5)) == "05/04"
    assert (VI.month_of(date(2024, 4, 1)), EN.month_of(date(2024, 4, 1))) == ("4/2024", "Apr 2024")


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("2023", "năm 2023"),
        ("2023-H1", "6 tháng đầu năm 2023"),
        ("2024-Q1", "quý I/2024"),
        ("2024-03", "tháng 3/2024"),
        ("2023-12-31", "31/12/2023"),
    ],
)
def test_periods_are_written_as_officials_write_them(code: str, written: str) -> None:
    assert VI.period(parse_period(code)) == written


def test_counted_texts_take_the_plural_of_the_language() -> None:
    assert EN.counted("sentences.days", 1) == "1 day"
    assert EN.counted("sentences.days", 1200) == "1,200 days"
    assert VI.counted("sentences.days", 1200) == "1.200 ngày"


def test_a_name_without_value_in_one_language_is_empty() -> None:
    assert VI.pick({"name_vi": None, "name_en": "Vinh"}, "name") == ""
