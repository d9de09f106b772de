"""Sentences that can be read aloud: exact, in both languages, also where there is nothing."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from components.measures import Measure
from components.reader import Reader
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
        "Năm 2023, tỷ lệ hồ sơ nộp trực tuyến toàn tỉnh đạt 45,03%, cao hơn 5,03 điểm phần trăm "
        "so với mục tiêu 40%."
    )
    assert gauge_sentence(headline(), reader=EN) == (
        "Online dossier submission rate: 45.03% for the province in 2023, "
        "5.03 percentage points above the target of 40%."
    )


def test_a_count_below_a_target_that_is_still_to_come() -> None:
    row = services(target_due_on=date(2024, 12, 31))
    assert gauge_sentence(row, reader=VI) == (
        "Đến 31/12/2023, số DVC triển khai theo Quyết định 422/QĐ-TTg toàn tỉnh mới đạt 6/11 dịch "
        "vụ, còn thiếu 5 dịch vụ so với mục tiêu 11 dịch vụ (hạn 31/12/2024)."
    )


def test_english_sentences_do_not_depend_on_the_number_of_a_name() -> None:
    row = headline(
        name_en="Tasks completed",
        value=0.92,
        target=1.0,
        distance=-0.08,
        measure="rate",
        period_start=date(2024, 1, 19),
        period_end=date(2024, 1, 19),
        target_due_on=date(2024, 12, 31),
    )
    assert gauge_sentence(row, reader=EN) == (
        "Tasks completed: 92.00% for the province by 19 Jan 2024, "
        "8.00 percentage points below the target of 100% (due 31 Dec 2024)."
    )


def test_exactly_the_target_nearly_and_none_at_all() -> None:
    met = gauge_sentence(headline(value=0.4, distance=0.0), reader=VI)
    assert met.endswith("đạt 40,00%, đúng bằng mục tiêu 40%.")
    nearly = gauge_sentence(headline(value=0.399999, distance=-0.000001), reader=VI)
    assert nearly.endswith("đạt 40,00%, xấp xỉ mục tiêu 40%.")
    none = gauge_sentence(headline(target=None, distance=None), reader=VI)
    assert none.endswith("đạt 45,03%; chưa giao mục tiêu.")


def test_where_more_is_not_better_a_value_is_not_called_reached() -> None:
    row = services(polarity="lower", denominator=None, target=0.0, distance=6.0)
    said = gauge_sentence(row, reader=VI)
    assert "ở mức 6 dịch vụ, cao hơn 6 dịch vụ so với mục tiêu 0 dịch vụ." in said


def test_one_unit_is_named_instead_of_the_province() -> None:
    said = gauge_sentence(headline(), reader=VI, about="Thành phố Vinh")
    assert "tỷ lệ hồ sơ nộp trực tuyến của Thành phố Vinh đạt" in said


def test_a_row_without_a_period_speaks_of_the_one_asked_about_or_of_none() -> None:
    row = headline(value=None, obs_status=None, period_start=None, period_end=None)
    assert gauge_sentence(row, reader=VI, when="quý I/2023") == (
        "Quý I/2023, tỷ lệ hồ sơ nộp trực tuyến toàn tỉnh chưa có báo cáo."
    )
    assert gauge_sentence(row, reader=VI) == "Tỷ lệ hồ sơ nộp trực tuyến toàn tỉnh chưa có báo cáo."
    assert gauge_sentence(row, reader=EN, when="Q1 2023") == (
        "Online dossier submission rate: nothing reported for the province in Q1 2023."
    )


def test_a_sum_that_lacks_parts_says_how_many_it_has() -> None:
    row = headline(parts_known=18, parts_expected=21, status="incomplete", distance=None)
    assert gauge_sentence(row, reader=VI).endswith(
        "đạt 45,03% (từ 18/21 đơn vị có số liệu); chưa đủ số liệu để so với mục tiêu 40%."
    )


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (None, "chưa có báo cáo"),
        ("not_applicable", "không áp dụng cho cấp này"),
        ("final", "không phát sinh trường hợp nào"),
    ],
)
def test_no_value_is_said_as_what_it_is(status: str | None, words: str) -> None:
    said = gauge_sentence(headline(value=None, distance=None, obs_status=status), reader=VI)
    assert words in said
    assert "0%" not in said


def sides_said(*rows: dict[str, Any], whole: dict[str, Any] | None, reader: Reader = VI) -> str:
    named = {"vi": ["Khối địa phương", "Khối sở, ban, ngành"], "en": ["Localities", "Departments"]}
    by = ONLINE_RATE.name(reader)
    names = named[reader.language][: len(rows)]
    return side_by_side_sentence(rows, names=names, by=by, whole=whole, reader=reader)


def test_two_blocks_and_what_they_make_together() -> None:
    rows = [side("DVC02", 0.5712), side("DVC03", 0.2796)]
    assert sides_said(*rows, whole=headline()) == (
        "Năm 2023, tỷ lệ hồ sơ nộp trực tuyến của khối địa phương đạt 57,12%, cao hơn khối sở, "
        "ban, ngành (27,96%) 29,16 điểm phần trăm; toàn tỉnh đạt 45,03%."
    )
    assert sides_said(*rows, whole=headline(), reader=EN) == (
        "Online dossier submission rate, localities: 57.12% in 2023, 29.16 percentage points "
        "above departments (27.96%); whole province: 45.03%."
    )
    assert sides_said(rows[0], whole=headline()).startswith("Chưa đủ số liệu")


def test_the_distance_of_two_blocks_subtracts_what_is_shown() -> None:
    said = sides_said(side("DVC02", 0.47384), side("DVC03", 0.33876), whole=None)
    assert said.endswith("đạt 47,38%, cao hơn khối sở, ban, ngành (33,88%) 13,50 điểm phần trăm.")
    equal = sides_said(side("DVC02", 0.5), side("DVC03", 0.5), whole=None)
    assert equal.endswith("đạt 50,00%, bằng khối sở, ban, ngành (50,00%).")


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


def test_equal_units_are_told_as_equal() -> None:
    equal = units(*(unit(n, 0.0, target=None) for n in range(58)))
    assert units_sentence(equal, measure=ONLINE_RATE, reader=VI, when="năm 2023") == (
        "Năm 2023, 58 đơn vị cùng ở mức 0,00%."
    )
    two_and_three = units(*(unit(n, 0.9 if n < 2 else 0.1, target=None) for n in range(5)))
    said = units_sentence(two_and_three, measure=ONLINE_RATE, reader=VI)
    assert said in (
        "Huyện 0 và Huyện 1 cùng dẫn đầu với 90,00%, 3 đơn vị cùng đứng cuối với 10,00%.",
        "Huyện 1 và Huyện 0 cùng dẫn đầu với 90,00%, 3 đơn vị cùng đứng cuối với 10,00%.",
    )


def test_where_neither_end_is_good_nobody_leads() -> None:
    neutral = Measure("Số nhiệm vụ", "Tasks", "stock", "tasks", "neutral")
    values = units(unit(1, 9.0, target=None), unit(2, 1.0, target=None)).with_columns(
        rank=pl.lit(None, dtype=pl.Int64)
    )
    assert units_sentence(values, measure=neutral, reader=VI) == (
        "Huyện 1 có mức cao nhất là 9, Huyện 2 có mức thấp nhất là 1."
    )


def test_one_unit_alone_is_neither_first_nor_last() -> None:
    said = units_sentence(units(unit(1, 0.5)), measure=ONLINE_RATE, reader=VI)
    assert said.startswith("Huyện 1: 50,00%; 1/1 đơn vị đạt mục tiêu")
    others = units(unit(1, 0.5), unit(2, None, obs_status="missing"))
    assert units_sentence(others, measure=ONLINE_RATE, reader=VI, when="năm 2023").startswith(
        "Năm 2023, chỉ Huyện 1 có số liệu: 50,00%"
    )


def test_who_sees_one_unit_of_many_reads_its_place() -> None:
    own = units(unit(1, 0.6635)).with_columns(rank=pl.lit(4, dtype=pl.Int64), ranked_of=21)
    assert units_sentence(own, measure=ONLINE_RATE, reader=VI) == (
        "Trong phạm vi của tài khoản: Huyện 1 66,35%, xếp thứ 4/21."
    )
    assert units_sentence(own, measure=ONLINE_RATE, reader=EN, when="2023") == (
        "In 2023, within the scope of this account: District 1 66.35%, rank 4 of 21."
    )


def test_a_plan_as_a_sum() -> None:
    said = plan_sentence(plan(), reader=VI)
    assert said == "9 hoàn thành + 14 thường xuyên + 2 đang thực hiện = 25 nhiệm vụ."
    nothing = plan_sentence(plan(total=0, accepted=0, recurring=0, in_progress=0), reader=VI)
    assert nothing == "Kế hoạch chưa có nhiệm vụ nào."


def test_a_burn_up_behind_and_level() -> None:
    behind = burn_up((date(2024, 4, 2), 43, 7, 17)).with_columns(recurring=8)
    assert burn_up_sentence(behind, plan=plan(overdue=10), reader=VI) == (
        "Đến 02/04/2024, đã hoàn thành 7/43 nhiệm vụ có thời hạn (không kể 8 nhiệm vụ thường "
        "xuyên); số đến hạn là 17, còn 10 nhiệm vụ đến hạn chưa hoàn thành."
    )
    assert burn_up_sentence(behind, plan=plan(overdue=10), reader=EN) == (
        "By 2 Apr 2024, 7 of 43 tasks with a deadline done (not counting 8 recurring tasks); "
        "17 had fallen due; overdue: 10."
    )
    undated = plan(no_deadline=1)
    assert burn_up_sentence(burn_up((TODAY, 1, 0, 0)), plan=undated, reader=EN) == (
        "By 2 Apr 2024, 0 of 1 tasks done; 0 had fallen due; none is overdue."
    )


def test_overdue_and_due_with_the_unit_that_is_latest() -> None:
    frame = items(item(-92), item(-2), item(3), item(45))
    assert due_sentence(frame, today=TODAY, reader=VI) == (
        "Đến 02/04/2024, có 2 nhiệm vụ quá hạn, lâu nhất là 92 ngày (Công an tỉnh); "
        "1 nhiệm vụ đến hạn trong 30 ngày tới."
    )
    assert due_sentence(items(), today=TODAY, reader=EN) == (
        "As of 2 Apr 2024, nothing in this list is overdue; "
        "nothing falls due within the next 30 days."
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([-2] * 10, "có 10 nhiệm vụ cùng quá hạn 2 ngày;"),
        ([-9, -9, -2], "có 3 nhiệm vụ quá hạn, lâu nhất là 9 ngày (2 nhiệm vụ);"),
        ([-9], "có 1 nhiệm vụ quá hạn 9 ngày (Công an tỉnh);"),
    ],
)
def test_equally_late_items_are_not_told_as_a_ranking(days: list[int], words: str) -> None:
    said = due_sentence(items(*(item(late) for late in days)), today=TODAY, reader=VI)
    assert words in said


def test_the_funnel_step_by_step() -> None:
    rows = [step("DDI01", 2852992.0), step("DDI03", 2389718.0), step("DDI04", 1899673.0)]
    names = ["Thẻ đã cấp", "Tài khoản đã thu nhận", "Tài khoản đã kích hoạt"]
    assert funnel_sentence(rows, names=names, reader=VI) == (
        "Đến 31/12/2023, đã cấp 2.852.992 thẻ căn cước; đã thu nhận 2.389.718 tài khoản, "
        "bằng 83,76% số thẻ đã cấp; đã kích hoạt 1.899.673 tài khoản, bằng 79,49% số tài khoản đã "
        "thu nhận; chưa kích hoạt 490.045 tài khoản."
    )
    assert funnel_sentence(rows, names=names, reader=EN) == (
        "By 31 Dec 2023, 2,852,992 ID cards issued; 2,389,718 accounts collected, "
        "83.76% of the cards issued; 1,899,673 accounts activated, 79.49% of the accounts "
        "collected; 490,045 accounts not activated."
    )


def test_a_step_without_value_takes_its_shares_with_it() -> None:
    rows = [step("DDI01", 100.0), step("DDI03", None), step("DDI04", 50.0)]
    assert funnel_sentence(rows, names=["", "", ""], reader=VI) == (
        "Đến 31/12/2023, đã cấp 100 thẻ căn cước; đã kích hoạt 50 tài khoản."
    )


@pytest.mark.parametrize("reader", [VI, EN])
def test_zero_rows_are_said_in_a_whole_sentence(reader: object) -> None:
    said = [
        units_sentence(units(), measure=ONLINE_RATE, reader=reader),
        burn_up_sentence(burn_up(), plan=plan(), reader=reader),
        funnel_sentence([], names=[], reader=reader),
        side_by_side_sentence([], names=[], by="", whole=None, reader=reader),
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
    said = gauge_sentence(headline(name_vi=name), reader=VI)
    assert f"Năm 2023, {within} toàn tỉnh" in said
