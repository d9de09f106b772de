"""Figures are old when newer ones should have come, and not a day before."""

from datetime import date

import pytest

from domain.data_age import ONCE, DataAge, next_expected, oldest

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


def age(today: date, *, cut_off: date = JANUARY, frequency: str = "month", **more: int) -> DataAge:
    return DataAge(cut_off=cut_off, frequency=frequency, today=today, **more)


def test_figures_are_old_from_the_day_after_that() -> None:
    assert not age(date(2024, 3, 15)).is_old
    late = age(date(2024, 3, 18))
    assert late.is_old
    assert late.days_late == 3


def test_a_form_says_itself_how_long_its_reports_take() -> None:
    assert not age(date(2024, 3, 5), days_to_submit=5).is_old
    assert age(date(2024, 3, 6), days_to_submit=5).is_old


def test_an_age_is_told_in_days_beside_the_days_of_its_cycle() -> None:
    told = age(date(2024, 2, 12))
    assert (told.days, told.cycle) == (12, 30)
    assert (age(date(2024, 2, 12), frequency="quarter").cycle) == 90
    # What is told up to a day to come is not of an age below zero.
    assert age(date(2024, 1, 1)).days == 0


def test_what_is_told_once_is_never_late() -> None:
    told = age(date(2030, 1, 1), frequency=ONCE)
    assert not told.is_old
    assert told.cycle is None


def test_of_several_the_longest_overdue_counts_then_the_most_of_its_cycle() -> None:
    today = date(2024, 3, 20)
    # Of the month newer figures were due on 15 March; 80 of 365 days is less than 20 of 30.
    late, yearly = age(today), age(today, cut_off=date(2023, 12, 31), frequency="year")
    fresh = age(today, cut_off=date(2024, 2, 29))
    assert oldest([yearly, fresh, late, None]) == late
    assert oldest([yearly, fresh]) == fresh
    assert oldest([None]) is None


def test_an_unknown_cycle_is_refused() -> None:
    with pytest.raises(ValueError, match="cycle"):
        next_expected(JANUARY, frequency="fortnight")
