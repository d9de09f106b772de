from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from domain.scope import NOTHING
from queries.schemas import UNIT_BOTTLENECKS, UNIT_FACTS, UNIT_LINEAGE, UNIT_REPORTS
from queries.unit_obligations import unit_bottlenecks, unit_reports
from queries.unit_profile import unit_facts, unit_lineage
from queries.unit_search import of_all_eras, units_of_all_eras
from store import tables
from tests.queries.stores import TODAY, Store

LAST, FIRST = date(2023, 6, 30), date(2023, 7, 1)


@pytest.fixture
def store(database_url: str) -> Store:
    """Two districts that became two communes in the middle of 2023; 425 was split 3 to 1."""
    made = Store(database_url)
    made.unit("425", valid_to=LAST, full_name="Huyện Diễn Châu", area_km2=300.5, population=1000)
    made.unit("426", valid_to=LAST, full_name="Huyện Yên Thành")
    made.unit("17001", level="commune", valid_from=FIRST, full_name="Xã Diễn Châu")
    made.unit("17002", level="commune", valid_from=FIRST, full_name="Xã Tân Châu")
    made.became("425", "17001", on=FIRST, share="3/4", basis="population")
    made.became("425", "17002", on=FIRST, share="1/4", basis="population")
    made.became("426", "17002", on=FIRST)
    return made


def bottleneck(store: Store, code: str, *, owner: str | None, opened: date) -> int:
    return store._add(
        tables.bottleneck,
        code,
        province_id=store.province_id,
        code=code,
        kind="data",
        title_vi=f"Điểm nghẽn {code}",
        title_en=f"Bottleneck {code}",
        owner_unit_id=store.ids["unit", owner] if owner else None,
        authority_level="unit",
        opened_on=opened,
        provenance="reported",
        import_batch_id=store._new_batch("bottlenecks"),
    )


def happened(store: Store, code: str, event_type: str, day: date, **more: Any) -> None:
    store._add(
        tables.bottleneck_event,
        f"{code} {event_type} {day}",
        bottleneck_id=store.ids["bottleneck", code],
        event_type=event_type,
        happened_on=day,
        recorded_on=day,
        provenance="reported",
        import_batch_id=store._new_batch("bottleneck_events"),
        **more,
    )


def told(store: Store, query: Callable[..., pl.DataFrame], code: str, **asker: Any) -> pl.DataFrame:
    return store.answer(query, store.ask(**asker), unit_id=store.ids["unit", code])


def test_the_facts_are_those_of_the_unit(store: Store) -> None:
    facts = told(store, unit_facts, "425")
    assert facts.schema == UNIT_FACTS
    row = facts.row(0, named=True)
    assert (row["full_name_vi"], row["area_km2"], row["population"], row["valid_to"]) == (
        "Huyện Diễn Châu", 300.5, 1000, LAST,
    )  # fmt: skip


def test_what_a_unit_became_comes_largest_share_first(store: Store) -> None:
    after = told(store, unit_lineage, "425")
    assert after.schema == UNIT_LINEAGE
    assert after.select("side", "unit_code", "weight", "basis").rows() == [
        ("after", "17001", 0.75, "population"),
        ("after", "17002", 0.25, "population"),
    ]


def test_what_a_unit_was_is_told_with_the_share_of_each(store: Store) -> None:
    before = told(store, unit_lineage, "17002")
    assert before.select("side", "unit_code", "weight").rows() == [
        ("before", "426", 1.0),
        ("before", "425", 0.25),
    ]


def test_a_relative_out_of_scope_is_counted_and_not_named(store: Store) -> None:
    mine = store.scope("17002", "426")
    assert told(store, unit_lineage, "17002", scope=mine).select(
        "full_name_vi", "weight"
    ).rows() == [
        ("Huyện Yên Thành", 1.0),
        (None, 0.25),
    ]
    for query in (unit_facts, unit_lineage):
        assert told(store, query, "17002", scope=NOTHING).is_empty()
        assert told(store, query, "425", scope=mine).is_empty()


