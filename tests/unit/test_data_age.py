"""Figures are old when newer ones should have come, and not a day before."""

from datetime import date

import pytest

from domain.data_age import is_old, next_expected

JANUARY = date(2024, 1, 31)


@pytest.mark.parametrize(
    ("cut_off", "frequency", "expected"),
    [
        # The end of the next period, and the days that its figures are on their way.
        (date(2024, 1, 31), "month", date(2024, 3, 15)),
        (date(2023, 12, 31), "quarter", date(2024, 4, 30)),
        (date(2023, 12, 31), "half_year", date(2024, 8, 14)),
        (date(2023, 12, 31), "year", date(2025, 3, 31)),
        # Thursday: the week ends on Sunday the 4th.
        (date(2024, 2, 1), "week", date(2024, 2, 9)),
        (date(2024, 2, 1), "day", date(2024, 2, 5)),
        # What speaks for part of a month is followed by the whole of it.
        (date(2024, 1, 20), "month", date(2024, 2, 15)),
    ],
)
def test_newer_figures_are_expected_after_the_next_period(
    cut_off: date, frequency: str, expected: date
) -> None:
    assert next_expected(cut_off, frequency=frequency) == expected


def test_figures_are_old_from_the_day_after_that() -> None:
    assert not is_old(JANUARY, frequency="month", today=date(2024, 3, 15))
    assert is_old(JANUARY, frequency="month", today=date(2024, 3, 16))


def test_a_form_says_itself_how_long_its_reports_take() -> None:
    assert not is_old(JANUARY, frequency="month", today=date(2024, 3, 5), days_to_submit=5)
    assert is_old(JANUARY, frequency="month", today=date(2024, 3, 6), days_to_submit=5)


def test_what_has_no_day_or_is_told_once_has_no_age() -> None:
    assert not is_old(None, frequency="month", today=date(2030, 1, 1))
    assert not is_old(JANUARY, frequency="once", today=date(2030, 1, 1))


def test_an_unknown_cycle_is_refused() -> None:
    with pytest.raises(ValueError, match="cycle"):
        next_expected(JANUARY, frequency="fortnight")
