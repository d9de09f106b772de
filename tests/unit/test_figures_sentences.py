"""Sentences that can be read aloud: exact, in both languages, also where there is nothing."""

from datetime import date

import pytest

from components.sentences import (
    burn_up_sentence,
    due_sentence,
    funnel_sentence,
    gauge_sentence,
    plan_sentence,
    side_by_side_sentence,
    units_sentence,
)
from tests.unit.figure_rows import (
    EN,
    ONLINE_RATE,
    TODAY,
    VI,
    burn_up,
    headline,
    item,
    items,
    plan,
    services,
    side,
    step,
    unit,
    units,
)


def test_a_rate_above_its_target() -> None:
    assert gauge_sentence(headline(), reader=VI) == (
        "Năm 2023, tỷ lệ hồ sơ nộp trực tuyến toàn tỉnh đạt 45,03%, cao hơn mục tiêu 40% là "
        "5,03 điểm phần trăm."
    )
    assert gauge_sentence(headline(), reader=EN) == (
        "In 2023, the province's online dossier submission rate stood at 45.03%, "
        "5.03 percentage points above the target of 40%."
    )


def test_a_count_below_a_target_that_is_still_to_come() -> None:
    row = services(target_due_on=date(2024, 12, 31))
    assert gauge_sentence(row, reader=VI) == (
        "Đến 31/12/2023, số DVC triển khai theo Quyết định 422/QĐ-TTg toàn tỉnh đạt 6/11 dịch vụ, "
        "thấp hơn mục tiêu 11 đến 31/12/2024 là 5 dịch vụ."
    )


def test_exactly_the_target_and_none_at_all() -> None:
    met = gauge_sentence(headline(value=0.4, distance=0.0), reader=VI)
    assert met.endswith("đạt 40,00%, đúng bằng mục tiêu 40%.")
    none = gauge_sentence(headline(target=None, distance=None), reader=VI)
    assert none.endswith("đạt 45,03%; chưa giao mục tiêu.")


def test_one_unit_is_named_instead_of_the_province() -> None:
    said = gauge_sentence(headline(), reader=VI, about="Thành phố Vinh")
    assert "tỷ lệ hồ sơ nộp trực tuyến của Thành phố Vinh đạt" in said


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (None, "chưa có báo cáo"),
        ("not_applicable", "không thuộc diện áp dụng"),
        ("final", "không phát sinh trường hợp nào"),
    ],
)
def test_no_value_is_said_as_what_it_is(status: str | None, words: str) -> None:
    said = gauge_sentence(headline(value=None, distance=None, obs_status=status), reader=VI)
    assert words in said
    assert "0%" not in said


def test_two_blocks_and_what_they_make_together() -> None:
    rows = [side("DVC02", 0.5712), side("DVC03", 0.2796)]
    names = ["Khối địa phương", "Khối sở, ban, ngành"]
    assert side_by_side_sentence(rows, names=names, whole=headline(), reader=VI) == (
        "Năm 2023, khối địa phương đạt 57,12%, cao hơn khối sở, ban, ngành (27,96%) "
        "29,16 điểm phần trăm; toàn tỉnh đạt 45,03%."
    )
    alone = side_by_side_sentence(rows[:1], names=names[:1], whole=headline(), reader=VI)
    assert alone.startswith("Chưa đủ số liệu")


def test_best_and_worst_unit_and_how_many_reach_the_target() -> None:
    values = units(unit(1, 0.9), unit(2, 0.1), unit(3, 0.5), unit(4, None, obs_status="missing"))
    assert units_sentence(values, measure=ONLINE_RATE, reader=VI, when="năm 2023") == (
        "Năm 2023, Huyện 1 dẫn đầu với 90,00%, Huyện 2 đứng cuối với 10,00%; "
        "2/3 đơn vị đạt mục tiêu 40%; 1 đơn vị chưa có số liệu."
    )
    assert units_sentence(values, measure=ONLINE_RATE, reader=EN, when="2023") == (
        "In 2023, District 1 led with 90.00% and District 2 came last with 10.00%; "
        "2 of 3 units reached the target of 40%; 1 unit has no value."
    )


def test_one_unit_alone_is_neither_first_nor_last() -> None:
    said = units_sentence(units(unit(1, 0.5)), measure=ONLINE_RATE, reader=VI)
    assert said.startswith("Hiện nay, chỉ Huyện 1 có số liệu: 50,00%")
    assert "chưa có số liệu" not in said


def test_a_plan_as_a_sum() -> None:
    said = plan_sentence(plan(), reader=VI)
    assert said == "9 xong + 14 thường xuyên + 2 đang làm = 25 nhiệm vụ."
    nothing = plan_sentence(plan(total=0, accepted=0, recurring=0, in_progress=0), reader=VI)
    assert nothing == "Kế hoạch chưa có nhiệm vụ nào."


def test_a_burn_up_behind_and_level() -> None:
    behind = burn_up((date(2024, 4, 2), 43, 7, 17))
    assert burn_up_sentence(behind, plan_kind="tasks", reader=VI) == (
        "Đến 02/04/2024, đã hoàn thành 7 trên 43 nhiệm vụ; số đến hạn là 17, "
        "nhiều hơn số hoàn thành 10."
    )
    level = burn_up_sentence(burn_up((TODAY, 1, 1, 1)), plan_kind="pilot_models", reader=EN)
    assert (
        level == "By 2 Apr 2024, 1 of 1 model were done; 1 had fallen due, no more than were done."
    )


def test_overdue_and_due_with_the_unit_that_is_latest() -> None:
    frame = items(item(-92), item(-2), item(3), item(45))
    assert due_sentence(frame, today=TODAY, reader=VI) == (
        "Đến 02/04/2024, có 2 nhiệm vụ quá hạn, lâu nhất là 92 ngày (Công an tỉnh); "
        "1 nhiệm vụ đến hạn trong 30 ngày tới."
    )
    assert due_sentence(items(), today=TODAY, reader=EN) == (
        "As of 2 Apr 2024, nothing is overdue; nothing falls due within the next 30 days."
    )


def test_the_funnel_step_by_step() -> None:
    rows = [step("DDI01", 2852992.0), step("DDI03", 2389718.0), step("DDI04", 1899673.0)]
    names = ["Thẻ đã cấp", "Tài khoản đã thu nhận", "Tài khoản đã kích hoạt"]
    assert funnel_sentence(rows, names=names, reader=VI) == (
        "Thẻ đã cấp: 2.852.992; tài khoản đã thu nhận: 2.389.718, bằng 83,76%; "
        "tài khoản đã kích hoạt: 1.899.673, bằng 79,49%, còn 490.045 chưa kích hoạt."
    )


@pytest.mark.parametrize("reader", [VI, EN])
def test_zero_rows_are_said_in_a_whole_sentence(reader: object) -> None:
    said = [
        units_sentence(units(), measure=ONLINE_RATE, reader=reader),
        burn_up_sentence(burn_up(), plan_kind="tasks", reader=reader),
        funnel_sentence([], names=[], reader=reader),
        side_by_side_sentence([], names=[], whole=None, reader=reader),
    ]
    assert all(sentence.endswith(".") and "None" not in sentence for sentence in said)


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Online rate", "online rate"),
        ("DVC trực tuyến", "DVC trực tuyến"),
        ("E-ID activation rate", "E-ID activation rate"),
        ("Project 06 task rate", "Project 06 task rate"),
    ],
)
def test_names_keep_the_capitals_that_are_their_own(name: str, within: str) -> None:
    assert f"the province's {within} stood" in gauge_sentence(headline(name_en=name), reader=EN)
