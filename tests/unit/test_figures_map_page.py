"""The map of a page of its own: kinds of no value, a crowd in a box, columns, months, the tape."""

import json
import zlib
from datetime import date
from typing import Any

import polars as pl
import pytest

from bench.maps import COMMUNES, MOST_OF_THE_COUNTRY, country
from components.blocks.map_card import map_picture, map_words
from components.blocks.map_tape import last_months, neighbours, next_on_tape, tape
from components.figures.map_choice import clicked_code, with_choice
from components.figures.map_columns import HIGHEST, unit_columns
from components.figures.map_inset import LEAST_LARGER, layout_with_inset
from components.figures.map_labels import Wanted, place_within
from components.figures.map_layers import finished
from components.figures.map_layout import Box, map_layout
from components.figures.map_months import MonthOnMap, month_maps
from components.figures.outlines import decimals_for, dots, holds, rounded
from components.figures.projection import MapView
from components.figures.unit_map import unit_map
from components.figures.unit_rows import unit_table
from components.theme import LIGHT
from domain.periods import parse_period
from tests.unit.figure_rows import EN, ONLINE_RATE, VI, boundaries, square, unit, units

KINDS = ("missing", "not_applicable", "nothing_counted", "not_convertible")
LOOK: dict[str, Any] = {"measure": ONLINE_RATE, "reader": VI, "theme": LIGHT}


def four_kinds() -> tuple[pl.DataFrame, pl.DataFrame]:
    """A unit of each kind of no value, and one whose value is zero."""
    statuses = dict(
        zip(KINDS, ("missing", "not_applicable", "final", "not_convertible"), strict=True)
    )
    rows = [unit(n, None, obs_status=statuses[kind]) for n, kind in enumerate(KINDS, 1)]
    outlines = [square(n, 105 + n * 0.1, 19) for n in range(1, 6)]
    return units(*rows, unit(5, 0.0)), boundaries(*outlines)


