from datetime import date
from typing import Any

import pytest

from queries.bottlenecks import bottlenecks
from queries.directions import directions
from queries.pilot_models import pilot_models
from queries.schemas import BOTTLENECKS, DIRECTIONS, PILOT_MODELS
from queries.work_item import work_links
from store import tables
from tests.queries.stores import Store, figures


@pytest.fixture
def store(database_url: str) -> Store:
    """Today is 2 April 2024."""
    made = Store(database_url)
    made.unit("STP", level="agency", accountable_post_vi="Giám đốc Sở Tư pháp")
    made.unit("412")
    made.plan("KH")
    made.item("KH", "NV1", lead="STP", deadline=date(2024, 6, 30))
    made.item("KH", "NV2", lead="STP", deadline=date(2024, 6, 30))
    made.event("NV2", "accepted", date(2024, 2, 1))
    made.plan("MH", kind="pilot_models")
    made.item("MH", "M1", lead="412")
    made.item("MH", "M2", lead="412")
    return made


def bottleneck(store: Store, code: str, **more: Any) -> int:
    return store.rule(
        tables.bottleneck,
        **{
            "province_id": store.province_id,
            "code": code,
            "kind": "data",
            "title_vi": f"Vướng mắc {code}",
            "title_en": f"Obstacle {code}",
            "owner_unit_id": store.ids["unit", "STP"],
            "authority_level": "working_group",
            "opened_on": date(2024, 3, 3),
            "provenance": "reported",
        }
        | more,
    )


def test_a_bottleneck_has_its_clocks_and_its_cost(store: Store) -> None:
    item = store.ids["work_item", "NV1"]
    one = bottleneck(store, "DN1", work_item_id=item)
    for other in ("NV1", "NV2"):
        store.link(
            tables.bottleneck_work_item,
            bottleneck_id=one,
            work_item_id=store.ids["work_item", other],
        )
    store.link(tables.bottleneck_unit, bottleneck_id=one, unit_id=store.ids["unit", "412"])
    store.rule(tables.escalation_rule, level="standing_agency", days=5)
    store.rule(
        tables.bottleneck_event,
        bottleneck_id=one,
        event_type="escalated",
        happened_on=date(2024, 3, 20),
        recorded_on=date(2024, 3, 20),
        to_level="standing_agency",
        provenance="reported",
    )
    rows = store.answer(bottlenecks, store.ask())
    assert rows.schema == BOTTLENECKS
    row = rows.row(0, named=True)
    assert (row["rung"], row["days_on_rung"], row["days_over"]) == ("standing_agency", 13, 8)
    assert (row["age"], row["blocked_items"], row["item_days"]) == (30, 1, 30)
    assert (row["units_hit_vi"], row["post_vi"]) == ("Đơn vị 412", "Giám đốc Sở Tư pháp")
    assert row["is_beyond_rung"]


def test_open_ones_come_first_the_longest_over_their_time_before_the_oldest(store: Store) -> None:
    store.rule(tables.escalation_rule, level="unit", days=10)
    bottleneck(store, "A", opened_on=date(2024, 3, 31))
    bottleneck(store, "B", opened_on=date(2024, 1, 1))
    closed = bottleneck(store, "C", opened_on=date(2023, 1, 1))
    store.rule(
        tables.bottleneck_event,
        bottleneck_id=closed,
        event_type="closed",
        happened_on=date(2024, 1, 5),
        recorded_on=date(2024, 1, 5),
        provenance="reported",
    )
    rows = store.answer(bottlenecks, store.ask())
    assert rows.select("bottleneck", "is_open").rows() == [("B", True), ("A", True), ("C", False)]


def test_a_unit_hit_sees_the_bottleneck_and_a_stranger_does_not(store: Store) -> None:
    one = bottleneck(store, "DN1")
    bottleneck(store, "DN2", owner_unit_id=None)
    store.link(tables.bottleneck_unit, bottleneck_id=one, unit_id=store.ids["unit", "412"])
    of_412 = store.ask(scope=store.scope("412"))
    assert store.answer(bottlenecks, of_412)["bottleneck"].to_list() == ["DN1"]
    assert store.answer(bottlenecks, store.ask(unit="412"))["bottleneck"].to_list() == ["DN1"]
    assert store.answer(bottlenecks, store.ask(scope=store.scope())).is_empty()


def test_models_tell_their_stage_and_what_moved_since_the_meeting(store: Store) -> None:
    store.event("M1", "started", date(2024, 1, 10))
    store.event("M1", "accepted", date(2024, 2, 10))
    store.event("M1", "reviewed", date(2024, 3, 10), evidence="Báo cáo 12")
    store.event("M1", "replicated", date(2024, 3, 20), unit_id=store.ids["unit", "412"])
    rows = store.answer(pilot_models, store.ask(), since=date(2024, 2, 1))
    assert rows.schema == PILOT_MODELS
    assert figures(rows, "stage", "replicated_to", "has_moved", "stage_before", by="item") == {
        "M1": ("replicated", 1, True, "running"),
        "M2": ("not_started", 0, False, None),
    }


def test_a_direction_tells_what_came_of_it(store: Store) -> None:
    given = store.rule(
        tables.direction,
        province_id=store.province_id,
        code="CD1",
        kind="direction",
        raised_on=date(2024, 3, 1),
        text_vi="Hoàn thành",
        text_en="Finish",
        to_unit_id=store.ids["unit", "STP"],
        due_on=date(2024, 3, 31),
        provenance="reported",
    )
    asked = store.ask()
    assert store.answer(directions, asked).schema == DIRECTIONS
    assert store.answer(directions, asked)["days_left"].to_list() == [-2]
    store.rule(
        tables.direction_event,
        direction_id=given,
        event_type="became_work",
        happened_on=date(2024, 3, 5),
        recorded_on=date(2024, 3, 5),
        work_item_id=store.ids["work_item", "NV1"],
        provenance="reported",
    )
    row = store.answer(directions, store.ask()).row(0, named=True)
    assert (row["state"], row["item"], row["item_plan"]) == ("became_work", "NV1", "KH")
    assert (row["days_left"], row["days_waited"]) == (None, 4)
    stranger = store.ask(scope=store.scope("412"))
    assert store.answer(directions, stranger).is_empty()


def test_a_bottleneck_goes_on_blocking_what_goes_on_with_its_task(store: Store) -> None:
    """Of two items reported in version 1 one goes on in 2 and 3, the other was dropped."""
    first = store.ids["work_item", "NV1"]
    dropped = store.item("KH", "NV3", lead="STP")
    one = bottleneck(store, "DN1", work_item_id=first)
    store.link(tables.bottleneck_work_item, bottleneck_id=one, work_item_id=dropped)
    store.plan("KH", version="2", starts=date(2024, 3, 10))
    second = store.item("KH", "NV1-2", lead="STP", continues_item_id=first)
    store.plan("KH", version="3", starts=date(2024, 3, 20))
    third = store.item("KH", "NV1-3", lead="STP", continues_item_id=second)

    def cost(day: date) -> tuple[int, int]:
        row = store.answer(bottlenecks, store.ask(today=day)).row(0, named=True)
        return row["blocked_items"], row["item_days"]

    assert cost(date(2024, 3, 9)) == (2, 12)
    assert cost(date(2024, 3, 13)) == (1, 10)
    assert cost(date(2024, 4, 2)) == (1, 30)
    links = store.answer(work_links, store.ask(), work_item_id=third).to_dicts()
    assert [row["bottleneck_id"] for row in links if row["link"] == "bottleneck"] == [one]
