"""Gauges, the two blocks side by side, the funnel: what stands on them, by hand."""

from datetime import date

import pytest

from components.blocks.headline import side_by_side_card
from components.figures.funnel import funnel_bars
from components.figures.gauges import headline_gauges
from components.figures.marks import origin_of, provenance_mark, status_chip
from components.figures.side_by_side import side_by_side_bars, sides
from components.measures import Measure, absence, period_between
from domain.periods import parse_period
from tests.unit.figure_rows import EN, VI, headline, headlines, services, side, step

ACTIVATION = (
    step("DDI01", 2852992.0),
    step("DDI03", 2389718.0),
    step("DDI04", 1899673.0),
)


def test_a_gauge_shows_value_distance_target_with_its_day_and_status() -> None:
    drawn = headline_gauges(headlines(headline()), reader=VI)
    for shown in ("45,03%", "+5,03 điểm %", "Mục tiêu 40% (hạn 31/12/2023)", "Đạt mục tiêu"):
        assert shown in drawn
    assert "ioc-tone-good" in drawn
    assert "ioc-icon-met" in drawn


def test_the_arc_is_filled_to_the_value_and_the_tick_turned_to_the_target() -> None:
    drawn = headline_gauges(headlines(headline(value=0.5, target=0.75, distance=-0.25)), reader=VI)
    assert "--at:50.00%" in drawn
    # A quarter beyond the middle of a half turn of 177 degrees.
    assert "rotate(44.2deg)" in drawn or "rotate(44.3deg)" in drawn


def test_counts_of_a_whole_are_fractions_with_their_share() -> None:
    drawn = headline_gauges(headlines(services()), reader=VI)
    for shown in ("6/11", "54,5%", "−5 dịch vụ", "Mục tiêu 11", "Chậm tiến độ"):
        assert shown in drawn
    assert "--at:54.55%" in drawn


def test_a_reached_target_shows_no_distance_of_zero() -> None:
    drawn = headline_gauges(
        headlines(services(value=11.0, numerator=11.0, distance=0.0, status="met")), reader=VI
    )
    assert "11/11" in drawn
    assert "<strong>" not in drawn


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"obs_status": None, "provenance": None}, "missing", "Chưa báo cáo"),
        ({"obs_status": "missing"}, "missing", "Chưa báo cáo"),
        ({"obs_status": "not_applicable"}, "not_applicable", "Không áp dụng"),
        ({"obs_status": "final", "denominator": 0.0}, "nothing_counted", "Không phát sinh"),
    ],
)
def test_no_value_says_which_of_the_three_kinds_it_is(
    changes: dict[str, object], kind: str, words: str
) -> None:
    row = headline(value=None, distance=None, status="no_value", **changes)
    assert absence(row) == kind
    drawn = headline_gauges(headlines(row), reader=VI)
    assert words in drawn
    assert "0,00%" not in drawn


def test_provisional_and_estimated_values_say_so() -> None:
    assert "sơ bộ" in headline_gauges(headlines(headline(obs_status="provisional")), reader=VI)
    assert "estimated" in headline_gauges(headlines(headline(obs_status="estimated")), reader=EN)


def test_gauges_take_only_their_own_rows_in_the_order_given() -> None:
    frame = headlines(services(), side("DVC02", 0.5712), headline())
    drawn = headline_gauges(frame, reader=VI)
    assert drawn.count("<article") == 2
    assert drawn.index("422/QĐ-TTg") < drawn.index("nộp trực tuyến")


def test_every_gauge_names_source_cut_off_and_period() -> None:
    drawn = headline_gauges(headlines(headline()), reader=VI)
    for shown in ("Sơ kết", "(19/01/2024)", "Chốt 31/12/2023", "Kỳ: năm 2023", "Công bố"):
        assert shown.lower() in drawn.lower()


def test_blocks_stand_on_one_scale_with_the_provinces_value_and_target() -> None:
    frame = headlines(headline(), side("DVC02", 0.5712), side("DVC03", 0.2796))
    drawn = side_by_side_bars(frame, reader=VI)
    for shown in ("width:57.12%", "width:27.96%", "left:45.03%", "left:40.00%"):
        assert shown in drawn
    for shown in ("Khối địa phương", "57,12%", "Toàn tỉnh 45,03%", "Mục tiêu 40%"):
        assert shown in drawn


def test_a_units_own_value_is_never_called_the_provinces() -> None:
    own = headline(value=0.6635)
    nothing = side_by_side_bars(headlines(own, side("DVC02", None), side("DVC03", None)), reader=VI)
    assert "Toàn tỉnh" not in nothing
    assert "66,35%" not in nothing
    blocks = [side("DVC02", 0.5712, of_whole=True), side("DVC03", 0.2796, of_whole=True)]
    chosen = headlines(own | {"of_whole": False}, *blocks)
    assert sides(chosen)[1] is None
    assert "Số liệu toàn tỉnh" in side_by_side_card(chosen, reader=VI).origin
    assert sides(headlines(own | {"of_whole": True}, *blocks))[1] is not None


