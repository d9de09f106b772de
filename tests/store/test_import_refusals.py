"""Every rule of the importer, broken once: the refusal has the rule's name and the right place."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from store.database import engine, migrate
from store.imports.kinds import KIND_BY_NAME
from store.tables import rejected_row
from tests.store.importing import (
    BOTTLENECK,
    BOTTLENECK_EVENT,
    ITEM,
    OBSERVATION,
    PLAN,
    RATE,
    RECURRING,
    TARGET,
    WORK_EVENT,
    Row,
    counts,
    furnish,
    import_rows,
    reasons,
    rows_of,
    unit_row,
)

DISTRICT = unit_row("415", "huyện", "Quế Phong")
DOCUMENT = {"code": "KH02", "title_vi": "Kế hoạch 02", "title_en": "Plan 02"}
SERVICE = {"code": "QD06-02", "list_code": "QD06", "number": "2"}
PROVINCE_ROW = {"code": "24", "slug": "bac-giang", "name_vi": "Bắc Giang", "name_en": "Bac Giang"}
STOCK = OBSERVATION | {"indicator": "DDI01", "denominator": ""}
NO_COUNTS = {"numerator": "", "denominator": ""}
KEPT = WORK_EVENT | {"item": "NV02", "event_type": "đạt trong kỳ"}
MOVED = WORK_EVENT | {
    "event_type": "gia hạn",
    "reason": "Chờ hướng dẫn của bộ",
    "author": "Giám đốc Sở Tư pháp",
}
TO_AUGUST = {"new_deadline": "31/08/2024"}


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One store for all refusals: none of them may change it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('furnished') / 'store.db'}"
    migrate(url)
    furnish(url)
    before = counts(url)
    yield url
    after = counts(url)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"import_batch", "rejected_row", "audit_event"}
    engine(url).dispose()


class Broken(NamedTuple):
    """A good row of a kind, what is spoiled in it, and the refusal that must follow."""

    kind: str
    good: Row
    spoiled: Row
    reason: str
    column: str
    proposal: str | None


BROKEN = [
    # observations
    Broken(
        "observations", OBSERVATION, {"indicator": "DVC99"}, "indicator_unknown", "indicator", None
    ),
    Broken(
        "observations",
        OBSERVATION,
        {"indicator": "dvc1"},
        "indicator_unknown",
        "indicator",
        "DVC01",
    ),
    Broken("observations", OBSERVATION, {"unit": "999"}, "unit_unknown", "unit", None),
    Broken("observations", OBSERVATION, {"unit": "0412"}, "unit_unknown", "unit", "412"),
    Broken("observations", OBSERVATION, {"unit": "436"}, "unit_of_another_province", "unit", None),
    Broken("observations", OBSERVATION, {"level": "xã"}, "unit_level_mismatch", "unit", None),
    Broken(
        "observations",
        OBSERVATION,
        {"unit": "413", "unit_name": ""},
        "unit_not_existing_then",
        "unit",
        None,
    ),
    Broken(
        "observations",
        OBSERVATION,
        {"unit_name": "Thái Hòa"},
        "unit_name_contradicts",
        "unit_name",
        "Thành phố Vinh",
    ),
    Broken(
        "observations",
        OBSERVATION,
        {"unit_name": "Huyện Vinh"},
        "unit_name_contradicts",
        "unit_name",
        "Thành phố Vinh",
    ),
    Broken(
        "observations",
        OBSERVATION,
        {"public_service": "QD06-99"},
        "public_service_unknown",
        "public_service",
        None,
    ),
    Broken(
        "observations",
        OBSERVATION,
        {"source_document": "QD07"},
        "document_unknown",
        "source_document",
        "QD06",
    ),
    Broken(
        "observations",
        OBSERVATION,
        {"numerator": "41"},
        "numerator_above_denominator",
        "numerator",
        None,
    ),
    Broken("observations", OBSERVATION, {"numerator": "-1"}, "count_negative", "numerator", None),
    Broken(
        "observations", OBSERVATION, {"denominator": "-40"}, "count_negative", "denominator", None
    ),
    Broken(
        "observations",
        OBSERVATION,
        {"denominator": "0"},
        "numerator_over_zero",
        "numerator",
        None,
    ),
    Broken(
        "observations",
        OBSERVATION,
        {"numerator": "0", "denominator": "0", "value": "100%"},
        "value_over_zero",
        "value",
        None,
    ),
    Broken(
        "observations",
        OBSERVATION,
        NO_COUNTS | {"value": "4503%"},
        "rate_above_1",
        "value",
        "45,03%",
    ),
    Broken(
        "observations",
        OBSERVATION,
        NO_COUNTS | {"value": "45,03"},
        "rate_above_1",
        "value",
        "45,03%",
    ),
    Broken(
        "observations",
        OBSERVATION,
        {"value": "74,9%"},
        "value_contradicts_counts",
        "value",
        "75%",
    ),
    Broken("observations", STOCK, {"value": "31"}, "count_contradicts_value", "value", None),
    Broken(
        "observations", OBSERVATION, {"denominator": ""}, "counts_incomplete", "denominator", None
    ),
    Broken(
        "observations",
        OBSERVATION,
        {"obs_status": "chưa có số liệu"},
        "status_says_no_value",
        "obs_status",
        None,
    ),
    Broken("observations", OBSERVATION, NO_COUNTS, "value_missing", "value", None),
    Broken(
        "observations", OBSERVATION, {"cut_off": "03/04/2024"}, "cut_off_in_future", "cut_off", None
    ),
    Broken(
        "observations",
        OBSERVATION,
        {"cut_off": "31/12/2023"},
        "cut_off_before_period",
        "cut_off",
        None,
    ),
    Broken(
        "observations", OBSERVATION, {"provenance": "tự nghĩ"}, "word_unknown", "provenance", None
    ),
    Broken("observations", OBSERVATION, {"numerator": "∞"}, "not_a_number", "numerator", None),
    Broken("observations", OBSERVATION, {"cut_off": ""}, "value_required", "cut_off", None),
    Broken(
        "observations", OBSERVATION, {"indicator": "X" * 20_000}, "text_too_long", "indicator", None
    ),
    # targets
    Broken("targets", TARGET, {"indicator": "DVC99"}, "indicator_unknown", "indicator", None),
    Broken("targets", TARGET, {"value": "80"}, "rate_above_1", "value", "80%"),
    Broken("targets", TARGET, {"value": "-1%"}, "count_negative", "value", None),
    Broken("targets", TARGET, {"start_value": "12,6"}, "rate_above_1", "start_value", "12,6%"),
    Broken("targets", TARGET, {"start_value": "-1"}, "count_negative", "start_value", None),
    Broken("targets", TARGET, {"due_on": "31/12/2023"}, "due_before_period", "due_on", None),
    Broken("targets", TARGET, {"unit": "413"}, "unit_not_existing_then", "unit", None),
    Broken(
        "targets", TARGET, {"source_document": "?"}, "document_unknown", "source_document", None
    ),
    # headlines
    Broken(
        "headlines",
        {"indicator": "DVC01", "place": "đồng hồ", "position": "1"},
        {"indicator": "DVC99"},
        "indicator_unknown",
        "indicator",
        None,
    ),
    # catalogue
    Broken("public_services", SERVICE, {"number": "0"}, "number_not_positive", "number", None),
    Broken("public_services", SERVICE, {"number": "1"}, "number_taken", "number", None),
    Broken("public_services", SERVICE, {"number": "1,5"}, "not_whole", "number", None),
    Broken("provinces", PROVINCE_ROW, {"slug": "Bắc Giang"}, "slug_unfit", "slug", None),
    Broken("provinces", PROVINCE_ROW, {"slug": "nghe-an"}, "slug_taken", "slug", None),
    Broken(
        "source_documents",
        DOCUMENT,
        {"issued_on": "31/6/2023"},
        "no_such_day",
        "issued_on",
        "30/06/2023",
    ),
    Broken("source_documents", DOCUMENT, {"code": "KH 02"}, "code_has_blank", "code", "KH-02"),
    Broken("source_documents", DOCUMENT, {"code": "x" * 81}, "text_too_long", "code", None),
    Broken("indicators", RATE, {"polarity": "đẹp"}, "word_unknown", "polarity", None),
    Broken(
        "indicators",
        RATE,
        {"name_vi": "Tên khác"},
        "already_there_differently",
        "name_vi",
        None,
    ),
    # units
    Broken("units", DISTRICT, {"parent": "99"}, "parent_unknown", "parent", None),
    Broken("units", DISTRICT, {"parent": "STP"}, "parent_unknown", "parent", None),
    Broken("units", DISTRICT, {"parent": ""}, "parent_missing", "parent", None),
    Broken("units", DISTRICT, {"valid_to": "31/12/2019"}, "validity_backwards", "valid_to", None),
    Broken(
        "units",
        DISTRICT,
        {"code": "412", "valid_from": "01/01/2022"},
        "validities_overlap",
        "valid_from",
        None,
    ),
    Broken("units", DISTRICT, {"lon": "18,7", "lat": "18,7"}, "place_outside_country", "lon", None),
    Broken(
        "units", DISTRICT, {"lon": "105,7", "lat": "105,7"}, "place_outside_country", "lat", None
    ),
    Broken("units", DISTRICT, {"population": "-1"}, "count_negative", "population", None),
    Broken("units", DISTRICT, {"area_km2": "-0,5"}, "count_negative", "area_km2", None),
    Broken(
        "units",
        unit_row("42", "tỉnh", "Hà Tĩnh", kind="Tỉnh"),
        {},
        "province_mismatch",
        "code",
        "40",
    ),
    # plans and work items
    Broken(
        "plans",
        PLAN,
        {"version": "2", "ends_on": "31/12/2023"},
        "end_before_start",
        "ends_on",
        None,
    ),
    Broken(
        "plans",
        PLAN,
        {"version": "2", "source_document": "QD05"},
        "document_unknown",
        "source_document",
        "QD06",
    ),
    Broken("plans", PLAN, {"ends_on": "30/12/2024"}, "already_there_differently", "ends_on", None),
    Broken("work_items", ITEM, {"code": "NV9", "plan": "KH2025"}, "plan_unknown", "plan", "KH2024"),
    Broken(
        "work_items", ITEM, {"code": "NV9", "lead_unit": "SYT"}, "unit_unknown", "lead_unit", None
    ),
    Broken(
        "work_items",
        ITEM,
        {"code": "NV9", "lead_unit": "413"},
        "unit_not_existing_then",
        "lead_unit",
        None,
    ),
    Broken(
        "work_items",
        ITEM,
        {"code": "NV9", "coordinators": "412; SYT"},
        "coordinator_unknown",
        "coordinators",
        None,
    ),
    Broken(
        "work_items",
        ITEM,
        {"coordinators": "412"},
        "coordinators_changed",
        "coordinators",
        None,
    ),
    Broken(
        "work_items",
        RECURRING,
        {"code": "NV9", "recurrence": ""},
        "recurring_without_rhythm",
        "recurrence",
        None,
    ),
    Broken(
        "work_items",
        ITEM,
        {"code": "NV9", "starts_on": "01/07/2024"},
        "deadline_before_start",
        "deadline",
        None,
    ),
    Broken(
        "work_items",
        ITEM,
        {"code": "NV9", "deadline": "31/6/2023"},
        "no_such_day",
        "deadline",
        "30/06/2023",
    ),
    # events
    Broken("work_events", WORK_EVENT, {"item": "NV03"}, "item_unknown", "item", "NV02"),
    Broken(
        "work_events",
        WORK_EVENT,
        {"happened_on": "03/04/2024"},
        "event_in_future",
        "happened_on",
        None,
    ),
    Broken(
        "work_events",
        WORK_EVENT,
        {"recorded_on": "01/01/2020"},
        "recorded_before_event",
        "recorded_on",
        None,
    ),
    Broken("work_events", KEPT, {}, "event_without_period", "period", None),
    Broken(
        "work_events",
        KEPT,
        {"period": "Tháng 2/2024"},
        "event_before_period",
        "happened_on",
        None,
    ),
    Broken(
        "work_events",
        KEPT,
        {"event_type": "không thực hiện trong kỳ", "period": "Tháng 1/2024"},
        "missed_before_period_end",
        "happened_on",
        None,
    ),
    Broken("work_events", MOVED, {}, "new_deadline_mismatch", "new_deadline", None),
    Broken(
        "work_events", MOVED | TO_AUGUST, {"reason": ""}, "moved_without_reason", "reason", None
    ),
    Broken(
        "work_events", MOVED | TO_AUGUST, {"author": " "}, "moved_without_author", "author", None
    ),
    Broken(
        "work_events",
        WORK_EVENT,
        {"new_deadline": "30/06/2024"},
        "new_deadline_mismatch",
        "new_deadline",
        None,
    ),
    Broken(
        "work_events", WORK_EVENT, {"event_type": "tiến độ"}, "progress_missing", "progress", None
    ),
    Broken(
        "work_events",
        WORK_EVENT,
        {"event_type": "tiến độ", "progress": "120%"},
        "progress_outside_0_1",
        "progress",
        None,
    ),
    # bottlenecks
    Broken(
        "bottlenecks",
        BOTTLENECK,
        {"code": "DN9", "owner_unit": "SYT"},
        "unit_unknown",
        "owner_unit",
        None,
    ),
    Broken(
        "bottlenecks",
        BOTTLENECK,
        {"code": "DN9", "plan": "KH2024", "plan_version": "1", "item": "NV99"},
        "item_unknown",
        "item",
        None,
    ),
    Broken(
        "bottlenecks",
        BOTTLENECK,
        {"code": "DN9", "opened_on": "03/04/2024"},
        "event_in_future",
        "opened_on",
        None,
    ),
    Broken(
        "bottleneck_events",
        BOTTLENECK_EVENT,
        {"bottleneck": "XX"},
        "bottleneck_unknown",
        "bottleneck",
        None,
    ),
    Broken(
        "bottleneck_events",
        BOTTLENECK_EVENT,
        {"happened_on": "31/01/2024"},
        "event_before_opening",
        "happened_on",
        None,
    ),
    Broken(
        "bottleneck_events",
        BOTTLENECK_EVENT,
        {"happened_on": "03/04/2024"},
        "event_in_future",
        "happened_on",
        None,
    ),
    Broken(
        "bottleneck_events",
        BOTTLENECK_EVENT,
        {"recorded_on": "01/01/2020"},
        "recorded_before_event",
        "recorded_on",
        None,
    ),
    Broken(
        "bottleneck_events",
        BOTTLENECK_EVENT,
        {"event_type": "chuyển cấp trên"},
        "escalated_without_level",
        "to_level",
        None,
    ),
]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken.kind}-{broken.reason}")
def test_a_broken_rule_is_refused_by_its_name_at_its_place(
    furnished: str, tmp_path: Path, broken: Broken
) -> None:
    row = {**broken.good, **broken.spoiled}
    report = import_rows(furnished, tmp_path, broken.kind, row)
    headers = {spec.name: spec.header_vi for spec in KIND_BY_NAME[broken.kind].columns}
    assert report.status == "refused"
    assert reasons(report) == [broken.reason]
    (refusal,) = report.refusals
    assert refusal.row_number == 2
    assert refusal.column_name == headers[broken.column]
    assert refusal.raw_text == row.get(broken.column, "")
    assert refusal.proposal == broken.proposal
    assert refusal.sentence(language="vi") != refusal.sentence(language="en")


def test_all_that_is_wrong_is_listed_at_once_in_the_order_of_the_file(
    furnished: str, tmp_path: Path
) -> None:
    report = import_rows(
        furnished,
        tmp_path,
        "observations",
        OBSERVATION | {"unit": "999", "cut_off": "03/04/2024"},
        OBSERVATION,
        OBSERVATION | {"numerator": "nhiều", "denominator": "1,234"},
    )
    assert [(refusal.row_number, refusal.reason_code) for refusal in report.refusals] == [
        (2, "unit_unknown"),
        (2, "cut_off_in_future"),
        (4, "not_a_number"),
        (4, "number_ambiguous"),
    ]
    assert report.refused_rows == 2


def test_a_figure_of_a_period_that_has_not_begun_is_refused(furnished: str, tmp_path: Path) -> None:
    future = OBSERVATION | {"period": "Tháng 5/2024", "cut_off": "31/05/2024"}
    report = import_rows(furnished, tmp_path, "observations", future)
    assert reasons(report) == ["period_in_future", "cut_off_in_future"]
    assert report.refusals[0].sentence(language="vi") == (
        "Kỳ Tháng 5/2024 chưa bắt đầu; hôm nay của tỉnh là 02/04/2024."
    )


def test_rows_that_repeat_each_other_are_refused_each_naming_the_other(
    furnished: str, tmp_path: Path
) -> None:
    twice = OBSERVATION | {"numerator": "31"}
    report = import_rows(furnished, tmp_path, "observations", OBSERVATION, twice)
    assert reasons(report) == ["duplicate_in_file", "duplicate_in_file"]
    assert [refusal.values["twins"] for refusal in report.refusals] == ["3", "2"]
    assert report.refusals[0].sentence(language="en") == "The row repeats row 3 of the file."


def test_one_unit_may_not_be_valid_twice_at_the_same_time_within_a_file(
    furnished: str, tmp_path: Path
) -> None:
    later = DISTRICT | {"valid_from": "01/07/2023"}
    report = import_rows(furnished, tmp_path, "units", DISTRICT, later)
    assert reasons(report) == ["validities_overlap", "validities_overlap"]


def test_a_refused_batch_keeps_raw_text_reason_and_proposal(furnished: str, tmp_path: Path) -> None:
    row = ITEM | {"code": "NV9", "deadline": "31/6/2023"}
    report = import_rows(furnished, tmp_path, "work_items", row)
    kept = rows_of(furnished, rejected_row).row(-1, named=True)
    assert kept["import_batch_id"] == report.batch_id
    assert kept["file_name"] == "work_items.csv"
    assert kept["row_number"] == 2
    assert kept["column_name"] == "Thời hạn"
    assert kept["raw_text"] == "31/6/2023"
    assert kept["reason_code"] == "no_such_day"
    assert kept["reason"] == "Lịch không có ngày 31/6/2023."
    assert kept["proposal"] == "30/06/2023"
