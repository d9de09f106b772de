from datetime import date
from typing import Any

import polars as pl
import pytest

from domain.targets import STEPS, distance, status, without_judging_parts

YEAR_END = date(2023, 12, 31)
SCHEMA = {
    "value": pl.Float64,
    "target": pl.Float64,
    "polarity": pl.String,
    "target_from": pl.Date,
    "target_due_on": pl.Date,
    "target_path": pl.String,
    "target_start_value": pl.Float64,
    "judged_on": pl.Date,
    "margin_in": pl.String,
    "ahead_margin": pl.Float64,
    "course_margin": pl.Float64,
    "attainment_cap": pl.Float64,
    **STEPS,
}
A_YEARS_RATE: dict[str, Any] = {
    "value": 0.4503,
    "target": 0.40,
    "polarity": "higher",
    "target_from": date(2023, 1, 1),
    "target_due_on": YEAR_END,
    "target_path": "flat",
    "target_start_value": None,
    "judged_on": YEAR_END,
}


def figure(**changes: object) -> pl.DataFrame:
    """A year's rate of 45.03 % against 40 %, with `changes`."""
    return pl.DataFrame([A_YEARS_RATE | changes], schema=SCHEMA)


def word(*, today: date = date(2024, 4, 2), **changes: object) -> str:
    """The status of that figure, as a word."""
    return str(figure(**changes).select(status(today=today)).item())


def test_the_distance_is_in_the_unit_of_the_value_without_binary_noise() -> None:
    assert figure().select(distance()).item() == 0.0503
    assert figure(value=25.0, target=25.0).select(distance()).item() == 0
    assert figure(value=0.1 + 0.2, target=0.3).select(distance()).item() == 0


@pytest.mark.parametrize("missing", ["value", "target"])
def test_without_value_or_target_there_is_no_distance(missing: str) -> None:
    assert figure(**{missing: None}).select(distance()).item() is None


def test_no_value_and_no_target_are_said() -> None:
    assert word(value=None) == "no_value"
    assert word(target=None) == "no_target"
    assert word(value=None, target=None) == "no_value"


@pytest.mark.parametrize(
    ("polarity", "value", "expected"),
    [
        ("higher", 0.41, "met"),
        ("higher", 0.39, "missed"),
        ("lower", 0.39, "met"),
        ("lower", 0.41, "missed"),
        ("neutral", 0.40, "met"),
        ("neutral", 0.41, "missed"),
    ],
)
def test_polarity_says_which_side_of_the_target_is_good(
    polarity: str, value: float, expected: str
) -> None:
    assert word(polarity=polarity, value=value) == expected


@pytest.mark.parametrize("polarity", ["higher", "lower", "neutral"])
def test_equality_is_reached_noise_included(polarity: str) -> None:
    assert word(polarity=polarity, value=0.1 + 0.2, target=0.3) == "met"
    assert word(polarity=polarity, value=0.3, target=0.1 + 0.2) == "met"


@pytest.mark.parametrize(
    ("known", "expected", "judged"),
    [(None, None, ("met", 0.0503)), (21, 21, ("met", 0.0503)), (20, 21, ("incomplete", None))],
)
def test_a_whole_that_lacks_parts_is_not_judged(
    known: int | None, expected: int | None, judged: tuple[str, float | None]
) -> None:
    parts = {"parts_known": pl.lit(known, pl.Int64), "parts_expected": pl.lit(expected, pl.Int64)}
    today = date(2024, 4, 2)
    whole = figure().with_columns(distance=distance(), status=status(today=today), **parts)
    assert without_judging_parts(whole).select("status", "distance").row(0) == judged


def test_a_target_is_not_missed_on_its_due_day() -> None:
    assert word(value=0.39, today=YEAR_END) == "behind"
    assert word(value=0.39, today=date(2024, 1, 1)) == "missed"


def test_an_old_figure_is_not_missed_by_a_date_that_lay_ahead_of_it() -> None:
    assert word(value=0.39, judged_on=date(2023, 3, 31)) == "behind"


def test_a_flat_path_asks_for_the_target_all_along() -> None:
    assert word(value=0.39, judged_on=date(2023, 1, 1), today=date(2023, 1, 1)) == "behind"
    assert word(value=0.39, target_path="stepped", today=date(2023, 1, 1)) == "behind"


@pytest.mark.parametrize(
    ("value", "expected"), [(50.0, "ahead"), (40.0, "on_course"), (39.0, "behind"), (80.0, "met")]
)
def test_a_linear_path_asks_for_its_share_of_the_way(value: float, expected: str) -> None:
    # 100 of 300 days are gone: a third of the way from 20 to 80 is 40.
    a_third = {
        "target": 80.0,
        "target_path": "linear",
        "target_start_value": 20.0,
        "target_from": date(2023, 1, 1),
        "target_due_on": date(2023, 10, 28),
        "judged_on": date(2023, 4, 11),
    }
    assert word(value=value, today=date(2023, 4, 11), **a_third) == expected