def test_the_two_blocks_name_what_they_are_compared_by() -> None:
    blocks = (side("DVC02", 0.805), side("DVC03", 0.7638))
    card = side_by_side_card(headlines(*blocks), reader=VI)
    assert card.title == "Tỷ lệ hồ sơ nộp trực tuyến: địa phương và sở, ban, ngành"
    named = headline(name_vi="Tỷ lệ trực tuyến")
    assert "Tỷ lệ trực tuyến:" in side_by_side_card(headlines(named, *blocks), reader=VI).title


def test_the_distance_subtracts_what_is_shown() -> None:
    # 47.384 and 33.876 are shown as 47.38 and 33.88.
    row = headline(value=0.47384, target=0.33876, distance=0.13508)
    assert "+13,50 điểm %" in headline_gauges(headlines(row), reader=VI)


def test_a_distance_that_is_in_time_is_neither_good_nor_bad() -> None:
    row = headline(value=0.3, distance=-0.1, status="on_course")
    assert '<strong class="ioc-tone-neutral">' in headline_gauges(headlines(row), reader=VI)
    late = headline_gauges(headlines(row | {"status": "behind"}), reader=VI)
    assert "<strong>" in late


def test_a_target_that_was_not_published_says_so() -> None:
    computed = headline(target_provenance="derived")
    drawn = headline_gauges(headlines(computed), reader=VI)
    assert "Mục tiêu 40% (hạn 31/12/2023) · tính toán" in drawn
    published = headline_gauges(headlines(headline(target_provenance="published")), reader=VI)
    assert "(hạn 31/12/2023)<" in published


def test_a_rate_of_few_shows_its_two_counts() -> None:
    few = headline(value=0.92, numerator=23.0, denominator=25.0)
    assert "<small>23/25</small>" in headline_gauges(headlines(few), reader=VI)
    many = headline(numerator=4503.0, denominator=10000.0)
    assert "<small>" not in headline_gauges(headlines(many), reader=VI)


def test_the_document_comes_last_in_the_origin_line() -> None:
    drawn = headline_gauges(headlines(headline()), reader=VI)
    line = drawn[drawn.index("ioc-origin") :]
    order = [line.index(part) for part in ("Chốt 31/12/2023", "Kỳ: năm 2023", "Hội nghị")]
    assert order == sorted(order)


def test_an_incomplete_sum_is_not_told_as_no_value() -> None:
    assert "Chưa đủ số liệu" in status_chip("incomplete", VI)


def test_a_block_without_value_is_hatched_and_not_drawn_as_zero() -> None:
    frame = headlines(side("DVC02", None, obs_status="missing"), side("DVC03", 0.2796))
    drawn = side_by_side_bars(frame, reader=VI)
    assert "ioc-absent-missing" in drawn
    assert "width:0.00%" not in drawn


def test_the_funnel_shows_each_step_as_a_share_of_the_one_before_and_what_is_left() -> None:
    drawn = funnel_bars(headlines(*ACTIVATION), reader=VI)
    for shown in ("2.852.992", "2.389.718", "83,76%", "1.899.673", "79,49%", "còn 490.045"):
        assert shown in drawn
    # On the scale of the cards: 2,389,718 and 1,899,673 of 2,852,992.
    assert "width:83.76%" in drawn
    assert "width:66.59%" in drawn


def test_a_step_without_value_breaks_the_chain_and_not_the_funnel() -> None:
    drawn = funnel_bars(
        headlines(ACTIVATION[0], step("DDI03", None, obs_status="missing"), ACTIVATION[2]),
        reader=VI,
    )
    assert "Chưa báo cáo" in drawn
    assert "1.899.673" in drawn
    assert "%</strong>" not in drawn


def test_a_target_is_written_as_short_as_it_is() -> None:
    rate = Measure.of(headline())
    assert rate.mark(0.4, VI) == "40%"
    assert rate.mark(0.955, VI) == "95,50%"
    assert Measure.of(services()).mark(1139.0, VI) == "1.139"


def test_a_status_never_speaks_by_colour_alone() -> None:
    chip = status_chip("behind", EN)
    assert "ioc-icon-behind" in chip
    assert "Behind" in chip


def test_an_unknown_provenance_is_not_marked_as_any_other() -> None:
    assert provenance_mark(None, VI) == ""
    assert "Minh họa" in provenance_mark("illustrative", VI)


def test_a_figure_of_several_documents_names_the_newest_and_all_provenances() -> None:
    older = headline(source_title_vi="Báo cáo cũ", source_issued_on=date(2023, 1, 1))
    line = origin_of(headlines(older, headline(provenance="illustrative")), reader=VI)
    assert "Báo cáo cũ" not in line
    assert "Công bố" in line
    assert "Minh họa" in line


def test_a_frame_without_origin_says_that_none_is_recorded() -> None:
    assert "Chưa ghi nguồn" in origin_of(headlines(), reader=VI)


@pytest.mark.parametrize("code", ["2023", "2023-H2", "2024-Q1", "2024-02", "2023-12-31"])
def test_a_span_of_days_is_known_as_the_period_it_is(code: str) -> None:
    period = parse_period(code)
    assert period_between(period.start, period.end) == period


def test_a_span_that_is_no_period_has_no_name() -> None:
    assert period_between(date(2023, 1, 1), date(2023, 11, 15)) is None
