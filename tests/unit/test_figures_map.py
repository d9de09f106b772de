"""Where things fall on a map: projection, outlines, hatches, and names that never touch."""

import math

import pytest

from components.figures.map_labels import Wanted, label_box, lead_of, place_labels
from components.figures.map_layout import CORNERS, Box, around, map_layout
from components.figures.outlines import area, hatch, holds, on_picture, rings_of, rounded
from components.figures.projection import MapView
from tests.unit.figure_rows import boundaries, square

SQUARE = [[(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0), (0.0, 0.0)]]
HOLE = [(40.0, 40.0), (40.0, 60.0), (60.0, 60.0), (60.0, 40.0), (40.0, 40.0)]
NOWHERE = Box(-10, -10, -5, -5)
PLACES = [(103.9, 18.5), (105.8, 20.0)]


def test_a_fitted_view_shows_every_place_within_its_margin() -> None:
    view = MapView.fitted(PLACES, width=600, height=400, margin=8)
    xs, ys = zip(*(view.to_pixels(place) for place in PLACES), strict=True)
    assert min(xs) >= 8 - 1e-6
    assert max(xs) <= 592 + 1e-6
    # Higher than wide for its box: the height decides.
    assert (min(ys), max(ys)) == pytest.approx((8, 392))


def test_room_kept_free_at_the_left_or_below_stays_free() -> None:
    left = MapView.fitted(PLACES, width=600, height=400, left=250)
    below = MapView.fitted(PLACES, width=600, height=400, bottom=50)
    assert min(left.to_pixels(place)[0] for place in PLACES) >= 258 - 1e-6
    assert max(below.to_pixels(place)[1] for place in PLACES) <= 342 + 1e-6


def test_pixels_and_degrees_are_each_others_inverse() -> None:
    view = MapView.fitted(PLACES, width=600, height=400)
    assert view.to_degrees(view.to_pixels((105.0, 19.2))) == pytest.approx((105.0, 19.2))


def test_one_degree_of_longitude_is_as_wide_as_deck_gl_draws_it() -> None:
    # At zoom 7 the world is 512 * 2**7 pixels wide.
    view = MapView(105.0, 19.0, 7.0, 600, 400)
    east, west = view.to_pixels((105.5, 19.0))[0], view.to_pixels((104.5, 19.0))[0]
    assert east - west == pytest.approx(512 * 2**7 / 360)


def test_nothing_to_fit_to_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to fit"):
        MapView.fitted([], width=600, height=400)


def test_a_point_in_a_hole_is_outside() -> None:
    assert holds([*SQUARE, HOLE], (20.0, 20.0))
    assert not holds([*SQUARE, HOLE], (50.0, 50.0))
    assert not holds(SQUARE, (150.0, 50.0))
    assert area([*SQUARE, HOLE]) == 100 * 100 - 20 * 20


def test_coordinates_are_sent_with_four_decimals() -> None:
    geometry = {"type": "MultiPolygon", "coordinates": [[[[105.123456, 19.98765432]]]]}
    assert rounded(geometry)["coordinates"] == [[[[105.1235, 19.9877]]]]


def test_what_is_no_outline_is_refused() -> None:
    with pytest.raises(ValueError, match="Point"):
        rings_of({"type": "Point", "coordinates": [105.0, 19.0]})


@pytest.mark.parametrize("degrees", [0.0, 45.0])
def test_strokes_of_a_hatch_lie_inside(degrees: float) -> None:
    strokes = hatch([*SQUARE, HOLE], every=7, degrees=degrees)
    assert len(strokes) > 10
    for (x1, y1), (x2, y2) in strokes:
        assert holds([*SQUARE, HOLE], ((x1 + x2) / 2, (y1 + y2) / 2))


