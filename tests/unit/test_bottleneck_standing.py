"""The register of bottlenecks as a whole, by hand arithmetic."""

from datetime import date

import polars as pl
import pytest

from components.bottleneck_standing import (
    Rung,
    next_rung,
    stand_of,
    to_pass_up,
    waiting_for_decision,
)
from components.figures.bottlenecks import clock
from components.reader import Reader
from queries.schemas import BOTTLENECKS

RULES = pl.DataFrame({"level": ["unit", "working_group"], "days": [10, 15]})


def rows(*given: dict[str, object]) -> pl.DataFrame:
    usual = {
        "is_open": True,
        "rung": "unit",
        "authority_level": "unit",
        "days_on_rung": 0,
        "days_over": 0,
        "age": 0,
        "is_beyond_rung": False,
        "blocked_items": 0,
        "item_days": 0,
    }
    blank = dict.fromkeys(BOTTLENECKS.names())
    return pl.DataFrame([blank | usual | row for row in given], schema=BOTTLENECKS)


def test_the_stand_counts_open_ones_only() -> None:
    stand = stand_of(
        rows(
            {"bottleneck": "A", "age": 30, "days_on_rung": 30, "days_over": 20, "item_days": 60},
            {"bottleneck": "B", "age": 7, "days_on_rung": 7, "item_days": 14},
            {"bottleneck": "C", "age": 8, "rung": "working_group", "days_on_rung": 3},
            {"bottleneck": "D", "age": 900, "is_open": False, "days_over": 5, "item_days": 1},
        ),
        RULES,
    )
    assert (stand.known, stand.open, stand.over) == (4, 3, 1)
    # Ages 7, 8 and 30: the middle one; the closed one of 900 days is not among them.
    assert (stand.median_age, stand.oldest_age, stand.oldest) == (8.0, 30, "A")
    assert stand.item_days == 74
    assert stand.rungs == (
        Rung("unit", 2, 1, 30, 10),
        Rung("standing_agency", 0, 0, None, None),
        Rung("working_group", 1, 0, 3, 15),
        Rung("government", 0, 0, None, None),
    )


def test_of_an_even_number_the_median_lies_between_two() -> None:
    assert stand_of(rows({"age": 4}, {"age": 7}), RULES).median_age == 5.5


def test_without_any_there_is_no_age_and_not_a_zero() -> None:
    stand = stand_of(pl.DataFrame(schema=BOTTLENECKS), RULES)
    assert (stand.known, stand.open, stand.item_days) == (0, 0, 0)
    assert (stand.median_age, stand.oldest_age, stand.oldest) == (None, None, None)


def test_what_waits_for_a_decision_is_unanswered_and_the_longest_over_comes_first() -> None:
    on = {"rung": "working_group"}
    found = waiting_for_decision(
        rows(
            on | {"bottleneck": "in time", "days_over": 0, "item_days": 900},
            on | {"bottleneck": "over", "days_over": 3},
            on | {"bottleneck": "costly", "days_over": 3, "item_days": 50},
            on | {"bottleneck": "answered", "days_over": 99, "answered_on": date(2024, 3, 1)},
            on | {"bottleneck": "closed", "days_over": 99, "is_open": False},
            {"bottleneck": "elsewhere", "days_over": 99},
        ),
        level="working_group",
    )
    assert found["bottleneck"].to_list() == ["costly", "over", "in time"]


def test_an_answer_is_shown_beside_the_days_beyond_the_time() -> None:
    (row,) = rows(
        {"days_on_rung": 148, "days_allowed": 30, "days_over": 118}
        | {"answered_on": date(2024, 1, 22)}
    ).to_dicts()
    drawn = clock(row, Reader("vi"))
    assert "22/01/2024" in drawn and "118" in drawn


def test_what_is_beyond_its_rung_is_to_be_passed_up() -> None:
    found = to_pass_up(
        rows(
            {"bottleneck": "own"},
            {"bottleneck": "beyond", "is_beyond_rung": True},
            {"bottleneck": "closed", "is_beyond_rung": True, "is_open": False},
        )
    )
    assert found["bottleneck"].to_list() == ["beyond"]


@pytest.mark.parametrize(
    ("here", "competent", "asked"),
    [
        ("unit", "government", "standing_agency"),
        ("standing_agency", "working_group", "working_group"),
        ("working_group", "working_group", "working_group"),
        ("working_group", "unit", "working_group"),
    ],
)
def test_a_request_goes_up_one_rung_at_a_time_and_never_past_the_competent_one(
    here: str, competent: str, asked: str
) -> None:
    assert next_rung(here, competent=competent) == asked
