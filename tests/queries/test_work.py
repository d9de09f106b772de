from datetime import date
from typing import Any

import polars as pl
import pytest

from queries.question import Question
from queries.schemas import BURN_UP, PLAN_STATES, WORK_ITEMS
from queries.work import plan_states, work_items
from queries.work_item import plan_versions
from queries.work_progress import burn_up
from tests.queries.stores import TODAY, Store, figures


@pytest.fixture
def store(database_url: str) -> Store:
    """A plan of seven items and one pilot model; today is 2 April 2024."""
    made = Store(database_url)
    made.unit("412", accountable_post_vi="Chủ tịch UBND thành phố")
    made.unit("STP", level="agency", accountable_post_vi="Giám đốc Sở Tư pháp")
    made.unit("CAT", level="agency")
    made.document("plan", date(2024, 1, 10))
    made.plan("KH2024", source_document_id=made.ids["source_document", "plan"])
    made.item("KH2024", "NV1", deadline=date(2024, 3, 31), lead="STP", coordinators=("CAT",))
    made.item("KH2024", "NV2", deadline=date(2024, 4, 9), lead="STP")
    made.item("KH2024", "NV3", deadline=date(2024, 4, 17), lead="412", accountable_post_vi="Bí thư")
    made.item("KH2024", "NV4", deadline=date(2024, 5, 2))
    made.item("KH2024", "NV5", deadline_text="Khẩn trương", lead="CAT")
    made.item("KH2024", "NV6", kind="recurring", lead="CAT")
    made.item("KH2024", "NV7", lead="CAT")
    made.event("NV2", "submitted", date(2024, 3, 30))
    made.event("NV5", "started", date(2024, 2, 1))
    made.event("NV6", "kept", date(2024, 2, 1), period_start=TODAY, period_end=TODAY)
    made.event("NV7", "accepted", date(2024, 2, 1))
    made.plan("MH38", kind="pilot_models")
    made.item("MH38", "M01", deadline=date(2024, 12, 31))
    made.event("M01", "cancelled", date(2024, 3, 1))
    return made


def test_items_stand_where_their_events_say(store: Store) -> None:
    rows = store.answer(work_items, store.ask())
    assert rows.schema == WORK_ITEMS
    assert figures(rows, "state", "flag", "days_left", by="item") == {
        "NV1": ("not_started", "open_overdue", -2),
        "NV2": ("submitted", "open_in_time", 7),
        "NV3": ("not_started", "open_in_time", 15),
        "NV4": ("not_started", "open_in_time", 30),
        "NV5": ("in_progress", "no_deadline", None),
        "NV6": ("recurring", "none", None),
        "NV7": ("accepted", "no_deadline", None),
        "M01": ("cancelled", "none", None),
    }


def test_the_post_is_the_items_own_else_that_of_the_lead(store: Store) -> None:
    rows = store.answer(work_items, store.ask())
    assert figures(rows, "lead_vi", "post_vi", by="item") == {
        "NV1": ("Đơn vị STP", "Giám đốc Sở Tư pháp"),
        "NV2": ("Đơn vị STP", "Giám đốc Sở Tư pháp"),
        "NV3": ("Đơn vị 412", "Bí thư"),
        "NV4": (None, None),
        "NV5": ("Đơn vị CAT", None),
        "NV6": ("Đơn vị CAT", None),
        "NV7": ("Đơn vị CAT", None),
        "M01": (None, None),
    }


def test_plans_are_counted_by_state_and_by_what_falls_due(store: Store) -> None:
    rows = store.answer(plan_states, store.ask())
    assert rows.schema == PLAN_STATES
    row = rows.row(0, named=True)
    counted = {name: row[name] for name in PLAN_STATES if row[name].__class__ is int}
    assert counted | {"plan_id": 0} == {
        "plan_id": 0,
        "total": 7,
        "accepted": 1,
        "recurring": 1,
        "in_progress": 2,
        "not_started": 3,
        "overdue": 1,
        "due_7": 1,
        "due_15": 2,
        "due_30": 3,
        "no_deadline": 1,
    }
    assert rows.select("plan", "total").rows() == [("KH2024", 7), ("MH38", 0)]


