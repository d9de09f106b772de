"""Work, bottlenecks and directions are as new as what was last written down of them."""

from datetime import date
from typing import Any

import pytest

from domain.scope import NOTHING
from queries.record_ages import USUAL_CYCLE, record_ages
from queries.schemas import RECORD_AGES
from store import tables
from tests.queries.stores import Store

MARCH = date(2024, 3, 1)


@pytest.fixture
def store(database_url: str) -> Store:
    made = Store(database_url)
    made.unit("412")
    for plan in ("KH2024", "DA06"):
        made.plan(plan)
        made.item(plan, f"{plan}-1")
    made.event("KH2024-1", "started", date(2024, 2, 10))
    made.event("DA06-1", "started", date(2024, 1, 5), recorded_on=date(2024, 1, 20))
    return made


def told(store: Store, **asked: Any) -> dict[str, tuple[date, str, int | None]]:
    """Cut-off, cycle and days to submit of each plan and register."""
    answer = store.answer(record_ages, store.ask(**asked))
    assert answer.schema == RECORD_AGES
    return {
        row["plan"] or row["record"]: (row["cut_off"], row["frequency"], row["days_to_submit"])
        for row in answer.to_dicts()
    }


def form(store: Store, code: str, frequency: str, days: int) -> None:
    store.rule(
        tables.report_form,
        province_id=store.province_id,
        code=code,
        name_vi=code,
        name_en=code,
        frequency=frequency,
        level="district",
        days_to_submit=days,
    )


def test_a_plan_is_as_new_as_its_newest_record_and_reported_every_month(store: Store) -> None:
    ages = told(store)
    assert ages["KH2024"] == (date(2024, 2, 10), USUAL_CYCLE, None)
    # Written down later than it happened.
    assert ages["DA06"][0] == date(2024, 1, 20)


def test_the_province_reports_in_the_shortest_cycle_of_its_forms(store: Store) -> None:
    form(store, "Q", "quarter", 20)
    form(store, "M1", "month", 5)
    form(store, "M2", "month", 7)
    assert told(store)["KH2024"][1:] == ("month", 7)


def test_what_is_recorded_later_or_came_in_later_is_not_known_yet(store: Store) -> None:
    before = store.batch
    store.event("KH2024-1", "submitted", MARCH)
    assert told(store)["KH2024"][0] == MARCH
    assert told(store, as_of=before)["KH2024"][0] == date(2024, 2, 10)
    assert told(store, today=date(2024, 2, 15))["KH2024"][0] == date(2024, 2, 10)


def test_neither_period_nor_unit_changes_an_answer(store: Store) -> None:
    assert told(store, period="2023-02") == told(store, period="2023")
    assert told(store, unit="412") == told(store)


def test_nothing_in_scope_is_nothing(store: Store) -> None:
    assert store.answer(record_ages, store.ask(scope=NOTHING)).is_empty()