def a_province_with_a_crowd() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Three large units, and north-west of the last nine wards of a hundredth of a degree."""
    large = [square(n, 105 + 0.3 * n, 19, size=0.3) for n in range(3)]
    small = [square(10 + n, 105 + n % 3 * 0.02, 19.32 + n // 3 * 0.02, size=0.02) for n in range(9)]
    rows = [unit(row["unit_id"], 0.1 + row["unit_id"] / 100) for row in (*large, *small)]
    return units(*rows), boundaries(*large, *small)


def layers_of(deck: Any) -> dict[str, Any]:
    spec = json.loads(finished(deck).to_json())
    return {layer["id"]: layer for layer in spec["layers"]}


def test_each_kind_of_no_value_has_a_pattern_of_its_own_and_zero_has_none() -> None:
    values, outlines = four_kinds()
    layout = map_layout(outlines, width=600, height=200, legend_lines=0)
    drawn = layers_of(unit_map(values, outlines, layout=layout, **LOOK))
    assert layout is not None
    west = {
        n: layout.view.to_degrees((min(x for x, _ in layout.outlines[n][0]), 0))[0]
        for n in range(1, 6)
    }

    def over(n: int, places: list[list[float]]) -> list[list[float]]:
        return [p for p in places if west[n] < p[0] < west[n] + 0.1]

    strokes = [s["from"] + s["to"] for s in drawn["hatches"]["data"]]
    slopes = {
        n: {
            (s[3] > s[1]) - (s[3] < s[1])
            for s in strokes
            if over(n, [[(s[0] + s[2]) / 2]]) and abs(s[0] - s[2]) > 0.005
        }
        for n in range(1, 6)
    }
    assert len(slopes[1]) == 1 and slopes[1] != {0}
    assert slopes[2] == {1, -1}
    assert slopes[3] == {0}
    assert slopes[4] == slopes[5] == set()
    points = [point["at"] for point in drawn["dots"]["data"]]
    assert len(over(4, points)) == len(points) > 20


def test_the_legend_counts_each_kind_of_no_value_apart_from_zero() -> None:
    values, outlines = four_kinds()
    overlay = map_picture(values, outlines, fill="classes", **LOOK).overlay
    for kind in KINDS:
        assert f"ioc-absent-{kind}" in overlay
        assert f"{VI.text(f'figures.absence.{kind}')} (1)" in overlay
    assert "ioc-ramp-2" in overlay


def test_dots_lie_inside_at_equal_distances() -> None:
    ring = [[(0.0, 0.0), (50.0, 0.0), (50.0, 50.0), (0.0, 50.0), (0.0, 0.0)]]
    found = dots(ring, every=10)
    assert all(holds(ring, (x + 0.01, y)) for x, y in found if x < 50)
    assert {round(x) % 10 for x, _ in found} == {0}


def test_corners_that_fall_together_are_sent_once_and_a_ring_stays_a_ring() -> None:
    ring = [[105.0, 19.0], [105.00001, 19.0], [105.1, 19.0], [105.1, 19.1], [105.0, 19.0]]
    sent = rounded({"type": "Polygon", "coordinates": [ring]}, decimals=2)["coordinates"][0]
    assert sent == [[105.0, 19.0], [105.1, 19.0], [105.1, 19.1], [105.0, 19.0]]
    speck = [[105.0, 19.0], [105.00001, 19.0], [105.00001, 19.00001], [105.0, 19.0]]
    assert (
        len(rounded({"type": "Polygon", "coordinates": [speck]}, decimals=2)["coordinates"][0]) == 4
    )


def test_a_larger_country_needs_fewer_decimals() -> None:
    province = MapView(105, 19, 8.5, 1120, 824)
    country = MapView(106, 16, 5.0, 1120, 824)
    assert decimals_for(province) == 4
    assert decimals_for(country) == 3


def test_a_crowd_of_small_units_is_drawn_again_larger_where_nothing_lies() -> None:
    _, outlines = a_province_with_a_crowd()
    layout, inset = layout_with_inset(outlines, width=1120, height=824, legend_lines=5)
    assert layout is not None and inset is not None
    assert set(inset.shapes) == set(range(10, 19))
    assert inset.larger >= LEAST_LARGER
    assert not inset.box.meets(layout.legend) and not inset.box.meets(inset.crowd)
    assert inset.box.within(1120, 824)
    assert all(
        inset.box.holds(point) for rings in inset.outlines.values() for r in rings for point in r
    )


def test_names_of_the_crowd_stand_in_its_box_and_nowhere_else() -> None:
    values, outlines = a_province_with_a_crowd()
    layout, inset = layout_with_inset(outlines, width=1120, height=824, legend_lines=5)
    assert layout is not None and inset is not None
    drawn = layers_of(unit_map(values, outlines, layout=layout, inset=inset, large=True, **LOOK))
    assert len(drawn["units"]["data"]["features"]) == 12 + 9
    names = {
        text["text"]: layout.view.to_pixels(tuple(text["at"]))
        for name, layer in drawn.items()
        if name.startswith("texts")
        for text in layer["data"]
    }
    for number in range(10, 19):
        assert inset.box.holds(names[f"Huyện {number}"])
    for number in range(3):
        assert not inset.box.holds(names[f"Huyện {number}"])


def test_where_nothing_crowds_there_is_no_box() -> None:
    outlines = boundaries(*(square(n, 105 + n * 0.3, 19, size=0.3) for n in range(3)))
    assert layout_with_inset(outlines, width=1120, height=824, legend_lines=5)[1] is None


def test_the_chosen_unit_is_outlined_in_the_box_too_and_clicks_come_from_a_layer_of_its_own() -> (
    None
):
    values, outlines = a_province_with_a_crowd()
    picture = map_picture(values, outlines, fill="classes", **LOOK)
    spec = json.loads(with_choice(picture.deck, code="412", theme=LIGHT).to_json())
    names = [layer["id"] for layer in spec["layers"]]
    assert "units-412" in names and "units" not in names
    assert [name for name in names if name.startswith("chosen")] == ["chosen-0", "chosen-1"]
    assert names.index("chosen-1") < names.index("leads")
    unchanged = with_choice(picture.deck, code="999", theme=LIGHT)
    assert unchanged.to_json() == picture.deck.to_json()


@pytest.mark.parametrize(
    ("objects", "code"),
    [
        ({"units": [{"properties": {"code": "412"}}]}, "412"),
        ({"columns-of-units": [{"code": "413"}]}, "413"),
        ({"units": [{"properties": {}}]}, None),
        ({}, None),
    ],
)
def test_a_click_tells_the_code_of_its_unit(objects: dict[str, Any], code: str | None) -> None:
    assert clicked_code({"objects": objects}) == code


def test_columns_are_as_high_as_their_share_of_the_largest_value() -> None:
    values = units(unit(1, 0.8), unit(2, 0.4), unit(3, 0.0), unit(4, None, obs_status="missing"))
    outlines = boundaries(*(square(n, 105 + n * 0.1, 19) for n in range(1, 5)))
    layout = map_layout(outlines, width=1120, height=824, legend_lines=5)
    columns = layers_of(unit_columns(values, outlines, layout=layout, **LOOK))["columns-of-units"]
    heights = {row["code"]: row["height"] for row in columns["data"]}
    assert set(heights) == {"401", "402", "403"}
    assert heights["403"] == 0
    assert heights["402"] == pytest.approx(heights["401"] / 2, abs=1)
    assert HIGHEST > 0


def test_a_column_at_the_top_leaves_room_for_its_words() -> None:
    outlines = boundaries(square(1, 105, 19.4), square(2, 105, 19))
    layout = map_layout(outlines, width=400, height=400, legend_lines=3)

    def highest(north: float, south: float) -> int:
        values = units(unit(1, north), unit(2, south))
        layers = layers_of(unit_columns(values, outlines, layout=layout, **LOOK))
        return max(row["height"] for row in layers["columns-of-units"]["data"])

    assert highest(1.0, 0.1) < highest(0.1, 1.0)


def test_small_maps_share_their_classes_and_say_who_has_no_value() -> None:
    outlines = boundaries(*(square(n, 105 + n * 0.1, 19) for n in range(1, 4)))
    low = units(unit(1, 0.1), unit(2, 0.1), unit(3, None, obs_status="not_applicable"))
    high = units(unit(1, 0.9), unit(2, 0.9), unit(3, 0.9))
    nobody = boundaries()
    months = [
        MonthOnMap("2023-01", "Tháng 1/2023", low, outlines),
        MonthOnMap("2023-02", "Tháng 2/2023", high, outlines),
        MonthOnMap("2023-03", "Tháng 3/2023", units(), outlines),
        MonthOnMap("2023-04", "Tháng 4/2023", units(), nobody),
    ]
    maps, legend = month_maps(months, **LOOK)
    worst, best = (LIGHT.ramp[place].replace("#", "%23") for place in (0, 4))
    assert worst in maps[0].html and best not in maps[0].html
    assert best in maps[1].html and worst not in maps[1].html
    assert "2/3 đơn vị có số liệu · Không áp dụng: 1" in maps[0].html
    assert "url(%23not_applicable)" in maps[0].html
    assert VI.text("map.month_without_figures") in maps[2].html
    assert "url(%23missing)" in maps[2].html
    assert VI.text("map.month_without_map") in maps[3].html
    assert "ioc-absent-not_applicable" in legend and "(" not in legend.replace("(vi", "")


def test_the_table_reads_without_a_pointer() -> None:
    rows = units(
        unit(1, 0.5, numerator=5.0, denominator=10.0),
        unit(2, 0.25, numerator=1.0, denominator=4.0),
        unit(3, None, obs_status="not_applicable"),
    )
    drawn = unit_table(
        rows,
        measure=ONLINE_RATE,
        reader=VI,
        link=lambda row: f"/x?unit={row['unit_code']}",
        chosen=2,
    )
    for words in ("5/10", "1/4", "50,00%", "25,00%", "Đạt mục tiêu", "Không đạt", "Không áp dụng"):
        assert words in drawn
    assert drawn.index("Huyện 2") < drawn.index("Huyện 1") < drawn.index("Huyện 3")
    assert 'href="/x?unit=402"' in drawn
    assert drawn.count('aria-current="true"') == 1


def test_source_and_licence_of_the_outlines_stand_below() -> None:
    values, outlines = four_kinds()
    licensed = outlines.with_columns(boundary_licence=pl.lit("MIT"))
    said = map_words(values, licensed, measure=ONLINE_RATE, reader=EN, when="2023")
    assert "Schematic boundaries, not legal ones. Source: vietnamadminunits. Licence: MIT." in said


def test_every_commune_of_the_country_is_drawn_in_under_two_megabytes() -> None:
    values, outlines = country()
    picture = map_picture(values, outlines, fill="classes", **LOOK)
    sent = picture.deck.to_json()
    drawn = {layer["id"]: layer for layer in json.loads(sent)["layers"]}
    assert len(drawn["units"]["data"]["features"]) == COMMUNES
    assert not [name for name in drawn if name.startswith("texts")]
    assert len(zlib.compress(sent.encode(), 6)) <= MOST_OF_THE_COUNTRY


CODES = ["2024", "2024-Q1", "2023-11", "2024-02", "2023-12", "2024-01", "2023"]


@pytest.mark.parametrize(
    ("asked", "before", "after"),
    [
        ("2023-12", "2023-11", "2024-01"),
        ("2023-11", None, "2023-12"),
        ("2024", "2023", None),
        ("2024-Q1", None, None),
    ],
)
def test_the_period_beside_is_of_the_same_kind(
    asked: str, before: str | None, after: str | None
) -> None:
    assert neighbours(CODES, parse_period(asked)) == (before, after)


@pytest.mark.parametrize(
    ("asked", "played"),
    [
        ("2023", ["2023-11", "2023-12"]),
        ("2023-12", ["2023-12", "2024-01", "2024-02"]),
        ("2024-02", ["2023-11", "2023-12", "2024-01", "2024-02"]),
        ("2022", []),
    ],
)
def test_play_goes_on_from_here_or_begins_again(asked: str, played: list[str]) -> None:
    assert tape(CODES, parse_period(asked)) == played


def test_play_ends_with_its_last_month() -> None:
    steps = ["2023-11"]
    while following := next_on_tape(CODES, parse_period(steps[-1]), until="2024-01"):
        steps.append(following)
    assert steps == ["2023-11", "2023-12", "2024-01"]


def test_the_last_twelve_months_end_with_today() -> None:
    months = last_months(parse_period("2024"), today=date(2024, 4, 2))
    assert [months[0].code, months[-1].code, len(months)] == ["2023-05", "2024-04", 12]


def test_in_a_box_every_name_stands_before_any_value_does() -> None:
    ring = [[(0.0, 0.0), (90.0, 0.0), (90.0, 40.0), (0.0, 40.0)]]
    wanted = [
        Wanted(number, ("Xã Một", "50,0%"), (45.0, y), ring) for number, y in ((1, 10.0), (2, 30.0))
    ]
    placed = place_within(wanted, box=Box(0, 0, 90, 40), size=12.0)
    assert {label.unit_id for label in placed} == {1, 2}
