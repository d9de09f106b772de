"""What the sample files of directions, dependencies, later events and rules promise."""

from collections import Counter
from datetime import date

import polars as pl
import pytest

from sample_data.generate.steps import steps_of
from sample_data.generate.work_rules import days_off
from tests.unit.test_sample_files import CLOCKS, NGHE_AN, PUBLISHED, day, rows_of


@pytest.mark.parametrize("folder", CLOCKS)
def test_directions_are_published_with_their_document_or_illustrative(folder: str) -> None:
    rows = rows_of(folder, "directions")
    assert set(rows["provenance"]) == {"đã công bố", "minh họa"}
    published = rows.filter(PUBLISHED)
    assert published["source_document"].null_count() == 0
    assert rows.filter(~PUBLISHED)["source_document"].null_count() == rows.height - published.height


@pytest.mark.parametrize(("folder", "places"), [(NGHE_AN, 21), ("ha_tinh", 13), ("bac_giang", 58)])
def test_a_meeting_to_come_calls_every_place_in_turn_and_says_that_it_is_made_up(
    folder: str, places: int
) -> None:
    (meeting,) = rows_of(folder, "meetings").to_dicts()
    held_on = day(meeting["held_on"])
    assert "(minh họa)" in meeting["name_vi"] and held_on and held_on >= CLOCKS[folder]
    lines = rows_of(folder, "meeting_agendas")
    own = lines.filter(pl.col("meeting_vi") == meeting["name_vi"])
    called = own.filter(pl.col("kind") == "đơn vị")["unit"]
    assert len(called) == called.n_unique() == places
    assert own["position"].to_list() == [str(n) for n in range(1, own.height + 1)]
    published = lines.filter(pl.col("meeting_vi") != meeting["name_vi"])
    assert folder != NGHE_AN or "minh họa" in published["text"].drop_nulls().to_list()[-1]


def test_the_two_meetings_of_nghe_an_ordered_15_and_8_things() -> None:
    rows = rows_of(NGHE_AN, "directions").filter(pl.col("kind") == "chỉ đạo")
    assert Counter(rows["raised_on"]) == {"19/01/2024": 15, "02/04/2024": 8}


@pytest.mark.parametrize("folder", CLOCKS)
def test_what_came_of_a_direction_names_what_is_there(folder: str) -> None:
    items = set(rows_of(folder, "work_items").select("plan", "code").iter_rows())
    bottlenecks = set(rows_of(folder, "bottlenecks")["code"])
    events = rows_of(folder, "direction_events")
    assert set(events["direction"]) <= set(rows_of(folder, "directions")["code"])
    assert set(events.drop_nulls("item").select("plan", "item").iter_rows()) <= items
    assert set(events["bottleneck"].drop_nulls()) <= bottlenecks
    for row in rows_of(folder, "work_item_dependencies").iter_rows(named=True):
        assert {(row["plan"], row["item"]), (row["blocked_plan"], row["blocked_item"])} <= items


def test_every_named_model_has_an_owner_a_next_step_and_an_obstacle() -> None:
    named = {f"M{number:02d}" for number in range(1, 13)}
    changes = rows_of(NGHE_AN, "later_work_events").filter(pl.col("event_type") == "điều chỉnh")
    for field in ("đơn vị chủ trì", "chức vụ chịu trách nhiệm", "ghi chú"):
        assert named <= set(changes.filter(pl.col("field") == field)["item"])
    blocking = rows_of(NGHE_AN, "bottlenecks").filter(pl.col("plan") == "NA-MH38")
    blocked = [blocking["item"], blocking["items"].drop_nulls().str.split("; ").explode()]
    assert set(pl.concat(blocked)) == named


def test_the_missing_legal_step_of_the_operations_centre_is_on_record() -> None:
    rows = rows_of(NGHE_AN, "bottlenecks").filter(pl.col("code") == "DN01")
    told = rows.select("kind", "owner_unit", "plan", "item", "authority_level", "provenance")
    assert told.row(0) == (
        "thể chế", "STTTT", "NA-CD2024", "CD09", "tổ công tác", "đã công bố",
    )  # fmt: skip


@pytest.mark.parametrize("folder", CLOCKS)
def test_some_events_were_written_down_late_and_none_after_the_clock(folder: str) -> None:
    rows = rows_of(folder, "later_work_events")
    told = [
        (day(row["happened_on"]), day(row["recorded_on"])) for row in rows.iter_rows(named=True)
    ]
    assert all(happened and recorded and happened <= recorded for happened, recorded in told)
    assert any(happened != recorded for happened, recorded in told)
    assert max(recorded for _, recorded in told if recorded) <= CLOCKS[folder]
    assert rows.filter(pl.col("event_type") == "gia hạn")["reason"].null_count() == 0


def test_days_off_hold_every_lunar_new_year_and_no_day_twice() -> None:
    days = [row["day"] for row in days_off()]
    assert len(days) == len(set(days))
    assert {date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29)} <= set(days)


def test_a_case_leaves_the_list_below_where_it_came_on() -> None:
    rules = rows_of("catalogue", "attention_rules").with_columns(
        pl.col("enter_at", "leave_at").str.replace(",", ".").cast(pl.Float64)
    )
    assert (rules["leave_at"] < rules["enter_at"]).all()


def test_a_step_says_what_and_why_and_whether_it_is_ours() -> None:
    (step,) = steps_of("escalated 2024-04-02 working_group: beyond us~")
    assert (step.word, step.what, step.reason) == ("escalated", "working_group", "beyond us")
    assert step.is_illustrative
    with pytest.raises(ValueError, match="not a step"):
        list(steps_of("escalated soon"))