def test_counts_are_published_while_published_figures_state_exactly_them(store: Store) -> None:
    for code in ("NVU01", "NVU02", "NVU03"):
        store.indicator(code)
    store.plan("DA06")
    for number in range(4):
        store.item("DA06", f"T{number}", kind="recurring" if number == 0 else "one_off")
    for item in ("T1", "T2"):
        store.event(item, "accepted", date(2024, 1, 10), provenance="illustrative")
    store.event("T3", "started", date(2024, 1, 10), provenance="illustrative")

    def provenance(**ask: Any) -> str:
        rows = store.answer(plan_states, store.ask(**ask))
        return str(figures(rows, "provenance", by="plan")["DA06"])

    assert provenance() == "illustrative"
    published = {"provenance": "published", "cut_off": date(2024, 1, 19)}
    store.observe("NVU01", "40", "2024-01-19", 3, 4, **published)
    store.observe("NVU02", "40", "2024-01-19", value=1, **published)
    store.observe("NVU03", "40", "2024-01-19", value=1, **published)
    assert provenance() == "published"
    assert provenance(today=date(2024, 1, 18)) == "illustrative"
    store.event("T3", "accepted", date(2024, 4, 1), provenance="illustrative")
    assert provenance() == "illustrative"


def test_counts_of_models_are_published_while_published_figures_state_them(store: Store) -> None:
    store.item("MH38", "M02")
    for code, count in (("MHI01", 0), ("MHI02", 0), ("MHI03", 1)):
        store.indicator(code, measure="stock", aggregation="sum_of_latest")
        store.observe(code, "40", "2024-04-02", value=count, provenance="published")
    rows = store.answer(plan_states, store.ask())
    assert figures(rows, "provenance", by="plan") == {"KH2024": "reported", "MH38": "published"}


def test_one_invented_event_makes_the_counts_illustrative(store: Store) -> None:
    row = store.answer(plan_states, store.ask()).row(0, named=True)
    assert (row["provenance"], row["source_title_vi"]) == ("reported", "Văn bản plan")
    store.event("NV4", "started", date(2024, 3, 1), provenance="illustrative")
    row = store.answer(plan_states, store.ask()).row(0, named=True)
    assert row["provenance"] == "illustrative"


def test_a_moved_deadline_is_in_force_from_the_day_it_was_moved(store: Store) -> None:
    store.event("NV1", "deadline_moved", date(2024, 4, 1), new_deadline=date(2024, 4, 30))
    rows = store.answer(work_items, store.ask())
    assert figures(rows, "deadline", "days_left", by="item")["NV1"] == (date(2024, 4, 30), 28)
    earlier = store.answer(work_items, store.ask(today=date(2024, 3, 31)))
    assert figures(earlier, "deadline", by="item")["NV1"] == date(2024, 3, 31)


def test_items_added_later_are_not_there_yet(store: Store) -> None:
    store.item("KH2024", "NV8")
    store.event("NV8", "added", date(2024, 4, 3))
    assert "NV8" not in store.answer(work_items, store.ask())["item"]
    assert "NV8" in store.answer(work_items, store.ask(today=date(2024, 4, 3)))["item"]


def test_events_of_later_batches_are_not_seen(store: Store) -> None:
    before = store.batch
    store.event("NV1", "accepted", date(2024, 3, 30))
    rows = store.answer(work_items, store.ask(as_of=before))
    assert figures(rows, "state", by="item")["NV1"] == "not_started"


def test_only_the_newest_version_of_a_plan_is_shown(store: Store) -> None:
    before = store.batch
    store.plan("KH2024", version="2")
    store.item("KH2024", "NV1")
    now = store.answer(plan_states, store.ask())
    then = store.answer(plan_states, store.ask(as_of=before))
    assert figures(now, "total", by="plan")["KH2024"] == 1
    assert figures(then, "total", by="plan")["KH2024"] == 7


