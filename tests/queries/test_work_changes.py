"""What a later event changed is what the item says; what the province set is how it is judged."""

from datetime import date

import pytest

from queries.work import work_items
from queries.work_settings import attention_rules, clear_weights, days_off, escalation_rungs
from store import tables
from tests.queries.stores import TODAY, Store


@pytest.fixture
def store(database_url: str) -> Store:
    made = Store(database_url)
    made.unit("STP", level="agency")
    made.unit("CAT", level="agency")
    made.plan("KH2024")
    made.item("KH2024", "NV1", deadline=date(2024, 2, 10), lead="STP", product_vi="Báo cáo")
    return made


def only_item(store: Store, **asked: object) -> dict[str, object]:
    return store.answer(work_items, store.ask(**asked)).row(0, named=True)


def change(store: Store, day: date, field: str, value: str | None, **more: object) -> None:
    store.event("NV1", "changed", day, field=field, new_value=value, **more)


def test_the_newest_word_on_a_field_counts_from_its_day(store: Store) -> None:
    change(store, date(2024, 2, 1), "product_vi", "Quyết định")
    change(store, date(2024, 3, 1), "product_vi", "Nghị quyết")
    change(store, date(2024, 3, 1), "accountable_post_vi", "Giám đốc Sở")
    assert only_item(store)["product_vi"] == "Nghị quyết"
    assert only_item(store)["post_vi"] == "Giám đốc Sở"
    assert only_item(store, today=date(2024, 2, 15))["product_vi"] == "Quyết định"
    assert only_item(store, today=date(2024, 1, 31))["product_vi"] == "Báo cáo"


def test_a_field_can_be_emptied(store: Store) -> None:
    change(store, date(2024, 2, 1), "product_vi", None)
    assert only_item(store)["product_vi"] is None


def test_a_batch_before_the_change_does_not_know_of_it(store: Store) -> None:
    before = store.ask().as_of
    change(store, date(2024, 2, 1), "product_vi", "Quyết định")
    assert only_item(store, as_of=before)["product_vi"] == "Báo cáo"


def test_a_new_lead_leads_and_sees_the_item(store: Store) -> None:
    change(store, date(2024, 2, 1), "lead_unit", None, unit_id=store.ids["unit", "CAT"])
    assert only_item(store)["lead_vi"] == "Đơn vị CAT"
    asked = store.ask(unit="CAT")
    assert store.answer(work_items, asked)["item"].to_list() == ["NV1"]


def test_a_holiday_lets_a_deadline_wait(store: Store) -> None:
    on_time = store.ask(today=date(2024, 2, 11))
    assert store.answer(work_items, on_time)["flag"].to_list() == ["open_overdue"]
    for number in (10, 11):
        store.rule(tables.holiday, day=date(2024, 2, number), name_vi="Tết", name_en="Tet")
    asked = store.ask(today=date(2024, 2, 11))
    assert store.answer(work_items, asked)["flag"].to_list() == ["open_in_time"]


def test_a_rule_of_the_province_comes_before_the_one_for_all(store: Store) -> None:
    store.rule(tables.clear_rule, clear="time", weight=1.0)
    store.rule(tables.clear_rule, clear="time", weight=3.0, province_id=store.province_id)
    store.rule(tables.clear_rule, clear="person", weight=0.0)
    store.rule(tables.escalation_rule, level="unit", days=10)
    asked = store.ask()
    assert store.run(clear_weights, asked) == {"time": 3.0, "person": 0.0}
    assert store.run(escalation_rungs, asked).rows() == [("unit", 10)]
    assert store.run(attention_rules, asked).is_empty()
    assert store.run(days_off, asked) == frozenset()


def test_a_dropped_clear_is_not_missed(store: Store) -> None:
    unclear = only_item(store)["unclear"]
    assert isinstance(unclear, list) and "authority" in unclear
    store.rule(tables.clear_rule, clear="authority", weight=0.0)
    store.rule(tables.clear_rule, clear="product", weight=1.0)
    row = only_item(store)
    assert (row["unclear"], row["clear_score"]) == ([], 1.0)
    assert store.ask().today == TODAY
