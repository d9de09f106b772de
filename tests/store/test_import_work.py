"""What province files say about the work: what blocks what, directions, and how it is judged."""

from datetime import date
from pathlib import Path

import pytest

from store.tables import (
    attention_rule,
    bottleneck_unit,
    bottleneck_work_item,
    clear_rule,
    direction,
    direction_event,
    escalation_rule,
    holiday,
    work_event,
    work_item,
    work_item_dependency,
)
from tests.store.importing import (
    BOTTLENECK,
    ITEM,
    WORK_EVENT,
    Row,
    furnish,
    import_rows,
    reasons,
    rows_of,
)

HERE = {"plan": "KH2024", "plan_version": "1", "item": "NV01"}
THERE = {"blocked_plan": "KH2024", "blocked_plan_version": "1", "blocked_item": "NV02"}
DIRECTION: Row = {
    "code": "CD01",
    "kind": "chỉ đạo",
    "meeting_vi": "Hội nghị 19/01/2024",
    "raised_on": "19/01/2024",
    "text_vi": "Hoàn thành trước 31/3",
    "text_en": "Finish by 31 March",
    "to_unit": "STP",
    "due_on": "31/03/2024",
    "provenance": "minh họa",
}
ANSWER: Row = {
    "direction": "CD01",
    "event_type": "trả lời",
    "happened_on": "20/02/2024",
    "provenance": "minh họa",
}
RULE: Row = {
    "code": "overdue",
    "subject": "nhiệm vụ",
    "enter_at": "1",
    "leave_at": "0",
    "weight": "20",
    "weight_of_excess": "0,5",
    "group_from": "5",
}


@pytest.fixture
def furnished(database_url: str) -> str:
    furnish(database_url)
    return database_url


@pytest.mark.parametrize(
    ("event_type", "happened_on", "refused"),
    [
        ("đã thực hiện trong kỳ", "26/03/2024", []),
        ("không thực hiện trong kỳ", "30/03/2024", ["missed_before_period_end"]),
        ("không thực hiện trong kỳ", "31/03/2024", []),
        ("missed", "02/04/2024", []),
        ("kept", "29/02/2024", ["event_before_period"]),
    ],
)
def test_a_period_may_be_kept_early_and_is_missed_only_when_it_is_over(
    furnished: str, tmp_path: Path, event_type: str, happened_on: str, refused: list[str]
) -> None:
    told = {"item": "NV02", "event_type": event_type, "period": "Tháng 3/2024"}
    row = WORK_EVENT | told | {"happened_on": happened_on}
    report = import_rows(furnished, tmp_path, "work_events", row, province="nghe-an")
    assert reasons(report) == refused
    assert rows_of(furnished, work_event).height == (0 if refused else 1)
    for refusal in report.refusals:
        assert refusal.row_number == 2
        if refused == ["missed_before_period_end"]:
            assert refusal.sentence(language="vi") == (
                "Ngày 30/03/2024, kỳ từ 01/03/2024 đến 31/03/2024 chưa kết thúc "
                "nên chưa thể ghi nhận là không thực hiện trong kỳ."
            )


def test_what_blocks_what_is_kept(furnished: str, tmp_path: Path) -> None:
    report = import_rows(furnished, tmp_path, "work_item_dependencies", HERE | THERE)
    assert report.status == "landed"
    ids = dict(rows_of(furnished, work_item).select("code", "id").iter_rows())
    pair = rows_of(furnished, work_item_dependency).select("blocking_item_id", "blocked_item_id")
    assert pair.rows() == [(ids["NV01"], ids["NV02"])]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"item": "NV99"}, "item_unknown"),
        ({"blocked_item": "NV99"}, "blocked_item_unknown"),
        ({"blocked_item": "NV01"}, "blocks_itself"),
    ],
)
def test_a_dependency_that_cannot_be_is_refused(
    furnished: str, tmp_path: Path, changes: Row, reason: str
) -> None:
    row = HERE | THERE | changes
    report = import_rows(furnished, tmp_path, "work_item_dependencies", row)
    assert reasons(report) == [reason]


def test_no_items_block_each_other_in_a_circle(furnished: str, tmp_path: Path) -> None:
    import_rows(furnished, tmp_path, "work_item_dependencies", HERE | THERE)
    back = HERE | THERE | {"item": "NV02", "blocked_item": "NV01"}
    report = import_rows(furnished, tmp_path, "work_item_dependencies", back)
    assert reasons(report) == ["dependencies_in_a_circle"]
    assert "NV01 → NV02" in report.refusals[0].sentence(language="vi") or (
        "NV02 → NV01" in report.refusals[0].sentence(language="vi")
    )


def test_an_item_says_which_one_it_goes_on_with(furnished: str, tmp_path: Path) -> None:
    goes_on = {"continues_plan": "KH2024", "continues_plan_version": "1"}
    new = ITEM | {"code": "NV03"} | goes_on
    report = import_rows(furnished, tmp_path, "work_items", new | {"continues_item": "NV01"})
    assert report.status == "landed"
    rows = rows_of(furnished, work_item)
    ids = dict(rows.select("code", "id").iter_rows())
    assert dict(rows.select("code", "continues_item_id").iter_rows())["NV03"] == ids["NV01"]
    unknown = new | {"code": "NV04", "continues_item": "NV99"}
    assert reasons(import_rows(furnished, tmp_path, "work_items", unknown)) == ["continues_unknown"]