def test_a_version_that_has_not_begun_changes_nothing_yet(store: Store) -> None:
    """A revision of 1 May came in; on 2 April the plan of seven items is in force, alone."""
    store.plan("KH2024", version="2", starts=date(2024, 5, 1))
    store.item("KH2024", "NV1")
    store.plan("KH2025", starts=date(2025, 1, 1))

    def totals(day: date) -> dict[str, Any]:
        rows = store.answer(plan_states, store.ask(today=day))
        return figures(rows, "total", by="plan")

    assert totals(TODAY)["KH2024"] == totals(date(2024, 4, 30))["KH2024"] == 7
    assert totals(date(2024, 5, 1))["KH2024"] == 1
    # A plan whose only version is still to begin is there, without items.
    assert totals(TODAY)["KH2025"] == 0
    versions = store.answer(plan_versions, store.ask())
    assert versions.filter(pl.col("plan") == "KH2024")["version"].to_list() == ["1"]


def test_a_unit_sees_items_it_leads_or_coordinates(store: Store) -> None:
    of_police = store.answer(work_items, store.ask(scope=store.scope("CAT")))
    assert of_police["item"].to_list() == ["NV1", "NV5", "NV6", "NV7"]
    of_city = store.answer(work_items, store.ask(scope=store.scope("412")))
    assert of_city["item"].to_list() == ["NV3"]


def test_a_question_about_one_unit_is_narrowed_to_its_items(store: Store) -> None:
    asked = store.ask(unit="CAT")
    assert store.answer(work_items, asked)["item"].to_list() == ["NV1", "NV5", "NV6", "NV7"]
    assert store.answer(plan_states, asked)["total"].to_list() == [4, 0]
    lines = store.answer(burn_up, asked, plan_id=store.ids["plan", "KH2024"])
    assert lines.row(-1, named=True)["scope"] == 3


def test_counts_of_a_plan_are_whole_for_any_scope_in_the_province(store: Store) -> None:
    asked = store.ask(scope=store.scope("412"))
    assert store.answer(plan_states, asked)["total"].to_list() == [7, 0]
    lines = store.answer(burn_up, asked, plan_id=store.ids["plan", "KH2024"])
    assert lines.row(-1, named=True)["scope"] == 6


def test_a_unit_out_of_scope_cannot_be_asked_about(store: Store) -> None:
    asked = store.ask(scope=store.scope("412"), unit="CAT")
    plan_id = store.ids["plan", "KH2024"]
    assert store.answer(work_items, asked).is_empty()
    assert store.answer(plan_states, asked).is_empty()
    assert store.answer(burn_up, asked, plan_id=plan_id).is_empty()


def test_the_burn_up_ends_today(store: Store) -> None:
    lines = store.answer(burn_up, store.ask(), plan_id=store.ids["plan", "KH2024"])
    assert lines.schema == BURN_UP
    assert lines.rows() == [
        (date(2024, 1, 1), 6, 0, 0, 1),
        (date(2024, 2, 1), 6, 1, 0, 1),
        (date(2024, 3, 31), 6, 1, 1, 1),
        (TODAY, 6, 1, 1, 1),
    ]


def test_the_burn_up_says_how_many_recurring_items_it_leaves_out(store: Store) -> None:
    store.item("KH2024", "NV8", kind="recurring")
    store.item("KH2024", "NV9", kind="recurring")
    store.event("NV9", "cancelled", date(2024, 3, 1))
    lines = store.answer(burn_up, store.ask(), plan_id=store.ids["plan", "KH2024"])
    assert (lines["recurring"].unique().to_list(), lines["scope"].max()) == ([2], 6)


