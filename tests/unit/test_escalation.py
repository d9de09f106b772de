from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from domain.escalation import cost_of_delay, rung_readings, standing

START = date(2024, 1, 1)
RUNGS = pl.DataFrame({"level": ["unit", "standing_agency"], "days": [10, 15]})
EVENT = {
    "event_id": pl.Int64,
    "bottleneck_id": pl.Int64,
    "event_type": pl.String,
    "happened_on": pl.Date,
    "to_level": pl.String,
}


def day(number: int) -> date:
    return START + timedelta(days=number)


def of_one(*told: tuple[Any, ...], competent: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One bottleneck opened on START, and these events of it (type, day, level)."""
    bottlenecks = pl.DataFrame(
        {"bottleneck_id": [1], "authority_level": [competent], "opened_on": [START]}
    )
    rows = [
        (number, 1, kind, day(happened), *(level or (None,)))
        for number, (kind, happened, *level) in enumerate(told)
    ]
    return bottlenecks, pl.DataFrame(rows, schema=EVENT, orient="row")


def stands(*told: tuple[Any, ...], on: int, competent: str = "working_group") -> dict[str, Any]:
    bottlenecks, events = of_one(*told, competent=competent)
    return standing(bottlenecks, events, RUNGS, on=day(on)).row(0, named=True)


def read(*told: tuple[Any, ...], on: int) -> list[tuple[int, int | None]]:
    """Day of each reading, counted from START, and days beyond what the rung is allowed."""
    bottlenecks, events = of_one(*told, competent="working_group")
    rows = rung_readings(bottlenecks, events, RUNGS, on=day(on))
    return [((on_day - START).days, past) for _, on_day, past in rows.iter_rows()]


STEPS = st.tuples(
    st.sampled_from(["escalated", "closed", "reopened", "answered"]),
    st.integers(0, 40),
    st.sampled_from(["unit", "standing_agency", "working_group"]),
)


@given(st.lists(STEPS, max_size=8), st.integers(0, 50))
def test_the_last_reading_of_a_clock_is_how_it_stands(
    told: list[tuple[str, int, str]], on: int
) -> None:
    steps = [step if step[0] == "escalated" else step[:2] for step in told]
    found = stands(*steps, on=on)
    past = None
    if found["is_open"] and found["days_allowed"] is not None:
        past = found["days_on_rung"] - found["days_allowed"]
    assert read(*steps, on=on)[-1] == (on, past)


def test_it_begins_with_the_unit_and_its_clock_with_its_opening() -> None:
    found = stands(("opened", 0), on=10)
    assert (found["rung"], found["days_on_rung"], found["days_over"]) == ("unit", 10, 0)
    assert stands(("opened", 0), on=11)["days_over"] == 1


def test_escalation_starts_the_clock_of_the_next_rung() -> None:
    found = stands(("escalated", 12, "standing_agency"), on=30)
    assert (found["rung"], found["rung_since"]) == ("standing_agency", day(12))
    assert (found["days_on_rung"], found["days_over"], found["age"]) == (18, 3, 30)


def test_a_rung_without_a_rule_has_a_clock_and_no_verdict() -> None:
    found = stands(("escalated", 5, "working_group"), on=90)
    assert (found["days_on_rung"], found["days_allowed"], found["days_over"]) == (85, None, None)


def test_what_a_higher_rung_must_resolve_is_told_until_it_is_there() -> None:
    assert stands(on=3)["is_beyond_rung"]
    assert not stands(("escalated", 2, "working_group"), on=3)["is_beyond_rung"]
    assert not stands(on=3, competent="unit")["is_beyond_rung"]


def test_closing_stops_the_clocks_and_reopening_starts_them_again() -> None:
    closed = stands(("closed", 7), on=40)
    assert (closed["is_open"], closed["closed_on"], closed["age"]) == (False, day(7), 7)
    reopened = stands(("closed", 7), ("reopened", 9), on=40)
    assert (reopened["is_open"], reopened["closed_on"], reopened["age"]) == (True, None, 40)


def test_an_answer_to_a_lower_rung_is_none_to_this_one() -> None:
    assert stands(("answered", 4), on=9)["answered_on"] == day(4)
    assert stands(("answered", 4), ("escalated", 6, "government"), on=9)["answered_on"] is None


def test_what_happens_later_is_not_known_yet() -> None:
    assert stands(("closed", 7), on=6)["is_open"]


def test_a_bottleneck_that_has_not_appeared_has_no_row() -> None:
    bottlenecks = pl.DataFrame(
        {"bottleneck_id": [1], "authority_level": ["unit"], "opened_on": [day(5)]}
    )
    assert standing(bottlenecks, pl.DataFrame(schema=EVENT), RUNGS, on=day(4)).is_empty()


def test_delay_costs_the_open_items_it_blocks_times_its_days() -> None:
    standings = pl.DataFrame(
        {"bottleneck_id": [1, 2, 3], "is_open": [True, True, False], "age": [20, 5, 9]}
    )
    blocked = pl.DataFrame({"bottleneck_id": [1, 1, 1, 1, 3], "item_id": [10, 11, 12, 10, 10]})
    states = pl.DataFrame(
        {"item_id": [10, 11, 12], "state": ["in_progress", "accepted", "recurring"]}
    )
    assert cost_of_delay(blocked, standings, states).rows() == [(1, 2, 40), (2, 0, 0)]


def test_the_clock_is_read_around_each_step_of_the_ladder() -> None:
    """Ten days for the unit, which took twelve; fifteen for the standing agency."""
    assert read(on=4) == [(0, -10), (4, -6)]
    told = ("opened", 0), ("escalated", 12, "standing_agency")
    assert read(*told, on=30) == [(0, -10), (11, 1), (12, -15), (30, 3)]


def test_a_clock_that_does_not_run_reads_nothing() -> None:
    told = ("closed", 7), ("reopened", 20)
    assert read(*told, on=30) == [(0, -10), (6, -4), (7, None), (19, None), (20, 10), (30, 20)]
    assert read(("escalated", 5, "government"), on=9) == [(0, -10), (4, -6), (5, None), (9, None)]


def test_what_lies_ahead_of_the_day_is_not_read() -> None:
    assert read(("escalated", 12, "standing_agency"), on=11) == [(0, -10), (11, 1)]
