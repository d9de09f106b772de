"""What belongs to single work items: helpers, history, links, first days, plan versions."""

from datetime import date

import polars as pl
import pytest

from queries.work_item import (
    coordinators,
    plan_versions,
    work_history,
    work_links,
    work_spans,
)
from store import tables
from tests.queries.stores import TODAY, Store

MARCH, MAY = date(2024, 3, 1), date(2024, 5, 31)


@pytest.fixture
def store(sqlite_url: str) -> Store:
    """A department's and a district's tasks; the second waits for the first."""
    made = Store(sqlite_url)
    made.unit("STP", level="agency")
    made.unit("425")
    made.unit("417")
    made.plan("KH", starts=date(2024, 1, 1))
    made.item("KH", "NV1", lead="STP", coordinators=("425", "417"), deadline=MARCH)
    made.item("KH", "NV2", lead="425", coordinators=("STP",))
    made.event("NV1", "added", date(2024, 1, 10))
    made.event("NV1", "deadline_moved", MARCH, old_deadline=MARCH, new_deadline=MAY, reason="chờ")
    made.event("NV1", "started", date(2024, 2, 5), recorded_on=date(2024, 2, 20), author="An")
    return made


def depend(store: Store, *, blocking: str, blocked: str) -> None:
    store.rule(
        tables.work_item_dependency,
        blocking_item_id=store.ids["work_item", blocking],
        blocked_item_id=store.ids["work_item", blocked],
    )


def test_the_history_keeps_every_event_with_both_its_days_and_who_wrote_it(store: Store) -> None:
    rows = store.answer(work_history, store.ask(), work_item_id=store.ids["work_item", "NV1"])
    assert rows["event_type"].to_list() == ["added", "started", "deadline_moved"]
    started, moved = rows.to_dicts()[1:]
    assert (started["happened_on"], started["recorded_on"]) == (
        date(2024, 2, 5),
        date(2024, 2, 20),
    )
    assert started["author"] == "An"
    assert (moved["old_deadline"], moved["new_deadline"], moved["reason"]) == (MARCH, MAY, "chờ")


def test_as_of_an_earlier_batch_the_history_is_what_it_was(store: Store) -> None:
    asked = store.ask()
    store.event("NV1", "progress", TODAY, progress=0.5)
    assert store.answer(work_history, asked).height == 3
    assert store.answer(work_history, store.ask()).height == 4


def test_who_sees_one_district_sees_its_tasks_and_no_other_districts_name(store: Store) -> None:
    asked = store.ask(scope=store.scope("425"))
    helping = store.answer(coordinators, asked)
    assert helping["coordinator"].to_list() == ["425", "STP"]
    other = store.ask(scope=store.scope("417"))
    assert store.answer(coordinators, other)["coordinator"].to_list() == ["417"]
    assert store.answer(work_history, store.ask(scope=store.scope("40"))).is_empty()


def test_what_blocks_and_what_it_blocks_are_two_ends_of_one_link(store: Store) -> None:
    depend(store, blocking="NV1", blocked="NV2")
    links = store.answer(work_links, store.ask())
    told = {row["link"]: (row["work_item_id"], row["item"]) for row in links.to_dicts()}
    one, two = store.ids["work_item", "NV1"], store.ids["work_item", "NV2"]
    assert told == {"blocks": (one, "NV2"), "blocked_by": (two, "NV1")}


def test_a_blocking_task_out_of_scope_is_told_but_not_named(store: Store) -> None:
    store.item("KH", "NV3", lead="417")
    depend(store, blocking="NV3", blocked="NV2")
    links = store.answer(work_links, store.ask(scope=store.scope("425")))
    (row,) = [row for row in links.to_dicts() if row["link"] == "blocked_by"]
    assert row["other_item_id"] is not None and row["item"] is None and row["title_vi"] is None


def test_a_bottleneck_reported_of_a_task_stands_with_it(store: Store) -> None:
    bottleneck_id = store.rule(
        tables.bottleneck,
        province_id=store.province_id,
        code="DN1",
        kind="data",
        title_vi="Vướng",
        title_en="Stuck",
        work_item_id=store.ids["work_item", "NV1"],
        authority_level="unit",
        opened_on=MARCH,
        provenance="reported",
    )
    (row,) = store.answer(work_links, store.ask()).to_dicts()
    assert (row["link"], row["bottleneck_id"]) == ("bottleneck", bottleneck_id)