def test_a_bottleneck_names_the_units_it_hits_and_the_items_it_blocks(
    furnished: str, tmp_path: Path
) -> None:
    hit = {"plan": "KH2024", "plan_version": "1", "item": "NV01", "items": "NV02"}
    row = BOTTLENECK | hit | {"code": "DN02", "units": "412; STP"}
    assert import_rows(furnished, tmp_path, "bottlenecks", row).status == "landed"
    assert len(rows_of(furnished, bottleneck_unit)) == 2
    assert len(rows_of(furnished, bottleneck_work_item)) == 1
    again = import_rows(furnished, tmp_path, "bottlenecks", row | {"title_en": row["title_en"]})
    assert (again.added, len(rows_of(furnished, bottleneck_unit))) == (0, 2)
    lost = row | {"code": "DN03", "units": "412; 999", "items": "NV02; NV98; NV99"}
    report = import_rows(furnished, tmp_path, "bottlenecks", lost)
    assert sorted(reasons(report)) == ["items_unknown", "units_unknown"]
    sentences = " ".join(each.sentence(language="vi") for each in report.refusals)
    assert "999" in sentences and "NV98; NV99" in sentences


def test_a_model_taken_over_names_the_unit(furnished: str, tmp_path: Path) -> None:
    taken = WORK_EVENT | {"event_type": "nhân rộng", "happened_on": "20/03/2024"}
    assert reasons(import_rows(furnished, tmp_path, "work_events", taken)) == [
        "replicated_without_unit"
    ]
    report = import_rows(furnished, tmp_path, "work_events", taken | {"unit": "412"})
    assert report.status == "landed"
    assert rows_of(furnished, work_event)["unit_id"].null_count() == 0


def test_a_change_names_its_field_and_nothing_else_does(furnished: str, tmp_path: Path) -> None:
    changed = WORK_EVENT | {"event_type": "điều chỉnh", "new_value": "Nghị quyết"}
    assert reasons(import_rows(furnished, tmp_path, "work_events", changed)) == [
        "changed_without_field"
    ]
    odd = WORK_EVENT | {"field": "sản phẩm"}
    assert reasons(import_rows(furnished, tmp_path, "work_events", odd)) == [
        "changed_without_field"
    ]
    report = import_rows(furnished, tmp_path, "work_events", changed | {"field": "sản phẩm"})
    assert report.status == "landed"
    kept = rows_of(furnished, work_event).select("field", "new_value").rows()
    assert kept == [("product_vi", "Nghị quyết")]


def test_a_direction_lands_with_what_came_of_it(furnished: str, tmp_path: Path) -> None:
    assert import_rows(furnished, tmp_path, "directions", DIRECTION).status == "landed"
    report = import_rows(furnished, tmp_path, "direction_events", ANSWER)
    assert report.status == "landed"
    assert rows_of(furnished, direction)["due_on"].to_list() == [date(2024, 3, 31)]
    assert rows_of(furnished, direction_event)["recorded_on"].to_list() == [date(2024, 2, 20)]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"to_unit": "999"}, "unit_unknown"),
        ({"from_unit": "999"}, "unit_unknown"),
        ({"raised_on": "03/04/2024"}, "event_in_future"),
        ({"due_on": "18/01/2024"}, "deadline_before_start"),
        ({"due_on": "31/06/2024"}, "no_such_day"),
    ],
)
def test_a_direction_that_cannot_be_is_refused(
    furnished: str, tmp_path: Path, changes: Row, reason: str
) -> None:
    report = import_rows(furnished, tmp_path, "directions", DIRECTION | changes)
    assert reason in reasons(report)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"direction": "CD99"}, "direction_unknown"),
        ({"happened_on": "18/01/2024"}, "event_before_raised"),
        ({"event_type": "thành nhiệm vụ"}, "became_work_without_item"),
        ({"event_type": "thành điểm nghẽn"}, "became_bottleneck_without_it"),
        ({"item": "NV99", "plan": "KH2024", "plan_version": "1"}, "item_unknown"),
        ({"bottleneck": "DN99"}, "bottleneck_unknown"),
    ],
)
def test_an_event_of_a_direction_that_cannot_be_is_refused(
    furnished: str, tmp_path: Path, changes: Row, reason: str
) -> None:
    import_rows(furnished, tmp_path, "directions", DIRECTION)
    report = import_rows(furnished, tmp_path, "direction_events", ANSWER | changes)
    assert reasons(report) == [reason]


def test_the_rules_of_work_can_be_set_and_set_anew(furnished: str, tmp_path: Path) -> None:
    clear = {"clear": "rõ thẩm quyền", "weight": "1"}
    import_rows(furnished, tmp_path, "clear_rules", clear)
    report = import_rows(furnished, tmp_path, "clear_rules", clear | {"weight": "0"})
    assert (report.status, report.replaced) == ("landed", 1)
    weights = rows_of(furnished, clear_rule).sort("id")
    assert weights.select("clear", "weight").rows() == [("authority", 1.0), ("authority", 0.0)]
    assert weights["replaced_in"].null_count() == 1
    ladder = {"level": "đơn vị", "days": "10", "province": "40"}
    import_rows(furnished, tmp_path, "escalation_rules", ladder)
    assert rows_of(furnished, escalation_rule)["province_id"].null_count() == 0
    tet = {"day": "10/02/2024", "name_vi": "Mùng 1 Tết", "name_en": "Lunar New Year"}
    import_rows(furnished, tmp_path, "holidays", tet)
    assert rows_of(furnished, holiday)["day"].to_list() == [date(2024, 2, 10)]
    import_rows(furnished, tmp_path, "attention_rules", RULE)
    assert rows_of(furnished, attention_rule)["weight_of_excess"].to_list() == [0.5]


def test_a_list_that_is_left_above_its_entry_is_refused(furnished: str, tmp_path: Path) -> None:
    report = import_rows(furnished, tmp_path, "attention_rules", RULE | {"leave_at": "2"})
    assert reasons(report) == ["leaves_above_entry"]