def test_labels_stand_within_the_picture_and_never_touch() -> None:
    outlines = boundaries(
        *(square(n, 105 + n % 5 * 0.03, 19 + n // 5 * 0.03, size=0.03) for n in range(25))
    )
    layout = map_layout(outlines, width=300, height=300, legend_lines=3)
    assert layout is not None
    wanted = [
        Wanted(n, (f"Huyện dài {n}", "45,0%"), layout.points[n], layout.outlines[n])
        for n in range(25)
    ]
    placed = place_labels(wanted, width=300, height=300, size=12, kept_free=[layout.legend])
    boxes = [label_box(label, 12) for label in placed]
    assert len(boxes) > 5
    assert all(box.within(300, 300) and not box.meets(layout.legend) for box in boxes)
    assert not any(one.meets(other) for n, one in enumerate(boxes) for other in boxes[n + 1 :])


def test_a_name_that_does_not_fit_within_stands_beside_all_units_with_a_line() -> None:
    town, around_it = [[(x / 5 + 90, y / 5 + 90) for x, y in SQUARE[0]]], SQUARE
    wanted = [
        Wanted(1, ("Huyện lớn", "50,0%"), (50.0, 50.0), around_it),
        Wanted(2, ("Thị xã nhỏ", "60,0%"), (52.0, 52.0), town),
    ]
    placed = place_labels(wanted, width=400, height=400, size=12, kept_free=[NOWHERE])
    small = next(label for label in placed if label.unit_id == 2)
    assert small.leads_to == (52.0, 52.0)
    assert not any(holds(around_it, point) for point in label_box(small, 12).points())


def test_a_line_ends_at_the_rim_of_its_name_and_no_other_name_stands_on_it() -> None:
    towns = [[[(x / 20 + 195, y / 20 + 120 + 60 * n) for x, y in SQUARE[0]]] for n in range(3)]
    wanted = [
        Wanted(n, ("Thị xã nhỏ", "60,0%"), (197.5, 122.5 + 60 * n), town)
        for n, town in enumerate(towns)
    ]
    placed = place_labels(wanted, width=400, height=400, size=12, kept_free=[NOWHERE])
    boxes = {label.unit_id: label_box(label, 12) for label in placed}
    beside = [label for label in placed if label.leads_to is not None]
    assert len(beside) == 3
    for label in beside:
        line = lead_of(label, boxes[label.unit_id])
        assert line is not None
        (x, y), (to_x, to_y) = line
        way = [(x + (to_x - x) * n / 50, y + (to_y - y) * n / 50) for n in range(50)]
        assert not any(box.holds(point) for box in boxes.values() for point in way[1:])


def test_who_chooses_first_gets_the_place_and_who_finds_none_is_left_out() -> None:
    same = [Wanted(n, ("Tên", "1%"), (50.0, 50.0), SQUARE) for n in range(40)]
    placed = place_labels(same, width=100, height=100, size=12, kept_free=[NOWHERE])
    assert placed[0].unit_id == 0
    assert placed[0].at == (50.0, 50.0)
    assert len(placed) < 40


def test_the_legend_stands_in_a_corner_that_no_unit_reaches() -> None:
    # A band from the south-west to the north-east.
    outlines = boundaries(*(square(n, 105 + n / 10, 19 + n / 10) for n in range(8)))
    layout = map_layout(outlines, width=500, height=400, legend_lines=5)
    assert layout is not None
    assert layout.corner in ("top-left", "bottom-right")
    assert not any(layout.legend.meets(around(rings)) for rings in layout.outlines.values())


def test_a_province_that_fills_its_box_makes_room_for_the_legend() -> None:
    layout = map_layout(boundaries(square(1, 105.0, 19.0)), width=400, height=400, legend_lines=6)
    assert layout is not None
    assert layout.corner in (*CORNERS, "below")
    assert not layout.legend.meets(around(layout.outlines[1]))


def test_outlines_keep_their_shape_on_the_picture() -> None:
    outlines = boundaries(square(1, 105.0, 19.0))
    layout = map_layout(outlines, width=400, height=400, legend_lines=0)
    assert layout is not None
    box = around(layout.outlines[1])
    across, down = box.right - box.left, box.bottom - box.top
    # A degree of latitude is longer than one of longitude by 1 / cos(latitude).
    assert down / across == pytest.approx(1 / math.cos(math.radians(19.05)), rel=1e-3)
    assert on_picture(layout.shapes[1], layout.view) == layout.outlines[1]