def test_a_linear_path_without_a_start_asks_for_the_target() -> None:
    ahead_of_time = {"target_path": "linear", "judged_on": date(2023, 2, 1)}
    assert word(value=0.39, today=date(2023, 2, 1), **ahead_of_time) == "behind"


def test_a_linear_path_downwards_is_ahead_when_below_it() -> None:
    falling = {
        "polarity": "lower",
        "target": 0.0,
        "target_path": "linear",
        "target_start_value": 10.0,
        "target_from": date(2023, 1, 1),
        "target_due_on": date(2023, 1, 11),
        "judged_on": date(2023, 1, 6),
    }
    today = date(2023, 1, 6)
    assert word(value=4.0, today=today, **falling) == "ahead"
    assert word(value=5.0, today=today, **falling) == "on_course"
    assert word(value=6.0, today=today, **falling) == "behind"


IN_STEPS: dict[str, Any] = {
    "target": 25.0,
    "target_path": "stepped",
    "target_from": date(2022, 1, 1),
    "target_due_on": date(2022, 5, 31),
}


@pytest.mark.parametrize(
    ("judged_on", "value", "expected"),
    [
        # 14 services by the end of March, 25 by the end of May.
        (date(2022, 2, 28), 3.0, "on_course"),
        (date(2022, 3, 31), 13.0, "behind"),
        (date(2022, 3, 31), 14.0, "on_course"),
        (date(2022, 4, 30), 15.0, "ahead"),
        (date(2022, 5, 31), 24.0, "behind"),
        (date(2022, 5, 31), 25.0, "met"),
    ],
)
def test_a_stepped_path_asks_for_the_last_step_that_was_due(
    judged_on: date, value: float, expected: str
) -> None:
    march, may = (date(2022, 3, 31), 14.0), (date(2022, 5, 31), 25.0)
    before = [step for step in (march, may) if step[0] <= judged_on]
    after = [step for step in (march, may) if step[0] > judged_on]
    around = {
        "step_on": before[-1][0] if before else None,
        "step_value": before[-1][1] if before else None,
        "next_step_on": after[0][0] if after else None,
        "next_step_value": after[0][1] if after else None,
    }
    assert word(**IN_STEPS, value=value, judged_on=judged_on, today=judged_on, **around) == expected


def test_before_its_first_step_a_stepped_path_asks_for_its_start() -> None:
    first = {"next_step_on": date(2022, 3, 31), "next_step_value": 14.0}
    early = {"judged_on": date(2022, 2, 1), "today": date(2022, 2, 1), "target_start_value": 5.0}
    assert word(**IN_STEPS, value=4.0, **first, **early) == "behind"
    assert word(**IN_STEPS, value=5.0, **first, **early) == "on_course"


def test_a_stated_path_runs_straight_from_step_to_step() -> None:
    # From 10 on day 0 to 20 on day 10: 15 on day 5.
    stated = IN_STEPS | {
        "target_path": "stated",
        "step_on": date(2022, 2, 1),
        "step_value": 10.0,
        "next_step_on": date(2022, 2, 11),
        "next_step_value": 20.0,
        "judged_on": date(2022, 2, 6),
    }
    words = {value: word(**stated, value=value, today=date(2022, 2, 6)) for value in (14, 15, 16)}
    assert words == {14: "behind", 15: "on_course", 16: "ahead"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [(42.1, "ahead"), (42.0, "on_course"), (39.0, "on_course"), (38, "behind")],
)
def test_margins_say_what_is_ahead_and_what_is_still_on_course(value: float, expected: str) -> None:
    # The path is at 40 of 80; ahead by more than 2, on course down to 1 below.
    half_way = {
        "target": 80.0,
        "target_path": "linear",
        "target_start_value": 0.0,
        "target_from": date(2023, 1, 1),
        "target_due_on": date(2023, 1, 11),
        "judged_on": date(2023, 1, 6),
        "margin_in": "value",
        "ahead_margin": 2.0,
        "course_margin": 1.0,
    }
    assert word(value=value, today=date(2023, 1, 6), **half_way) == expected
    of_target = half_way | {
        "margin_in": "share_of_target",
        "ahead_margin": 2.0 / 80,
        "course_margin": 1.0 / 80,
    }
    assert word(value=value, today=date(2023, 1, 6), **of_target) == expected


def test_no_margin_makes_a_target_met_that_is_not_reached() -> None:
    wide = {"margin_in": "value", "ahead_margin": 0.5, "course_margin": 0.5}
    assert word(value=0.3999, **wide) == "missed"
    assert word(value=0.3999, judged_on=date(2023, 6, 1), today=date(2023, 6, 1), **wide) == (
        "on_course"
    )


def test_a_fall_of_what_should_be_low_is_good() -> None:
    fewer = {"polarity": "lower", "value": 7.0, "target": 10.0}
    assert figure(**fewer).select(distance()).item() == -3
    assert word(**fewer) == "met"


def test_counts_of_twelve_digits_are_judged_to_the_last_one() -> None:
    target = 999_999_999_999.0
    assert word(value=target - 1, target=target) == "missed"
    assert word(value=target, target=target) == "met"
