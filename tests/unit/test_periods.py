from datetime import date

import pytest

from domain.periods import parse_period
from domain.scope import NOTHING
from queries.question import Question


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        ("2024", "2023"),
        ("2024-H1", "2023-H1"),
        ("2024-Q1", "2023-Q1"),
        ("2024-02", "2023-02"),
        ("2024-02-29", "2023-02-28"),
        ("2025-03-01", "2024-03-01"),
    ],
)
def test_the_same_period_of_the_year_before(asked: str, before: str) -> None:
    assert parse_period(asked).year_before() == parse_period(before)


def test_a_question_is_compared_with_what_it_says() -> None:
    about = {"province_id": 1, "scope": NOTHING, "as_of": 1, "today": date(2024, 4, 2)}
    march = parse_period("2024-03")
    against_february = Question(period=march, **about)
    against_last_year = Question(period=march, compare="year", **about)
    assert against_february.compared_period == parse_period("2024-02")
    assert against_last_year.compared_period == parse_period("2023-03")
    assert against_february.cache_key != against_last_year.cache_key
