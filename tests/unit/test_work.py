from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.work import burn_up, kept_periods, states

START = date(2024, 1, 1)
ITEM = {"item_id": pl.Int64, "kind": pl.String, "deadline": pl.Date, "plan_start": pl.Date}
EVENT = {
    "event_id": pl.Int64,
    "item_id": pl.Int64,
    "event_type": pl.String,
    "happened_on": pl.Date,
    "new_deadline": pl.Date,
}


def items(*deadlines: date | None, kind: str = "one_off") -> pl.DataFrame:
    """Items 1, 2, ... with these deadlines, in a plan that starts on START."""
    rows = [(number, kind, deadline, START) for number, deadline in enumerate(deadlines, 1)]
    return pl.DataFrame(rows, schema=ITEM, orient="row")


def events(*told: tuple[Any, ...]) -> pl.DataFrame:
    """Events (item, type, day, new deadline if moved), written in the order they came in."""
    rows = [
        (number, item, event_type, day, *(moved or (None,)))
        for number, (item, event_type, day, *moved) in enumerate(told, 1)
    ]
    return pl.DataFrame(rows, schema=EVENT, orient="row")


def state_of(deadline: date | None, *told: tuple[Any, ...], on: date) -> dict[str, Any]:
    """Where one item with `deadline` stands on the day `on`."""
    told_of_one = [(1, *event) for event in told]
    return states(items(deadline), events(*told_of_one), on=on).row(0, named=True)


MARCH_31 = date(2024, 3, 31)


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ([], "not_started"),
        (["started"], "in_progress"),
        (["progress"], "in_progress"),
        (["started", "submitted"], "submitted"),
        (["submitted", "accepted"], "accepted"),
        (["accepted", "reopened"], "in_progress"),
        (["accepted", "reopened", "submitted"], "submitted"),
        (["accepted", "reopened", "accepted"], "accepted"),
        (["started", "cancelled"], "cancelled"),
        (["cancelled", "reopened"], "in_progress"),
    ],
)
def test_the_state_follows_from_the_events(told: list[str], state: str) -> None:
    days = [(event, START + timedelta(days=day)) for day, event in enumerate(told)]
    assert state_of(MARCH_31, *days, on=date(2024, 2, 1))["state"] == state


def test_what_is_accepted_stays_accepted_until_it_is_reopened() -> None:
    late_word = [("accepted", date(2024, 2, 1)), ("progress", date(2024, 2, 5))]
    assert state_of(MARCH_31, *late_word, on=date(2024, 2, 9))["state"] == "accepted"


def test_events_of_one_day_count_in_the_order_they_came_in() -> None:
    day = date(2024, 2, 1)
    assert state_of(None, ("accepted", day), ("reopened", day), on=day)["state"] == "in_progress"
    assert state_of(None, ("reopened", day), ("accepted", day), on=day)["state"] == "accepted"


def test_later_events_do_not_change_the_state_of_an_earlier_day() -> None:
    row = state_of(MARCH_31, ("accepted", date(2024, 2, 2)), on=date(2024, 2, 1))
    assert (row["state"], row["accepted_on"]) == ("not_started", None)


@pytest.mark.parametrize(
    ("accepted_on", "flag"),
    [
        (date(2024, 3, 30), "done_on_time"),
        (MARCH_31, "done_on_time"),
        (date(2024, 4, 1), "done_late"),
    ],
)
def test_done_by_the_deadlines_own_day_is_on_time(accepted_on: date, flag: str) -> None:
    row = state_of(MARCH_31, ("accepted", accepted_on), on=date(2024, 4, 2))
    assert (row["flag"], row["accepted_on"], row["days_left"]) == (flag, accepted_on, None)


@pytest.mark.parametrize(
    ("on", "flag", "days_left"),
    [
        (date(2024, 3, 24), "open_in_time", 7),
        (MARCH_31, "open_in_time", 0),
        (date(2024, 4, 2), "open_overdue", -2),
    ],
)
def test_open_work_is_overdue_from_the_day_after_its_deadline(
    on: date, flag: str, days_left: int
) -> None:
    row = state_of(MARCH_31, on=on)
    assert (row["flag"], row["days_left"]) == (flag, days_left)


def test_waiting_for_acceptance_is_still_open() -> None:
    row = state_of(MARCH_31, ("submitted", date(2024, 3, 1)), on=date(2024, 4, 2))
    assert row["flag"] == "open_overdue"


