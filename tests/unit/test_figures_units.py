"""Ranking, classes, legend and map of units: what is drawn, where, and in which colour."""

import json
from typing import Any

import polars as pl
import pytest

from components.blocks.units import units_card
from components.figures.classes import ValueClasses
from components.figures.map_layers import finished, rgb
from components.figures.map_layout import map_layout
from components.figures.map_legend import map_legend
from components.figures.ranking import ranked_bars
from components.figures.unit_map import unit_map
from components.theme import LIGHT
from tests.unit.figure_rows import (
    EN,
    ONLINE_RATE,
    VI,
    boundaries,
    square,
    unit,
    units,
)

LOWER_IS_BETTER = type(ONLINE_RATE)("Quá hạn", "Overdue", "rate", "percent", "lower")


def spec(values: pl.DataFrame, outlines: pl.DataFrame, **changes: Any) -> dict[str, Any]:
    """What the browser is sent for a map of 600 x 400 pixels."""
    layout = map_layout(outlines, width=600, height=400, legend_lines=4)
    options = {"measure": ONLINE_RATE, "reader": VI, "theme": LIGHT, "layout": layout}
    deck = unit_map(values, outlines, **(options | changes))
    read: dict[str, Any] = json.loads(finished(deck).to_json())
    return read


def layer(spec: dict[str, Any], name: str) -> list[Any]:
    found = next(layer["data"] for layer in spec["layers"] if layer["id"] == name)
    return found["features"] if isinstance(found, dict) else found


def fills(spec: dict[str, Any]) -> list[list[int]]:
    return [feature["properties"]["fill"] for feature in layer(spec, "units")]


def test_up_to_24_units_are_ranked_in_full_worst_first() -> None:
    drawn = ranked_bars(
        units(unit(1, 0.9), unit(2, 0.1), unit(3, 0.5)), measure=ONLINE_RATE, reader=VI
    )
    order = [drawn.index(f">Huyện {n}<") for n in (2, 3, 1)]
    assert order == sorted(order)
    assert "width:90.00%" in drawn
    assert "left:40.00%" in drawn


def test_best_first_turns_the_ranking_round_and_keeps_no_value_last() -> None:
    values = units(unit(1, 0.9), unit(2, 0.1), unit(3, None, obs_status="missing"))
    drawn = ranked_bars(values, measure=ONLINE_RATE, reader=VI, worst_first=False)
    order = [drawn.index(f">Huyện {n}<") for n in (1, 2, 3)]
    assert order == sorted(order)


def test_of_58_units_the_ten_worst_and_the_ten_best_are_shown() -> None:
    values = units(*(unit(n, n / 100) for n in range(1, 59)))
    drawn = ranked_bars(values, measure=ONLINE_RATE, reader=EN)
    assert drawn.count("<li") == 20
    assert ">District 10<" in drawn
    assert ">District 11<" not in drawn
    assert ">District 48<" not in drawn
    assert ">District 49<" in drawn


def test_58_equal_units_have_neither_best_nor_worst() -> None:
    equal = units(*(unit(n, 0.0) for n in range(1, 59)))
    drawn = ranked_bars(equal, measure=ONLINE_RATE, reader=VI)
    assert "<h4>" not in drawn
    assert drawn.count("<li") == 20


def test_units_without_value_say_why_and_have_no_bar() -> None:
    drawn = ranked_bars(
        units(unit(1, None, obs_status="not_applicable")), measure=ONLINE_RATE, reader=VI
    )
    assert "Không áp dụng" in drawn
    assert "ioc-track" not in drawn


def test_classes_hold_about_as_many_units_each_at_round_bounds() -> None:
    classes = ValueClasses.of([n / 100 for n in range(1, 101)], measure=ONLINE_RATE)
    assert len(classes.bounds) == 4
    assert all(f"{bound * 100:.6f}".endswith(".000000") for bound in classes.bounds)
    members = [classes.index(n / 100) for n in range(1, 101)]
    assert {members.count(index) for index in range(5)} <= {18, 19, 20, 21, 22}
    assert [classes.index(value) for value in (0.01, 0.3, 0.5, 0.7, 1.0)] == [0, 1, 2, 3, 4]


def test_where_lower_is_better_the_lowest_class_is_the_best() -> None:
    values = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    higher = ValueClasses.of(values, measure=ONLINE_RATE)
    lower = ValueClasses.of(values, measure=LOWER_IS_BETTER)
    assert higher.place_on_ramp(higher.index(0.9)) == 4
    assert lower.place_on_ramp(lower.index(0.9)) == 0
    assert lower.place_on_ramp(lower.index(0.1)) == 4


@pytest.mark.parametrize("values", [[], [0.5], [0.5, 0.5, 0.5]])
def test_values_that_do_not_differ_are_one_class(values: list[float]) -> None:
    classes = ValueClasses.of(values, measure=ONLINE_RATE)
    assert classes.bounds == ()
    assert classes.labels(measure=ONLINE_RATE, reader=EN) == ["All"]


def test_a_map_fills_by_class_and_keeps_no_value_off_the_ramp() -> None:
    values = units(unit(1, 0.1), unit(2, 0.9), unit(3, None, obs_status="missing"))
    outlines = boundaries(square(1, 105.0, 19.0), square(2, 105.1, 19.0), square(3, 105.2, 19.0))
    worst, best, missing = fills(spec(values, outlines))
    assert worst == rgb(LIGHT.ramp[0])
    assert best == rgb(LIGHT.ramp[4])
    assert missing == rgb(LIGHT.absent[0])


