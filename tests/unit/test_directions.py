from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from domain.directions import standing_directions

START = date(2024, 1, 1)
EVENT = {
    "event_id": pl.Int64,
    "direction_id": pl.Int64,
    "event_type": pl.String,
    "happened_on": pl.Date,
    "item": pl.String,
    "item_plan": pl.String,
    "bottleneck": pl.String,
    "reason": pl.String,
}


def day(number: int) -> date:
    return START + timedelta(days=number)


def stands(
    *told: tuple[Any, ...], on: int, due: int | None = 30, days_off: tuple[int, ...] = ()
) -> dict[str, Any]:
    """One direction raised on START with these events (type, day, item, bottleneck, reason)."""
    directions = pl.DataFrame(
        {"direction_id": [1], "raised_on": [START], "due_on": [None if due is None else day(due)]},
        schema_overrides={"due_on": pl.Date},
    )
    rows = []
    for number, (kind, happened, *more) in enumerate(told):
        item, bottleneck, reason = (*more, None, None, None)[:3]
        rows.append((number, 1, kind, day(happened), item, None, bottleneck, reason))
    events = pl.DataFrame(rows, schema=EVENT, orient="row")
    off = {day(number) for number in days_off}
    return standing_directions(directions, events, on=day(on), days_off=off).row(0, named=True)


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ((), "open"),
        ((("answered", 5),), "answered"),
        ((("answered", 5), ("became_work", 7, "NV01")), "became_work"),
        ((("became_bottleneck", 7, None, "DN01"),), "became_bottleneck"),
        ((("done", 9),), "done"),
        ((("withdrawn", 9),), "withdrawn"),
        ((("done", 9), ("reopened", 11)), "open"),
    ],
)
def test_the_newest_event_says_how_it_stands(told: tuple[Any, ...], state: str) -> None:
    assert stands(*told, on=20)["state"] == state


def test_days_are_left_only_while_it_is_open() -> None:
    assert stands(on=20)["days_left"] == 10
    assert stands(on=33)["days_left"] == -3
    assert stands(("answered", 5), on=33)["days_left"] == -3
    assert stands(("done", 5), on=33)["days_left"] is None
    assert stands(on=33, due=None)["days_left"] is None


def test_a_due_date_in_the_holidays_waits_for_them() -> None:
    assert stands(on=31, due=30, days_off=(30, 31))["days_left"] == 1


def test_it_waits_until_the_first_word_of_any_kind() -> None:
    assert stands(on=20)["days_waited"] == 20
    assert stands(("answered", 5), ("done", 9), on=20)["days_waited"] == 5
    assert stands(("became_bottleneck", 7, None, "DN01"), on=20)["days_waited"] == 7


def test_what_it_became_and_the_last_words_are_told() -> None:
    found = stands(("became_work", 7, "NV01", None, "giao Sở Tư pháp"), on=20)
    assert (found["item"], found["outcome"], found["since"]) == ("NV01", "giao Sở Tư pháp", day(7))


def test_later_events_are_not_known_yet() -> None:
    assert stands(("done", 9), on=8)["state"] == "open"