def test_work_without_a_date_is_never_overdue() -> None:
    row = state_of(None, on=date(2030, 1, 1))
    assert (row["flag"], row["days_left"]) == ("no_deadline", None)


def test_the_last_moved_deadline_is_in_force() -> None:
    moved = [
        ("deadline_moved", date(2024, 3, 1), date(2024, 4, 30)),
        ("deadline_moved", date(2024, 3, 20), date(2024, 6, 30)),
    ]
    row = state_of(MARCH_31, *moved, on=date(2024, 4, 2))
    assert (row["deadline"], row["days_left"]) == (date(2024, 6, 30), 89)
    assert state_of(MARCH_31, *moved, on=date(2024, 3, 10))["deadline"] == date(2024, 4, 30)


def test_moving_a_deadline_after_acceptance_makes_nothing_on_time() -> None:
    told = [
        ("accepted", date(2024, 4, 1)),
        ("deadline_moved", date(2024, 4, 2), date(2024, 12, 31)),
    ]
    assert state_of(MARCH_31, *told, on=date(2024, 4, 3))["flag"] == "done_late"


def test_an_item_counts_from_the_day_it_was_added_else_from_the_plans_start() -> None:
    two = items(MARCH_31, MARCH_31)
    told = events((2, "added", date(2024, 2, 1)))
    assert states(two, told, on=date(2023, 12, 31)).is_empty()
    assert states(two, told, on=START)["item_id"].to_list() == [1]
    assert states(two, told, on=date(2024, 2, 1))["item_id"].to_list() == [1, 2]


def test_recurring_work_is_neither_open_nor_done() -> None:
    two = items(None, None, kind="recurring")
    told = events((1, "kept", date(2024, 2, 1)), (2, "cancelled", date(2024, 2, 1)))
    rows = states(two, told, on=date(2024, 3, 1))
    assert rows["state"].to_list() == ["recurring", "cancelled"]
    assert rows["flag"].to_list() == ["none", "none"]


def test_the_last_word_on_a_period_says_whether_it_was_kept() -> None:
    january, february = (START, date(2024, 1, 31)), (date(2024, 2, 1), date(2024, 2, 29))
    told = events(
        (1, "missed", date(2024, 2, 1)),
        (1, "kept", date(2024, 2, 3)),
        (1, "missed", date(2024, 3, 1)),
    ).with_columns(
        period_start=pl.Series([january[0], january[0], february[0]]),
        period_end=pl.Series([january[1], january[1], february[1]]),
    )
    outcomes = kept_periods(told, until=date(2024, 3, 1))
    assert outcomes["outcome"].to_list() == ["kept", "missed"]
    assert kept_periods(told, until=date(2024, 2, 2))["outcome"].to_list() == ["missed"]


def test_the_burn_up_has_a_row_for_each_day_a_line_moved_and_one_for_today() -> None:
    three = items(MARCH_31, MARCH_31, None)
    told = events(
        (3, "added", date(2024, 2, 1)),
        (1, "started", date(2024, 2, 10)),
        (1, "accepted", date(2024, 3, 1)),
        (3, "cancelled", date(2024, 4, 1)),
    )
    lines = burn_up(three, told, until=date(2024, 4, 2))
    assert lines.rows() == [
        (START, 2, 0, 0),
        (date(2024, 2, 1), 3, 0, 0),
        (date(2024, 3, 1), 3, 1, 0),
        (MARCH_31, 3, 1, 2),
        (date(2024, 4, 1), 2, 1, 2),
        (date(2024, 4, 2), 2, 1, 2),
    ]


def test_a_deadline_moved_on_in_time_does_not_fall_due() -> None:
    told = events((1, "deadline_moved", date(2024, 3, 1), date(2024, 4, 30)))
    lines = burn_up(items(MARCH_31), told, until=date(2024, 5, 1))
    assert lines.rows() == [
        (START, 1, 0, 0),
        (date(2024, 4, 30), 1, 0, 1),
        (date(2024, 5, 1), 1, 0, 1),
    ]