def test_the_three_kinds_of_no_value_differ_in_fill_or_hatch() -> None:
    outlines = boundaries(*(square(n, 105.0 + n / 10, 19.0) for n in (1, 2, 3)))
    kinds = ("missing", "not_applicable", "final")
    drawn = [
        (fills(map_)[0], len(layer(map_, "hatches")) > 0)
        for kind in kinds
        for map_ in [spec(units(unit(1, None, obs_status=kind)), outlines.head(1))]
    ]
    assert len({(tuple(fill), hatched) for fill, hatched in drawn}) == 3


def test_a_unit_on_the_map_without_an_answer_counts_as_missing() -> None:
    outlines = boundaries(square(1, 105.0, 19.0), square(2, 105.1, 19.0))
    values = units(unit(1, 0.5))
    assert rgb(LIGHT.absent[0]) in fills(spec(values, outlines))
    legend = map_legend(values, outlines, measure=ONLINE_RATE, reader=VI)
    assert "Chưa báo cáo (1)" in legend.html


def test_names_stand_on_the_map_with_all_their_vietnamese_letters() -> None:
    outlines = boundaries(square(1, 105.0, 19.0, size=0.5))
    map_ = spec(units(unit(1, 0.5712, unit_vi="Quỳnh Lưu")), outlines)
    assert [text["text"] for text in layer(map_, "texts-650")] == ["Quỳnh Lưu"]
    assert [text["text"] for text in layer(map_, "texts-600")] == ["57,1%"]
    texts = next(layer for layer in map_["layers"] if layer["id"] == "texts-650")
    assert texts["characterSet"] == "auto"


def test_a_map_asks_nobody_for_tiles_and_moves_for_nobody() -> None:
    map_ = spec(units(unit(1, 0.5)), boundaries(square(1, 105.0, 19.0)))
    assert not map_.get("mapProvider")
    # Null would make Streamlit ask another host for its own style.
    assert map_["mapStyle"] == "__MAP_STYLE__"
    assert [view["controller"] for view in map_["views"]] == [False]
    assert "http" not in json.dumps(map_)


def test_names_are_plain_text_in_the_tooltip_and_on_the_map() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    outlines = boundaries(square(1, 105.0, 19.0, size=0.5))
    values = units(unit(1, 0.5, unit_vi=hostile, full_name_vi=hostile))
    layout = map_layout(outlines, width=600, height=400, legend_lines=4)
    deck = unit_map(values, outlines, measure=ONLINE_RATE, reader=VI, theme=LIGHT, layout=layout)
    # As "text" Streamlit sets it as inner text; as "html" it would be markup.
    assert deck._tooltip["text"] == "{tip}"
    assert "html" not in deck._tooltip


def test_58_units_with_long_outlines_are_sent_in_well_under_120_kilobytes() -> None:
    def round_unit(number: int) -> dict[str, Any]:
        row = square(number, 105 + number % 8 / 10, 19 + number // 8 / 10)
        west, south = 105 + number % 8 / 10, 19 + number // 8 / 10
        ring = [[west + n * 0.001234567, south] for n in range(60)]
        ring += [[west + 0.08, south + 0.08], [west, south + 0.08], [west, south]]
        return row | {"geometry": json.dumps({"type": "Polygon", "coordinates": [ring]})}

    outlines = boundaries(*(round_unit(n) for n in range(58)))
    values = units(*(unit(n, n / 58, numerator=float(n), denominator=58.0) for n in range(58)))
    assert len(json.dumps(spec(values, outlines))) < 120_000


def test_the_legend_counts_the_units_of_each_class_and_names_the_boundaries() -> None:
    outlines = boundaries(square(1, 105.0, 19.0), square(2, 105.1, 19.0))
    legend = map_legend(
        units(unit(1, 0.2), unit(2, 0.8)), outlines, measure=ONLINE_RATE, reader=VI, fill="status"
    )
    assert "Đạt mục tiêu (1)" in legend.html
    assert "Không đạt (1)" in legend.html
    assert "Ranh giới minh họa (sơ đồ)" in legend.html
    assert "Schematic" in map_legend(units(), outlines, measure=ONLINE_RATE, reader=EN).html


def test_a_card_of_units_can_be_kept_and_gives_its_text_again() -> None:
    card = units_card(
        units(unit(1, 0.5)),
        boundaries(square(1, 105.0, 19.0)),
        measure=ONLINE_RATE,
        reader=VI,
        theme=LIGHT,
        height=420,
        when="năm 2023",
    )
    assert card.deck.to_json() == card.deck.to_json()
    assert json.loads(card.deck.to_json())["layers"]
    assert "năm 2023" in card.card.origin


def test_without_outlines_the_map_is_empty_and_says_so() -> None:
    card = units_card(
        units(unit(1, 0.5)),
        boundaries(),
        measure=ONLINE_RATE,
        reader=VI,
        theme=LIGHT,
        height=420,
    )
    assert json.loads(card.deck.to_json())["layers"] == []
    assert "Chưa có ranh giới" in card.legend


def test_an_unknown_fill_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="rainbow"):
        spec(units(unit(1, 0.5)), boundaries(square(1, 105.0, 19.0)), fill="rainbow")


def test_a_figure_that_may_still_change_is_hatched_and_the_hatch_is_explained() -> None:
    still_open = ranked_bars(
        units(unit(12, 0.5, obs_status="provisional")), measure=ONLINE_RATE, reader=VI
    )
    settled = ranked_bars(units(unit(12, 0.5)), measure=ONLINE_RATE, reader=VI)
    assert still_open.count("ioc-provisional") == 3  # the bar, the note and its swatch
    assert VI.text("figures.obs_status.provisional") in still_open
    assert "ioc-provisional" not in settled
