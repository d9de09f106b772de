from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from domain.pilot_models import moved, stages

START = date(2024, 1, 1)
MODELS = pl.DataFrame(
    {"item_id": [1], "kind": ["one_off"], "deadline": [None], "plan_start": [START]},
    schema_overrides={"deadline": pl.Date},
)
EVENT = {
    "event_id": pl.Int64,
    "item_id": pl.Int64,
    "event_type": pl.String,
    "happened_on": pl.Date,
    "new_deadline": pl.Date,
    "unit_id": pl.Int64,
    "evidence": pl.String,
}


def day(number: int) -> date:
    return START + timedelta(days=number)


def told(*events: tuple[Any, ...]) -> pl.DataFrame:
    """Events (type, day, unit, evidence) of the one model."""
    rows = []
    for number, (kind, happened, *more) in enumerate(events):
        unit, evidence = (*more, None, None)[:2]
        rows.append((number, 1, kind, day(happened), None, unit, evidence))
    return pl.DataFrame(rows, schema=EVENT, orient="row")


def stage(*events: tuple[Any, ...], on: int = 100) -> dict[str, Any]:
    return stages(MODELS, told(*events), on=day(on)).row(0, named=True)


DONE = (("started", 5), ("accepted", 10))
PROVEN = (*DONE, ("reviewed", 20, None, "Báo cáo 12/BC-UBND: giảm 3 ngày"))


@pytest.mark.parametrize(
    ("events", "expected", "since"),
    [
        ((), "not_started", None),
        ((("started", 5),), "running", day(5)),
        ((("submitted", 6),), "running", day(6)),
        (DONE, "done", day(10)),
        (PROVEN, "reviewed", day(20)),
        ((*PROVEN, ("replicated", 30, 7)), "replicated", day(30)),
    ],
)
def test_the_stage_follows_from_the_events(
    events: tuple[Any, ...], expected: str, since: date | None
) -> None:
    found = stage(*events)
    assert (found["stage"], found["stage_since"]) == (expected, since)


def test_no_model_passes_a_review_without_evidence_of_its_benefit() -> None:
    found = stage(*DONE, ("reviewed", 20, None, "  "))
    assert (found["stage"], found["lacks_evidence"]) == ("done", True)
    assert not stage(*PROVEN)["lacks_evidence"]


def test_no_model_is_replicated_before_it_passed() -> None:
    assert stage(*DONE, ("replicated", 30, 7))["stage"] == "done"


def test_each_unit_counts_once() -> None:
    found = stage(*PROVEN, ("replicated", 30, 7), ("replicated", 31, 7), ("replicated", 32, 8))
    assert found["replicated_to"] == 2


def test_a_reopened_model_runs_again_and_must_be_reviewed_again() -> None:
    again = (*PROVEN, ("reopened", 40))
    assert stage(*again)["stage"] == "running"
    assert stage(*again, ("accepted", 50))["stage"] == "done"


def test_later_events_are_not_known_yet() -> None:
    assert stage(*PROVEN, on=15)["stage"] == "done"


def test_a_cancelled_model_is_none() -> None:
    assert stages(MODELS, told(("cancelled", 5)), on=day(9)).is_empty()


def test_what_moved_since_the_last_meeting_is_told_with_both_stages() -> None:
    events = told(*PROVEN)
    assert moved(MODELS, events, since=day(8), on=day(25)).rows() == [(1, "running", "reviewed")]
    assert moved(MODELS, events, since=day(20), on=day(25)).is_empty()
