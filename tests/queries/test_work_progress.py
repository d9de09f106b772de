from datetime import date, timedelta
from typing import Any

import pytest

from queries.schemas import BURN_UP, BURN_UPS, PLAN_FORECAST, RECURRING_KEPT
from queries.work_progress import burn_up, burn_ups, plan_forecast, recurring_kept
from store import tables
from tests.queries.stores import TODAY, Store

MARCH = {"period_start": date(2024, 3, 1), "period_end": date(2024, 3, 31)}


@pytest.fixture
def store(database_url: str) -> Store:
    """Today is 2 April 2024. Five items that end, in two groups, and three that recur."""
    made = Store(database_url)
    made.unit("STP", level="agency")
    made.unit("CAT", level="agency")
    made.plan("KH", starts=date(2024, 1, 2), ends_on=date(2024, 12, 31))
    for number, group in enumerate(("A", "A", "A", "B", "B"), 1):
        lead = "STP" if group == "A" else "CAT"
        made.item("KH", f"NV{number}", deadline=date(2024, 6, 30), group_code=group, lead=lead)
    made.item("KH", "TX1", kind="recurring", recurrence="month", lead="CAT")
    made.item("KH", "TX2", kind="recurring", recurrence="month", lead="CAT")
    made.item("KH", "TX3", kind="recurring", recurrence="half_year", lead="CAT")
    return made


def plan_id(store: Store) -> int:
    return store.ids["plan", "KH"]


def last(store: Store, **part: Any) -> tuple[Any, ...]:
    rows = store.answer(burn_up, store.ask(), plan_id=plan_id(store), **part)
    assert rows.schema == BURN_UP
    return rows.row(-1)


def test_the_lines_of_a_group_a_phase_or_a_lead_are_their_own(store: Store) -> None:
    store.event("NV1", "accepted", date(2024, 3, 1))
    store.event("NV4", "accepted", date(2024, 3, 2))
    assert last(store) == (TODAY, 5, 2, 0, 3)
    assert last(store, group="A") == (TODAY, 3, 1, 0, 0)
    assert last(store, lead_unit_id=store.ids["unit", "CAT"]) == (TODAY, 2, 1, 0, 3)


def test_a_group_of_a_new_lead_is_drawn_for_that_lead(store: Store) -> None:
    to_police = {"field": "lead_unit", "unit_id": store.ids["unit", "CAT"]}
    store.event("NV1", "changed", date(2024, 2, 1), **to_police)
    store.event("NV1", "accepted", date(2024, 3, 1))
    assert last(store, lead_unit_id=store.ids["unit", "CAT"]) == (TODAY, 3, 1, 0, 3)
    assert last(store, lead_unit_id=store.ids["unit", "STP"]) == (TODAY, 2, 0, 0, 0)


def test_the_lines_of_all_plans_are_told_at_once(store: Store) -> None:
    """KH: five items since 2 January, one done in March. MO: one of two came in February, late.

    What only recurs has no lines.
    """
    store.event("NV1", "accepted", date(2024, 3, 1))
    store.plan("MO", starts=date(2024, 1, 10))
    store.item("MO", "M1", deadline=date(2024, 2, 20))
    store.item("MO", "M2")
    store.event("M2", "added", date(2024, 2, 15), recorded_on=date(2024, 3, 15))
    store.plan("TX")
    store.item("TX", "T1", kind="recurring", recurrence="month")
    asked, kh, mo = store.ask(), plan_id(store), store.ids["plan", "MO"]
    of_kh = [
        (kh, date(2024, 1, 2), 5, 0, 0, 3),
        (kh, date(2024, 3, 1), 5, 1, 0, 3),
        (kh, TODAY, 5, 1, 0, 3),
    ]
    of_mo = [
        (mo, date(2024, 1, 10), 1, 0, 0, 0),
        (mo, date(2024, 2, 15), 2, 0, 0, 0),
        (mo, date(2024, 2, 20), 2, 0, 1, 0),
        (mo, TODAY, 2, 0, 1, 0),
    ]
    now = store.answer(burn_ups, asked)
    assert now.schema == BURN_UPS
    assert now.rows() == of_kh + of_mo
    then = store.answer(burn_ups, asked, known="then").filter(plan_id=mo)
    assert then.drop("plan_id", "recurring").rows() == [
        (date(2024, 1, 10), 1, 0, 0),
        (date(2024, 2, 20), 1, 0, 1),
        (date(2024, 3, 15), 2, 0, 1),
        (TODAY, 2, 0, 1),
    ]
    assert store.statements(burn_ups, asked) <= 2


def test_a_backdated_acceptance_moves_the_line_of_now_and_not_that_of_then(store: Store) -> None:
    store.event("NV1", "accepted", date(2024, 2, 1), recorded_on=date(2024, 3, 20))
    asked, on = store.ask(), plan_id(store)
    now = dict(store.answer(burn_up, asked, plan_id=on).select("day", "done").iter_rows())
    then = store.answer(burn_up, asked, plan_id=on, known="then")
    assert now[date(2024, 2, 1)] == 1
    assert dict(then.select("day", "done").iter_rows())[date(2024, 3, 20)] == 1
    assert then.filter(then["day"] < date(2024, 3, 20))["done"].sum() == 0


