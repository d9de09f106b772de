"""Figures read on another map: what the mark, the line below and the trend tell."""

from datetime import date
from typing import Any

import pytest

from components.figures.converted import (
    conversion_line,
    converted_mark,
    source_words,
    why_not_converted,
    written_era,
)
from components.figures.ranking import ranked_bars
from components.figures.trend_line import break_marks, trend_line, trend_sentence
from components.figures.unit_trend import unit_trend
from queries.schemas import TREND
from tests.unit.figure_rows import EN, ONLINE_RATE, VI, frame, unit, units

END = date(2024, 11, 30)


def source(name: str, share: float = 1.0, **changes: Any) -> dict[str, Any]:
    row = {
        "unit_id": len(name),
        "name_vi": name,
        "name_en": name,
        "level": "district",
        "valid_to": END,
        "share": share,
        "basis": None if share == 1 else "area",
    }
    return row | changes


def converted(*sources: dict[str, Any], others: int = 0) -> dict[str, Any]:
    return {"is_converted": True, "from_units": list(sources), "from_others": others}


def test_sources_are_told_with_their_shares_and_others_counted() -> None:
    row = converted(source("Thị xã Cửa Lò"), source("Huyện Nghi Lộc", 0.123), others=2)
    assert source_words(row, VI) == "Thị xã Cửa Lò (100%), Huyện Nghi Lộc (12,3%), 2 đơn vị khác"
    assert source_words(converted(others=1), EN) == "1 unit"
    assert source_words({"is_converted": False}, VI) == ""
    assert converted_mark({}, VI) == ""
    assert "≈" in converted_mark(row, VI)


def test_an_era_is_told_by_its_units_and_its_end() -> None:
    era = {"level": "district", "unit_count": 21, "starts_on": date(2020, 1, 1), "ends_on": END}
    assert written_era(era, VI) == "21 đơn vị cấp huyện (đến 30/11/2024)"
    still = era | {"level": "commune", "unit_count": 130, "ends_on": None}
    assert written_era(still, EN) == "130 communes (since 1 Jan 2020)"


def test_few_converted_units_are_told_one_by_one() -> None:
    values = units(
        unit(1, 0.5, **converted(source("Huyện A"), source("Thị xã Bé", 0.5))), unit(2, 0.4)
    )
    assert "≈ Số liệu quy đổi theo diện tích: Huyện 1 từ Huyện A (100%), Thị xã Bé (50,0%)." in (
        conversion_line(values, reader=VI)
    )
    assert conversion_line(units(unit(1, 0.5)), reader=VI) == ""


def test_many_converted_units_are_told_together_with_why_others_are_not() -> None:
    old = [source("Huyện A"), source("Thị xã Bé", 0.5)]
    values = units(
        *(unit(number, 0.5, **converted(*old)) for number in (1, 2, 3)),
        unit(4, None, obs_status="not_convertible", not_converted="read_backwards"),
    )
    line = conversion_line(values, reader=VI)
    assert "≈ Số liệu quy đổi theo diện tích từ 2 đơn vị cấp huyện (đến 30/11/2024)." in line
    assert "1 đơn vị không quy đổi được: số liệu của kỳ này được báo cáo theo đơn vị mới" in line
    drawn = ranked_bars(values, measure=ONLINE_RATE, reader=VI)
    assert drawn.count(">≈</abbr>") == 3
    assert "ioc-absent-not_convertible" in drawn and "Không quy đổi được" in drawn


@pytest.mark.parametrize("reader", [VI, EN], ids=["vi", "en"])
@pytest.mark.parametrize(
    "reason", ["measure", "counts_unknown", "read_backwards", "no_successor", "too_large"]
)
def test_every_reason_has_a_sentence(reader: Any, reason: str) -> None:
    assert why_not_converted({"not_converted": reason}, reader).endswith(".")


def month(number: int, value: float | None, **changes: Any) -> dict[str, Any]:
    row = {
        "period_start": date(2024, number, 1),
        "period_end": date(2024, number, 28),
        "value": value,
        "obs_status": "final",
        "is_converted": False,
    }
    return row | changes


REFORM = {
    "break_before": date(2024, 4, 1),
    "level_before": "district",
    "units_before": 21,
    "level_after": "district",
    "units_after": 20,
}


def test_a_unit_that_began_with_a_reform_shows_the_break_of_the_province() -> None:
    own = frame(TREND, month(4, 0.4), month(5, 0.5))
    whole = frame(TREND, month(3, 0.3), month(4, 0.4, **REFORM), month(5, 0.5))
    look = {"measure": ONLINE_RATE, "reader": VI, "name": "Xã A"}
    drawn = unit_trend(own, whole, last=date(2024, 6, 1), **look)
    assert drawn.count("<s ") == 1
    assert "01/04/2024: sắp xếp từ 21 đơn vị cấp huyện thành 20 đơn vị cấp huyện" in drawn
    alone = unit_trend(own, whole.clear(), last=date(2024, 6, 1), **look)
    assert "<s " not in alone


def test_a_line_stops_at_a_reform_and_at_a_month_without_value() -> None:
    months = [month(number, 0.1 * number) for number in (1, 2, 3)]
    whole = frame(TREND, *months, month(4, 0.4), month(5, 0.5))
    broken = frame(TREND, *months, month(4, 0.4, **REFORM), month(5, 0.5))
    gap = frame(TREND, *months, month(4, None), month(5, 0.5), month(6, 0.6))
    runs = [
        trend_line(rows, measure=ONLINE_RATE, reader=VI).count("ioc-trend-run")
        for rows in (whole, broken, gap)
    ]
    assert runs == [1, 2, 2]
    assert break_marks(broken, reader=VI) == [
        (
            date(2024, 4, 1),
            "01/04/2024: sắp xếp từ 21 đơn vị cấp huyện thành 20 đơn vị cấp huyện",
        )
    ]


def test_converted_months_are_hollow_and_told_in_the_table() -> None:
    rows = frame(TREND, month(1, 0.1, **converted(source("Huyện <A>"))), month(2, 0.2))
    drawn = trend_line(rows, measure=ONLINE_RATE, reader=VI, target=0.15)
    assert drawn.count("ioc-hollow") == 1
    assert "Quy đổi từ Huyện &lt;A&gt; (100%)" in drawn
    assert "Mục tiêu 15%" in drawn
    said = trend_sentence(rows, measure=ONLINE_RATE, reader=EN)
    assert said.startswith("From Jan 2024 to Feb 2024: from 10.00% to 20.00%")
    assert said.endswith("1 month is converted.")


def test_a_trend_without_any_value_says_so() -> None:
    rows = frame(TREND, month(1, None, obs_status="missing"))
    assert "Chưa có tháng nào" in trend_line(rows, measure=ONLINE_RATE, reader=VI)
    assert trend_line(frame(TREND), measure=ONLINE_RATE, reader=EN)