def test_a_deadline_moved_on_too_late_was_due_until_then() -> None:
    told = events((1, "deadline_moved", date(2024, 4, 5), date(2024, 4, 30)))
    lines = burn_up(items(MARCH_31), told, until=date(2024, 4, 10))
    assert lines.select("day", "due").rows() == [
        (START, 0),
        (MARCH_31, 1),
        (date(2024, 4, 5), 0),
        (date(2024, 4, 10), 0),
    ]


def test_recurring_work_is_not_in_the_burn_up() -> None:
    assert burn_up(items(None, kind="recurring"), events(), until=MARCH_31).is_empty()
    assert burn_up(items(), events(), until=MARCH_31).is_empty()


days = st.integers(0, 40).map(lambda count: START + timedelta(days=count))
deadlines = st.one_of(st.none(), days)
event_types = st.sampled_from(
    ["added", "started", "progress", "submitted", "accepted", "reopened", "cancelled"]
)
tellings = st.lists(
    st.one_of(
        st.tuples(st.integers(1, 4), event_types, days),
        st.tuples(st.integers(1, 4), st.just("deadline_moved"), days, days),
    ),
    max_size=14,
)


def line_at(lines: pl.DataFrame, day: date) -> tuple[int, ...]:
    """scope, done and due at the end of `day`; zeros before the first row."""
    reached = lines.filter(pl.col("day") <= day).select("scope", "done", "due")
    return reached.row(-1) if len(reached) else (0, 0, 0)


@given(st.lists(deadlines, min_size=4, max_size=4), tellings)
def test_done_and_open_are_the_scope_on_every_day(
    given_deadlines: list[date | None], told: list[tuple[Any, ...]]
) -> None:
    some, happened = items(*given_deadlines), events(*told)
    lines = burn_up(some, happened, until=START + timedelta(days=45))
    for offset in range(0, 46, 15):
        day = START + timedelta(days=offset)
        standing = states(some, happened, on=day)
        scope, done, due = line_at(lines, day)
        in_plan = standing.filter(pl.col("state") != "cancelled")
        is_open = pl.col("state").is_in(["not_started", "in_progress", "submitted"])
        assert scope == len(in_plan)
        assert done == len(in_plan.filter(pl.col("state") == "accepted"))
        assert done + len(in_plan.filter(is_open)) == scope
        assert due == len(in_plan.filter(pl.col("deadline") <= day))


@given(st.lists(deadlines, min_size=4, max_size=4), tellings, days)
def test_the_line_up_to_a_day_does_not_move_when_later_events_come(
    given_deadlines: list[date | None], told: list[tuple[Any, ...]], day: date
) -> None:
    some, happened = items(*given_deadlines), events(*told)
    # Items added later are not known yet; they would count from the plan's start without it.
    known = happened.filter((pl.col("happened_on") <= day) | (pl.col("event_type") == "added"))
    lines = burn_up(some, happened, until=START + timedelta(days=45))
    then = burn_up(some, known, until=day)
    for offset in range((day - START).days + 1):
        past = START + timedelta(days=offset)
        assert line_at(lines, past) == line_at(then, past)


TET = [date(2024, 2, 8) + timedelta(days=number) for number in range(7)]  # to 14 February


def flag_in_tet(deadline: date, *told: tuple[Any, ...], on: date) -> tuple[str, int | None]:
    told_of_one = [(1, *event) for event in told]
    rows = states(items(deadline), events(*told_of_one), on=on, days_off=TET)
    return rows.row(0, named=True)["flag"], rows.row(0, named=True)["days_left"]


def test_a_deadline_in_the_holidays_is_met_on_the_first_day_after_them() -> None:
    tenth, fifteenth = date(2024, 2, 10), date(2024, 2, 15)
    assert flag_in_tet(tenth, on=fifteenth) == ("open_in_time", 0)
    assert flag_in_tet(tenth, on=date(2024, 2, 16)) == ("open_overdue", -1)
    assert flag_in_tet(tenth, ("accepted", fifteenth), on=fifteenth) == ("done_on_time", None)


def test_a_deadline_before_the_holidays_gets_no_more_time() -> None:
    assert flag_in_tet(date(2024, 2, 7), on=date(2024, 2, 8)) == ("open_overdue", -1)


def test_the_deadline_itself_stays_as_it_was_set() -> None:
    rows = states(items(date(2024, 2, 10)), events(), on=date(2024, 2, 1), days_off=TET)
    assert rows["deadline"].to_list() == [date(2024, 2, 10)]
