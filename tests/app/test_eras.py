"""The reading of figures on the units of another day, through the shell."""

import pytest

from tests.app.visiting import (
    STATEMENTS_OF_A_WARM_RUN,
    everything_said,
    statements,
    token_of,
    visit,
)

TODAYS_UNITS, BETWEEN = "2025-07-01", "2024-12-01"


def test_without_an_era_nothing_is_converted(visited_url: str) -> None:
    said = everything_said(visit(token_of(visited_url, "lanhdao"), province="nghe-an"))
    assert "≈" not in said
    assert "45,03%" in said


def test_the_reading_can_be_chosen_where_there_are_several_eras(visited_url: str) -> None:
    app = visit(token_of(visited_url, "lanhdao"), province="nghe-an")
    (box,) = [box for box in app.selectbox if box.key == "choose_era"]
    assert box.value == ""
    assert box.options == [
        "Như thời điểm báo cáo",
        "21 đơn vị cấp huyện (đến 30/11/2024)",
        "20 đơn vị cấp huyện (đến 30/06/2025)",
        "130 đơn vị cấp xã (từ 01/07/2025)",
    ]


@pytest.mark.parametrize(
    ("province", "language"), [("nghe-an", "vi"), ("ha-tinh", "en"), ("bac-giang", "vi")]
)
def test_every_province_can_be_read_on_every_map(
    visited_url: str, province: str, language: str
) -> None:
    token = token_of(visited_url, "lanhdao")
    for era in ("2024-03-15", "2025-03-15", "2025-08-15"):
        app = visit(token, province=province, lang=language, era=era)
        assert not app.exception and not app.error and not app.info, era
        assert "≈" in everything_said(app)


@pytest.mark.parametrize("screen", ["service_index", "tasks"])
def test_figures_that_no_map_changes_are_not_said_to_be_converted(
    visited_url: str, screen: str
) -> None:
    token = token_of(visited_url, "lanhdao")
    said = everything_said(visit(token, screen=screen, province="nghe-an", era=TODAYS_UNITS))
    assert "≈" not in said
    assert "như thời điểm báo cáo" in said


def test_any_day_of_an_era_means_that_era(visited_url: str) -> None:
    token = token_of(visited_url, "lanhdao")
    first, later = (
        everything_said(visit(token, province="nghe-an", era=day))
        for day in (BETWEEN, "2025-02-28")
    )
    assert first == later
    assert "quy đổi theo 20 đơn vị cấp huyện (đến 30/06/2025)" in first


def test_the_total_of_the_province_is_the_same_on_every_map(visited_url: str) -> None:
    app = visit(token_of(visited_url, "lanhdao"), province="nghe-an", era=TODAYS_UNITS)
    said = everything_said(app)
    assert "45,03%" in said
    assert "quy đổi theo 130 đơn vị cấp xã (từ 01/07/2025)" in said


@pytest.mark.trust("B15", "C23")
@pytest.mark.parametrize(
    "asked",
    [
        "hôm nay",
        "20250701",
        "2025-W27-2",
        "2025-02-30",
        "1999-01-01",
        "２０２５-07-01",
        "2025-07-01' OR 1=1 --",
        "2025-07-01\n",
        "x" * 10_000,
        ["2025-07-01", "2024-12-01"],
    ],
)
def test_a_day_that_lies_in_no_era_gets_one_sentence(
    visited_url: str, asked: str | list[str]
) -> None:
    app = visit(token_of(visited_url, "lanhdao"), era=asked)
    assert not app.exception and not app.error
    assert len(app.info) == 1
    assert len(app.info[0].value) < 250
    assert "45,03%" not in everything_said(app)


def test_a_unit_is_chosen_among_those_of_the_map(visited_url: str) -> None:
    token = token_of(visited_url, "lanhdao")
    merged = visit(token, province="nghe-an", unit="413", era=BETWEEN)
    assert len(merged.info) == 1
    there = visit(token, province="nghe-an", unit="412", era=BETWEEN)
    assert not there.info and not there.exception


def test_a_warm_run_on_another_map_asks_the_store_no_more_than_without(visited_url: str) -> None:
    token = token_of(visited_url, "lanhdao")
    visit(token, province="nghe-an", era=TODAYS_UNITS)
    with statements(visited_url) as seen:
        visit(token, province="nghe-an", era=TODAYS_UNITS)
    assert len(seen) == STATEMENTS_OF_A_WARM_RUN, seen