def test_a_task_that_goes_on_with_one_of_an_older_version_names_it(store: Store) -> None:
    store.plan("OLD", version="2023")
    older = store.item("OLD", "CU1", lead="STP")
    store.item("KH", "NV4", lead="STP", continues_item_id=older)
    links = store.answer(work_links, store.ask(), work_item_id=store.ids["work_item", "NV4"])
    (row,) = links.to_dicts()
    assert (row["link"], row["plan"], row["version"], row["item"]) == (
        "continues",
        "OLD",
        "2023",
        "CU1",
    )


def test_a_version_that_has_not_begun_goes_on_with_nothing_yet(store: Store) -> None:
    store.plan("NEXT", version="2025", starts=date(2025, 1, 1))
    older = store.ids["work_item", "NV1"]
    store.item("NEXT", "NV1B", lead="STP", continues_item_id=older)
    assert store.answer(work_links, store.ask(), work_item_id=older).is_empty()
    begun = store.answer(work_links, store.ask(today=date(2025, 1, 1)), work_item_id=older)
    assert begun["link"].to_list() == ["continued_by"]


def test_first_days_come_from_events_else_from_the_plan(store: Store) -> None:
    spans = {row["work_item_id"]: row for row in store.answer(work_spans, store.ask()).to_dicts()}
    one = spans[store.ids["work_item", "NV1"]]
    assert (one["entered_on"], one["worked_on"]) == (date(2024, 1, 10), date(2024, 2, 5))
    assert (one["first_deadline"], one["moves"]) == (MARCH, 1)
    two = spans[store.ids["work_item", "NV2"]]
    assert (two["entered_on"], two["worked_on"], two["moves"]) == (date(2024, 1, 1), None, 0)


def test_versions_of_a_plan_stand_one_after_the_other_and_are_not_added(store: Store) -> None:
    store.plan("P", version="1", starts=date(2024, 2, 1))
    store.item("P", "A1")
    store.plan("P", version="2", starts=date(2024, 3, 1))
    store.item("P", "B1")
    store.item("P", "B2")
    rows = store.answer(plan_versions, store.ask()).to_dicts()
    of_plan = [(row["version"], row["items"]) for row in rows if row["plan"] == "P"]
    assert of_plan == [("1", 1), ("2", 2)]


@pytest.mark.parametrize(
    "query", [coordinators, work_history, work_links, work_spans, plan_versions]
)
def test_each_answer_needs_few_statements(store: Store, query) -> None:  # type: ignore[no-untyped-def]
    assert store.statements(query, store.ask()) <= 2


def test_a_dependency_goes_on_between_what_goes_on_with_its_two_ends(store: Store) -> None:
    depend(store, blocking="NV1", blocked="NV2")
    one, two = store.ids["work_item", "NV1"], store.ids["work_item", "NV2"]
    store.plan("KH", version="2", starts=date(2024, 3, 1))
    later_one = store.item("KH", "A", lead="STP", continues_item_id=one)
    later_two = store.item("KH", "B", lead="425", continues_item_id=two)

    def ends(day: date) -> set[tuple[str, int, int]]:
        rows = store.answer(work_links, store.ask(today=day))
        told = rows.filter(pl.col("link").is_in(["blocks", "blocked_by"]))
        return set(told.select("link", "work_item_id", "other_item_id").iter_rows())

    assert ends(date(2024, 2, 29)) == {("blocks", one, two), ("blocked_by", two, one)}
    assert ends(date(2024, 3, 1)) == {
        ("blocks", later_one, later_two),
        ("blocked_by", later_two, later_one),
    }


def test_a_dependency_on_what_nothing_goes_on_with_still_names_it(store: Store) -> None:
    depend(store, blocking="NV1", blocked="NV2")
    store.plan("KH", version="2", starts=date(2024, 3, 1))
    later = store.item("KH", "B", lead="425", continues_item_id=store.ids["work_item", "NV2"])
    rows = store.answer(work_links, store.ask(), work_item_id=later).to_dicts()
    (row,) = [row for row in rows if row["link"] == "blocked_by"]
    assert (row["item"], row["version"]) == ("NV1", "1")


def test_the_history_of_an_earlier_day_knows_nothing_that_came_later(store: Store) -> None:
    told = store.answer(work_history, store.ask(today=date(2024, 2, 29)))
    assert told["event_type"].to_list() == ["added", "started"]
