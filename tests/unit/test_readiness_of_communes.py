"""The colour of a condition and of a commune, by hand: thresholds, silence, what does not apply."""

from typing import Any

import polars as pl
import pytest

from domain.readiness import (
    condition_state,
    counts_by_condition,
    fails_most,
    overall,
    worst_first,
)

RATE = {"judged": "rate", "polarity": "higher", "green_from": 0.95, "yellow_from": 0.8}
COUNT = {"judged": "count", "polarity": "lower", "green_from": 0.0, "yellow_from": 5.0}
DONE = {"judged": "yes_no", "polarity": "higher", "green_from": None, "yellow_from": None}
CELL = pl.Schema(
    {
        "judged": pl.String,
        "polarity": pl.String,
        "green_from": pl.Float64,
        "yellow_from": pl.Float64,
        "value": pl.Float64,
        "obs_status": pl.String,
    }
)
RULES = pl.Schema({"colour": pl.String, "failed_from": pl.Int64, "not_met_from": pl.Int64})
ANY_RED = {"colour": "red", "failed_from": 1, "not_met_from": None}
ANY_YELLOW = {"colour": "yellow", "failed_from": None, "not_met_from": 1}


def state(condition: dict[str, Any], value: float | None, obs_status: str | None = "final") -> str:
    row = condition | {"value": value, "obs_status": obs_status}
    return str(pl.DataFrame([row], schema=CELL).select(condition_state()).item())


def colour(*states: str, rules: tuple[dict[str, Any], ...] = (ANY_RED, ANY_YELLOW)) -> str:
    rows = pl.DataFrame({"unit_id": [1] * len(states), "state": list(states)})
    return str(overall(rows, pl.DataFrame(list(rules), schema=RULES))["overall"][0])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1.0, "green"),
        (0.95, "green"),  # equality reaches the threshold
        (19 / 20, "green"),
        (0.1 + 0.85, "green"),  # 0.95 but for the binary fraction
        (0.9499, "yellow"),
        (0.8, "yellow"),
        (0.7999, "red"),
        (0.0, "red"),  # zero is a value
    ],
)
def test_a_rate_is_judged_by_its_thresholds_equality_included(value: float, expected: str) -> None:
    assert state(RATE, value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(0, "green"), (1, "yellow"), (5, "yellow"), (6, "red")]
)
def test_of_a_count_less_is_better(value: float, expected: str) -> None:
    assert state(COUNT, value) == expected


def test_done_or_not_knows_no_yellow() -> None:
    assert [state(DONE, value) for value in (1.0, 0.0, 0.5)] == ["green", "red", "red"]


def test_without_a_yellow_threshold_there_is_no_yellow() -> None:
    assert state(RATE | {"yellow_from": None}, 0.94) == "red"


@pytest.mark.parametrize("condition", [RATE, COUNT, DONE])
def test_silence_is_neither_green_nor_red(condition: dict[str, Any]) -> None:
    assert state(condition, None, None) == "no_report"
    assert state(condition, None, "missing") == "no_report"


@pytest.mark.parametrize("obs_status", ["not_applicable", "final"])
def test_what_does_not_apply_and_nothing_of_nothing_have_no_colour(obs_status: str) -> None:
    assert state(RATE, None, obs_status) == "not_applicable"


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (("green", "green"), "green"),
        (("green", "yellow"), "yellow"),
        (("yellow", "red"), "red"),
        (("green", "no_report"), "no_report"),
        (("yellow", "no_report"), "no_report"),
        (("red", "no_report"), "red"),  # no report could take that back
        (("green", "not_applicable"), "green"),
        (("not_applicable", "not_applicable"), "not_applicable"),
    ],
)
def test_the_colour_of_a_commune_follows_from_its_conditions(
    states: tuple[str, ...], expected: str
) -> None:
    assert colour(*states) == expected


def test_a_province_may_ask_for_more_failures_before_red() -> None:
    two_red = {"colour": "red", "failed_from": 2, "not_met_from": 4}
    assert colour("red", "green", rules=(two_red, ANY_YELLOW)) == "yellow"
    assert colour("red", "red", rules=(two_red, ANY_YELLOW)) == "red"
    assert colour("yellow", "yellow", "yellow", "red", rules=(two_red, ANY_YELLOW)) == "red"


def test_without_rules_nothing_is_green() -> None:
    assert colour("green", "green", rules=()) == "not_judged"


def test_the_condition_that_fails_most_counts_yellow_and_red_and_not_silence() -> None:
    rows = pl.DataFrame(
        {
            "condition": ["a"] * 3 + ["b"] * 3 + ["c"] * 3,
            "state": [
                "red",
                "green",
                "green",
                "yellow",
                "red",
                "green",
                "no_report",
                "no_report",
                "no_report",
            ],
        }
    )
    counted = counts_by_condition(rows)
    assert fails_most(counted).select("condition", "red", "yellow").rows() == [("b", 1, 1)]
    assert counted.filter(pl.col("condition") == "c")["no_report"].to_list() == [3]
    assert fails_most(counted.filter(pl.col("condition") == "c")).is_empty()


def test_equals_fail_most_together() -> None:
    rows = pl.DataFrame({"condition": ["a", "b"], "state": ["red", "yellow"]})
    assert fails_most(counts_by_condition(rows))["condition"].to_list() == ["a", "b"]


def test_the_worst_communes_come_first() -> None:
    rows = pl.DataFrame(
        {
            "unit_id": [1, 1, 2, 2, 3, 3, 4, 4],
            "state": ["green", "green", "red", "green", "red", "yellow", "green", "no_report"],
        }
    )
    rules = pl.DataFrame([ANY_RED, ANY_YELLOW], schema=RULES)
    assert overall(rows, rules).sort(*worst_first())["unit_id"].to_list() == [3, 2, 4, 1]