def test_too_little_history_gets_a_reason_and_no_date(store: Store) -> None:
    store.event("NV1", "accepted", date(2024, 3, 1))
    row = store.answer(plan_forecast, store.ask(), plan_id=plan_id(store))
    assert row.schema == PLAN_FORECAST
    assert row.row(0)[:4] == (4, date(2024, 12, 31), "not_enough_history", None)


def test_a_plan_that_moves_gets_a_range_and_a_chance(store: Store) -> None:
    for number, weeks in ((1, 6), (2, 3), (3, 1)):
        store.event(f"NV{number}", "accepted", TODAY - timedelta(weeks=weeks))
    row = store.answer(plan_forecast, store.ask(), plan_id=plan_id(store)).row(0, named=True)
    assert (row["remaining"], row["outcome"]) == (2, "range")
    assert TODAY < row["early"] <= row["likely"] <= row["late"]
    assert row["chance"] > 0.9


def test_a_plan_without_an_end_ends_with_its_last_deadline_that_is_not_cancelled(
    store: Store,
) -> None:
    store.plan("MO")
    store.item("MO", "M1", deadline=date(2024, 6, 30))
    store.item("MO", "M2", deadline=date(2024, 9, 30))
    store.event("M2", "cancelled", date(2024, 3, 1))
    row = store.answer(plan_forecast, store.ask(), plan_id=store.ids["plan", "MO"])
    assert row["due_on"].to_list() == [date(2024, 6, 30)]


def test_a_finished_group_is_finished(store: Store) -> None:
    for number in (4, 5):
        store.event(f"NV{number}", "accepted", TODAY)
    row = store.answer(plan_forecast, store.ask(), plan_id=plan_id(store), group="B")
    assert row["outcome"].to_list() == ["finished"]


def test_what_recurs_is_counted_by_month_and_by_its_rhythm(store: Store) -> None:
    store.event("TX1", "kept", date(2024, 3, 31), **MARCH)
    store.event("TX2", "missed", date(2024, 3, 31), **MARCH)
    rows = store.answer(recurring_kept, store.ask(), months=(date(2024, 3, 1),))
    assert rows.schema == RECURRING_KEPT
    assert rows.select("item", "is_due", "outcome").rows() == [
        ("TX1", True, "kept"),
        ("TX2", True, "missed"),
        ("TX3", False, None),
    ]


def test_of_a_month_that_is_not_over_nothing_is_told_yet(store: Store) -> None:
    rows = store.answer(recurring_kept, store.ask())
    assert rows.select("month", "outcome").rows() == [(date(2024, 4, 1), None)] * 3


def test_all_plans_and_months_are_told_at_once(store: Store) -> None:
    """February: TX1 kept. March: TX1 missed, then corrected. Of the other plan: a quarter kept."""
    february = {"period_start": date(2024, 2, 1), "period_end": date(2024, 2, 29)}
    quarter = {"period_start": date(2024, 1, 1), "period_end": date(2024, 3, 31)}
    store.event("TX1", "kept", date(2024, 2, 29), **february)
    store.event("TX1", "missed", date(2024, 3, 31), **MARCH)
    store.event("TX1", "kept", date(2024, 4, 1), **MARCH)
    store.event("TX2", "cancelled", date(2024, 3, 15))
    store.plan("QUY", starts=date(2024, 1, 2))
    store.item("QUY", "Q1", kind="recurring", recurrence="quarter", lead="STP")
    store.event("Q1", "kept", date(2024, 3, 31), **quarter)
    asked, months = store.ask(), (date(2024, 3, 15), date(2024, 2, 1))
    rows = store.answer(recurring_kept, asked, months=months)
    assert rows.select("month", "item", "is_due", "outcome").rows() == [
        (date(2024, 2, 1), "TX1", True, "kept"),
        (date(2024, 2, 1), "TX3", False, None),
        (date(2024, 2, 1), "Q1", False, None),
        (date(2024, 3, 1), "TX1", True, "kept"),
        (date(2024, 3, 1), "TX3", False, None),
        (date(2024, 3, 1), "Q1", True, "kept"),
    ]
    assert rows["plan_id"].unique().sort().to_list() == [plan_id(store), store.ids["plan", "QUY"]]
    assert store.statements(recurring_kept, asked, months=months) <= 5


def test_out_of_scope_there_is_nothing(store: Store) -> None:
    nobody = store.ask(scope=store.scope())
    for query in (burn_up, plan_forecast):
        assert store.answer(query, nobody, plan_id=plan_id(store)).is_empty()
    assert store.answer(recurring_kept, nobody).is_empty()
    assert store.answer(burn_ups, nobody).is_empty()


def test_a_deadline_in_the_holidays_is_due_on_the_day_on_which_it_can_be_met(store: Store) -> None:
    """Due on 1 April; 1 to 3 April are off: on the 3rd nothing is due yet, on the 4th one item."""
    for day in (1, 2, 3):
        store.rule(tables.holiday, day=date(2024, 4, day), name_vi="Nghỉ", name_en="Off")
    store.item("KH", "NV9", deadline=date(2024, 4, 1))

    def due(on: int) -> int:
        asked = store.ask(today=date(2024, 4, on))
        return int(store.answer(burn_up, asked, plan_id=plan_id(store))["due"][-1])

    assert (due(3), due(4)) == (0, 1)
