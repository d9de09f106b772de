"""What was known then stays as it was; what is known now is what domain/work.py says."""

from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from domain.work import CLOSING, OPENING, burn_up, lines_of, timeline
from domain.work_known_then import timeline_as_known

START = date(2024, 1, 1)
ITEM = {"item_id": pl.Int64, "kind": pl.String, "deadline": pl.Date, "plan_start": pl.Date}
EVENT = {
    "event_id": pl.Int64,
    "item_id": pl.Int64,
    "event_type": pl.String,
    "happened_on": pl.Date,
    "recorded_on": pl.Date,
    "new_deadline": pl.Date,
}


def day(number: int) -> date:
    return START + timedelta(days=number)


def items(*deadlines: int | None) -> pl.DataFrame:
    rows = [
        (number, "one_off", None if due is None else day(due), START)
        for number, due in enumerate(deadlines, 1)
    ]
    return pl.DataFrame(rows, schema=ITEM, orient="row")


def events(*told: tuple[Any, ...]) -> pl.DataFrame:
    """Events (item, type, day it happened, day it was recorded, new deadline)."""
    rows = [
        (number, item, kind, day(happened), day(recorded), *(map(day, moved) if moved else (None,)))
        for number, (item, kind, happened, recorded, *moved) in enumerate(told, 1)
    ]
    return pl.DataFrame(rows, schema=EVENT, orient="row")


def lines(known: pl.DataFrame, *, until: int) -> dict[date, tuple[int, int, int]]:
    """scope, done and due on every day up to `until`."""
    drawn = {row[0]: row[1:] for row in lines_of(known, until=day(until)).iter_rows()}
    seen, last = {}, (0, 0, 0)
    for number in range(until + 1):
        last = drawn.get(day(number), last)
        seen[day(number)] = last
    return seen


def test_an_acceptance_told_ten_days_late_counts_from_the_day_it_was_told() -> None:
    told = events((1, "accepted", 10, 20))
    then = lines(timeline_as_known(items(None), told, until=day(30)), until=30)
    now = lines(timeline(items(None), told, until=day(30)), until=30)
    assert (then[day(19)], then[day(20)]) == ((1, 0, 0), (1, 1, 0))
    assert (now[day(9)], now[day(10)]) == ((1, 0, 0), (1, 1, 0))


def test_a_late_word_on_what_was_reopened_since_closes_nothing() -> None:
    told = events((1, "reopened", 15, 15), (1, "accepted", 10, 20))
    then = lines(timeline_as_known(items(None), told, until=day(30)), until=30)
    assert {value[1] for value in then.values()} == {0}


def test_an_item_added_late_widens_the_scope_on_the_day_it_was_told() -> None:
    told = events((1, "added", 5, 12))
    then = lines(timeline_as_known(items(None), told, until=day(20)), until=20)
    assert (then[day(11)], then[day(12)]) == ((0, 0, 0), (1, 0, 0))


def test_a_deadline_moved_late_leaves_the_item_due_until_it_was_told() -> None:
    told = events((1, "deadline_moved", 5, 15, 25))
    then = lines(timeline_as_known(items(10), told, until=day(30)), until=30)
    assert [then[day(n)][2] for n in (9, 10, 14, 15, 24, 25)] == [0, 1, 1, 0, 0, 1]


def test_without_late_events_both_readings_are_one() -> None:
    told = events((1, "started", 2, 2), (1, "accepted", 9, 9), (2, "cancelled", 4, 4))
    both = items(5, None)
    assert timeline_as_known(both, told, until=day(30)).equals(
        timeline(both, told.drop("recorded_on"), until=day(30))
    )


MANY = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.sampled_from([*CLOSING, *OPENING, "deadline_moved", "added"]),
        st.integers(0, 40),
        st.integers(0, 20),
        st.integers(0, 60),
    ),
    max_size=12,
)


def drawn(found: list[tuple[int, str, int, int, int]]) -> pl.DataFrame:
    return events(
        *(
            (item, kind, happened, happened + late, *((to,) if kind == "deadline_moved" else ()))
            for item, kind, happened, late, to in found
        )
    )


@given(found=MANY)
def test_on_the_last_day_what_was_known_then_is_what_is_known_now(
    found: list[tuple[int, str, int, int, int]],
) -> None:
    told, some, last = drawn(found), items(10, 30, None), day(70)
    then = lines_of(timeline_as_known(some, told, until=last), until=last)
    now = burn_up(some, told, until=last)
    assert then.tail(1).rows() == now.tail(1).rows()


@given(found=MANY, later=MANY)
def test_no_later_word_moves_what_was_known_then(
    found: list[tuple[int, str, int, int, int]], later: list[tuple[int, str, int, int, int]]
) -> None:
    """Whatever is written down from day 61 on: the lines up to day 60 stay."""
    some = items(10, 30, None)
    late = [
        (item, kind, happened, 61 + wait - happened, to)
        for item, kind, happened, wait, to in later
        if kind != "added"
    ]
    before, after = drawn(found), drawn(found + late)
    seen_before = lines(timeline_as_known(some, before, until=day(100)), until=60)
    seen_after = lines(timeline_as_known(some, after, until=day(100)), until=60)
    assert seen_before == seen_after


@given(found=MANY)
def test_on_every_day_done_and_open_make_the_scope(
    found: list[tuple[int, str, int, int, int]],
) -> None:
    some = items(10, 30, None)
    for scope, done, due in lines(
        timeline_as_known(some, drawn(found), until=day(70)), until=70
    ).values():
        assert 0 <= done <= scope <= 3 and 0 <= due <= scope


@given(found=MANY, asked=st.integers(0, 70))
def test_the_line_of_a_day_is_what_somebody_saw_who_asked_that_day(
    found: list[tuple[int, str, int, int, int]], asked: int
) -> None:
    """The slow way: forget all that was told after the day, and ask as of that day."""
    told, some, on = drawn(found), items(10, 30, None), day(asked)
    known = told.filter(pl.col("recorded_on") <= on)
    added_later = told.filter(pl.col("event_type") == "added")["item_id"].unique().to_list()
    added_by_then = known.filter(pl.col("event_type") == "added")["item_id"].to_list()
    there = some.filter(
        ~pl.col("item_id").is_in(added_later) | pl.col("item_id").is_in(added_by_then)
    )
    seen = burn_up(there, known, until=on).tail(1).rows()
    drawn_then = lines(timeline_as_known(some, told, until=day(90)), until=90)[on]
    assert drawn_then == (seen[0][1:] if seen else (0, 0, 0))
