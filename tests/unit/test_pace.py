"""At this pace, when: by hand on short series, and what holds whatever the months were."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pace import HORIZON_MONTHS, Pace, month_end_after, pace

JUNE = date(2025, 6, 30)
YEAR_END = date(2025, 12, 31)


def months_up_to(last: date, *values: float) -> list[tuple[date, float]]:
    return [
        (month_end_after(last, number - len(values) + 1), value)
        for number, value in enumerate(values)
    ]


def test_a_steady_pace_reaches_the_goal_in_one_month() -> None:
    # 10 a month, 30 to go: three months after June.
    told = pace(
        months_up_to(JUNE, 40, 50, 60, 70), goal=100, polarity="higher", due_on=date(2025, 9, 30)
    )
    assert told == Pace(
        outcome="range", early=date(2025, 9, 30), late=date(2025, 9, 30), in_time="yes"
    )


def test_the_faster_and_the_slower_pace_are_the_ends_of_a_range() -> None:
    # All seven: 60 in 6 months, 10 a month. The newest four: 45 in 3, 15 a month. 60 to go.
    series = months_up_to(JUNE, 10, 15, 20, 25, 40, 55, 70)
    told = pace(series, goal=130, polarity="higher", due_on=date(2025, 11, 30))
    assert (told.early, told.late, told.in_time) == (date(2025, 10, 31), YEAR_END, "unsure")


def test_less_is_better_where_the_polarity_says_so() -> None:
    told = pace(months_up_to(JUNE, 90, 80, 70, 60), goal=0, polarity="lower", due_on=YEAR_END)
    assert (told.outcome, told.early, told.in_time) == ("range", YEAR_END, "yes")
    away = pace(months_up_to(JUNE, 60, 70, 80, 90), goal=0, polarity="lower", due_on=YEAR_END)
    assert away == Pace(outcome="no_progress")


@pytest.mark.parametrize(
    ("values", "polarity", "outcome"),
    [
        ((), "higher", "not_enough_history"),
        ((10, 20, 30), "higher", "not_enough_history"),
        ((70, 80, 90, 100), "higher", "reached"),
        ((120,), "higher", "reached"),
        ((120,), "lower", "not_enough_history"),
        ((50, 50, 50, 50), "higher", "no_progress"),
        ((80, 70, 60, 50), "higher", "no_progress"),
        ((50, 50.1, 50.2, 50.3), "higher", "beyond"),
        # Progress in the newest months alone: all seven lead nowhere.
        ((90, 80, 70, 60, 70, 80, 90), "higher", "open_range"),
        ((130, 120, 110, 105), "neutral", "range"),
    ],
)
def test_what_cannot_be_told_is_said_in_words(
    values: tuple[float, ...], polarity: str, outcome: str
) -> None:
    told = pace(months_up_to(JUNE, *values), goal=100, polarity=polarity, due_on=YEAR_END)
    assert told.outcome == outcome
    assert (told.early is not None) == (outcome in ("range", "open_range"))


def test_a_gap_counts_as_the_months_that_passed() -> None:
    # 40 in four months, though only two of them are known: 10 a month, 20 to go.
    series = [(date(2025, 2, 28), 40.0), (date(2025, 3, 31), 50.0), (date(2025, 5, 31), 70.0)]
    told = pace([*series, (JUNE, 80.0)], goal=100, polarity="higher")
    assert (told.early, told.late, told.in_time) == (date(2025, 8, 31), date(2025, 8, 31), None)


def test_beyond_the_horizon_a_near_date_is_missed_for_sure() -> None:
    slow = months_up_to(JUNE, 50, 50.1, 50.2, 50.3)
    assert pace(slow, goal=100, polarity="higher", due_on=YEAR_END).in_time == "no"
    assert pace(slow, goal=100, polarity="higher", due_on=date(2045, 12, 31)).in_time == "unsure"


def test_months_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="not in order"):
        pace([(JUNE, 1.0), (JUNE, 2.0)], goal=3, polarity="higher")


@given(
    values=st.lists(st.floats(0, 1000, allow_nan=False), max_size=12),
    goal=st.floats(0, 1000, allow_nan=False),
    polarity=st.sampled_from(("higher", "lower", "neutral")),
    due_on=st.none() | st.dates(date(2025, 1, 1), date(2030, 12, 31)),
)
def test_no_day_lies_beyond_the_horizon_and_none_stands_without_a_range(
    values: list[float], goal: float, polarity: str, due_on: date | None
) -> None:
    told = pace(months_up_to(JUNE, *values), goal=goal, polarity=polarity, due_on=due_on)
    last = month_end_after(JUNE, HORIZON_MONTHS)
    if told.outcome in ("range", "open_range"):
        assert told.early is not None
        assert JUNE < told.early <= (told.late or last) <= last
    else:
        assert told.early is None
        assert told.late is None
    if due_on is None:
        assert told.in_time is None


@given(
    values=st.lists(st.floats(0, 99, allow_nan=False), min_size=4, max_size=9),
    faster=st.floats(1, 5, allow_nan=False),
)
def test_more_progress_is_never_told_as_a_later_end(values: list[float], faster: float) -> None:
    series = months_up_to(JUNE, *sorted(values))
    newest = series[-1][1]
    steeper = [(day, newest - (newest - value) * faster) for day, value in series]
    one = pace(series, goal=100, polarity="higher")
    other = pace(steeper, goal=100, polarity="higher")
    if one.early is not None:
        assert other.early is not None
        assert other.early <= one.early