def test_a_lead_that_is_gone_is_told_with_its_last_day_and_with_who_took_over(store: Store) -> None:
    reform = date(2024, 3, 1)
    store.unit("99", valid_to=date(2024, 2, 29))
    store.unit("K1", level="commune", valid_from=reform, full_name="Xã Một")
    store.unit("K2", level="commune", valid_from=reform, full_name="Xã Hai")
    for heir in ("K1", "K2"):
        store.became("99", heir, on=reform, share="1/2")
    store.item("KH2024", "NV8", lead="99", deadline=date(2024, 6, 30))
    told = "lead_ended_on", "lead_successors", "lead_successors_vi"

    def of(**changes: Any) -> tuple[Any, ...]:
        rows = store.answer(work_items, store.ask(**changes))
        return rows.filter(pl.col("item") == "NV8").select(told).row(0)

    assert of() == (date(2024, 2, 29), 2, "Xã Một, Xã Hai")
    assert of(today=date(2024, 2, 29)) == (None, None, None)
    # Who may not read the name of one of them learns how many there are.
    assert of(scope=store.scope("99", "K1")) == (date(2024, 2, 29), 2, None)
    rows = store.answer(work_items, store.ask())
    assert rows.filter(pl.col("item") != "NV8")["lead_ended_on"].null_count() == rows.height - 1


def test_successors_that_are_gone_too_are_followed_to_the_units_that_are_there(
    store: Store,
) -> None:
    """99 became K1 and K2 on 1 March; K2 became K3 and K4 on the 20th, K4 became K1 on the 25th."""
    first, second, third = date(2024, 3, 1), date(2024, 3, 20), date(2024, 3, 25)
    store.unit("99", valid_to=date(2024, 2, 29))
    store.unit("K1", level="commune", valid_from=first, full_name="Xã Một")
    store.unit("K2", level="commune", valid_from=first, valid_to=date(2024, 3, 19))
    store.unit("K3", level="commune", valid_from=second, full_name="Xã Ba")
    store.unit("K4", level="commune", valid_from=second, valid_to=date(2024, 3, 24))
    for old, heir, day, share in (
        ("99", "K1", first, "1/2"),
        ("99", "K2", first, "1/2"),
        ("K2", "K3", second, "1/2"),
        ("K2", "K4", second, "1/2"),
        ("K4", "K1", third, "1/1"),
    ):
        store.became(old, heir, on=day, share=share)
    store.item("KH2024", "NV8", lead="99", deadline=date(2024, 6, 30))
    told = "lead_ended_on", "lead_successors", "lead_successors_vi"

    def of(**changes: Any) -> tuple[Any, ...]:
        rows = store.answer(work_items, store.ask(**changes))
        return rows.filter(pl.col("item") == "NV8").select(told).row(0)

    count, names = of()[1:]
    assert (count, set(names.split(", "))) == (2, {"Xã Một", "Xã Ba"})
    # On the day before the second reform both first successors are there.
    assert of(today=date(2024, 3, 19))[1] == 2
    assert of(today=date(2024, 3, 21))[1] == 3


def test_a_lead_whose_successor_is_gone_without_one_has_none(store: Store) -> None:
    store.unit("99", valid_to=date(2024, 2, 29))
    store.unit("K1", level="commune", valid_from=date(2024, 3, 1), valid_to=date(2024, 3, 19))
    store.became("99", "K1", on=date(2024, 3, 1), share="1/1")
    store.item("KH2024", "NV8", lead="99", deadline=date(2024, 6, 30))
    rows = store.answer(work_items, store.ask()).filter(pl.col("item") == "NV8")
    told = rows.select("lead_ended_on", "lead_successors", "lead_successors_vi")
    assert told.row(0) == (date(2024, 2, 29), 0, None)
    store.unit("K2", level="commune", valid_from=date(2024, 3, 1), full_name="Xã Hai")
    store.became("99", "K2", on=date(2024, 3, 1), share="1/1")
    rows = store.answer(work_items, store.ask()).filter(pl.col("item") == "NV8")
    assert rows.select("lead_successors", "lead_successors_vi").row(0) == (1, "Xã Hai")


def test_an_end_that_came_in_later_is_not_yet_known(store: Store) -> None:
    store.unit("99", valid_to=date(2024, 2, 29))
    store.item("KH2024", "NV8", lead="99")
    before = store.ask()
    store.close_later("99")

    def ends(asked: Question) -> list[date]:
        return store.answer(work_items, asked)["lead_ended_on"].drop_nulls().to_list()

    assert ends(before) == [] and ends(store.ask()) == [date(2024, 2, 29)]