def test_a_search_looks_through_all_eras_also_where_a_code_was_given_anew(store: Store) -> None:
    store.unit("17001", level="commune", valid_to=date(2010, 1, 1), full_name="Xã Diễn Thái")
    found = store.answer(units_of_all_eras, of_all_eras(store.ask("2023-05", unit="425")))
    same = found.filter(code="17001").select("full_name_vi", "valid_to").rows()
    assert same == [("Xã Diễn Thái", date(2010, 1, 1)), ("Xã Diễn Châu", None)]
    assert "40" not in found["code"]
    mine = store.answer(units_of_all_eras, store.ask(scope=store.scope("425")))
    assert mine["code"].to_list() == ["425"]


def test_open_bottlenecks_are_told_by_age_and_by_whom_they_wait_for(store: Store) -> None:
    bottleneck(store, "DN1", owner="17001", opened=date(2024, 3, 1))
    bottleneck(store, "DN2", owner="17001", opened=date(2024, 1, 2))
    bottleneck(store, "DN3", owner="17001", opened=date(2024, 1, 1))
    bottleneck(store, "DN4", owner="17002", opened=date(2024, 1, 1))
    bottleneck(store, "DN5", owner=None, opened=date(2024, 1, 1))
    happened(store, "DN1", "opened", date(2024, 3, 1))
    happened(store, "DN1", "escalated", date(2024, 3, 5), to_level="government")
    happened(store, "DN3", "closed", date(2024, 2, 1))
    asked = store.ask("2024-03", unit="17001")
    rows = store.answer(unit_bottlenecks, asked)
    assert rows.schema == UNIT_BOTTLENECKS
    # To 2 April 2024: 91 days from 2 January, 32 from 1 March.
    assert rows.select("bottleneck", "age_days", "waits_for").rows() == [
        ("DN2", 91, "unit"),
        ("DN1", 32, "government"),
    ]
    happened(store, "DN3", "reopened", date(2024, 3, 1))
    again = store.answer(unit_bottlenecks, store.ask("2024-03", unit="17001"))
    assert again["bottleneck"].to_list() == ["DN3", "DN2", "DN1"]
    whole = store.answer(unit_bottlenecks, store.ask("2024-03"))
    assert set(whole["bottleneck"]) == {"DN1", "DN2", "DN3", "DN4", "DN5"}


def test_reports_are_counted_as_in_time_late_and_not_sent(store: Store) -> None:
    asked = store.ask("2024-03", unit="17001")
    assert store.answer(unit_reports, asked)["form"].to_list() == [None]
    form = store._add(
        tables.report_form,
        "BC",
        province_id=store.province_id,
        code="BC",
        name_vi="Báo cáo tháng",
        name_en="Monthly report",
        frequency="month",
        level="commune",
        days_to_submit=5,
        import_batch_id=store._new_batch("report_forms"),
    )
    sent = {1: date(2024, 1, 5), 2: date(2024, 2, 9), 3: None, 4: None}
    for month, day in sent.items():
        due = store._add(
            tables.report_due,
            f"{month}",
            report_form_id=form,
            unit_id=store.ids["unit", "17001"],
            period_start=date(2024, month, 1),
            period_end=date(2024, month, 5),
            due_on=date(2024, month, 5),
            import_batch_id=store._new_batch("reports_due"),
        )
        if day is not None:
            store._add(
                tables.report_submission,
                f"{month}",
                report_due_id=due,
                submitted_on=day,
                import_batch_id=store._new_batch("report_submissions"),
            )
    assert date(2024, 4, 5) > TODAY
    rows = store.answer(unit_reports, store.ask("2024", unit="17001"))
    assert rows.schema == UNIT_REPORTS
    # The report of April is not due yet.
    counts = ("form", "due", "in_time", "late", "not_sent", "oldest_not_sent")
    assert rows.select(counts).rows() == [("BC", 3, 1, 1, 1, date(2024, 3, 5))]
