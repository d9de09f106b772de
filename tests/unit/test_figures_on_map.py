"""Names on a drawn map: whose figure it is can be seen at once."""

from dataclasses import replace

import pytest

from components.figures.crossings import cross, hits
from components.figures.figures_on_map import figures_in_box, figures_on_map
from components.figures.map_labels import Wanted, label_box, lead_of
from components.figures.map_layout import Box

SIZE = 12.0


def square(left: float, top: float, *, side: float) -> list[list[tuple[float, float]]]:
    right, bottom = left + side, top + side
    return [[(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]]


def town(number: int, left: float, top: float, *, side: float) -> Wanted:
    lines = (f"Xã {number}", "45,0%")
    return Wanted(number, lines, (left + side / 2, top + side / 2), square(left, top, side=side))


@pytest.mark.parametrize(
    ("other", "meets"),
    [
        (((0.0, 10.0), (10.0, 0.0)), True),
        (((6.0, 0.0), (20.0, 10.0)), False),
        # On the same straight line, apart.
        (((11.0, 11.0), (20.0, 20.0)), False),
        (((10.0, 10.0), (20.0, 10.0)), True),
    ],
)
def test_lines_that_meet_are_told_from_those_that_do_not(
    other: tuple[tuple[float, float], tuple[float, float]], *, meets: bool
) -> None:
    line = ((0.0, 0.0), (10.0, 10.0))
    assert cross(line, other) is meets
    assert cross(other, line) is meets


def test_a_line_through_a_box_or_into_it_hits_it() -> None:
    box = Box(10, 10, 20, 20)
    assert hits(((0.0, 15.0), (30.0, 15.0)), box)
    assert hits(((0.0, 0.0), (12.0, 12.0)), box)
    assert not hits(((0.0, 0.0), (30.0, 5.0)), box)
    assert not hits(((0.0, 25.0), (9.0, 0.0)), box)


def test_a_name_stands_within_its_unit_where_it_fits() -> None:
    placed = figures_on_map(
        [town(1, 100, 100, side=150)], width=400, height=400, size=SIZE, kept_free=[]
    )
    assert [(label.at, label.leads_to) for label in placed] == [((175.0, 175.0), None)]


def test_small_units_have_their_names_at_the_sides_in_their_order() -> None:
    # Six of 15 pixels each at the right rim of the land, one below the other.
    small = [town(n, 250, 40 + 24 * n, side=15) for n in range(6)]
    placed = figures_on_map(small, width=400, height=300, size=SIZE, kept_free=[])
    assert {label.unit_id for label in placed} == set(range(6))
    boxes = [label_box(label, SIZE) for label in placed]
    leads = [lead_of(label, box) for label, box in zip(placed, boxes, strict=True)]
    lines = [line for line in leads if line is not None]
    assert not any(cross(one, two) for n, one in enumerate(lines) for two in lines[n + 1 :])
    for label, line in zip(placed, leads, strict=True):
        others = [label_box(other, SIZE) for other in placed if other is not label]
        assert line is None or not any(hits(line, box) for box in others)


def test_a_figure_alone_stands_where_its_name_does_not_fit() -> None:
    # The picture is all land: nothing can stand beside it.
    wanted = [
        replace(town(n, n % 2 * 50, n // 2 * 50, side=50), lines=("Thị trấn rất xa xôi", "45,0%"))
        for n in range(4)
    ]
    placed = figures_on_map(wanted, width=100, height=100, size=SIZE, kept_free=[])
    assert [label.lines for label in placed] == [("45,0%",)] * 4


def test_what_is_kept_free_stays_free() -> None:
    legend = Box(0, 0, 400, 200)
    small = [town(n, 200, 40 + 24 * n, side=15) for n in range(6)]
    placed = figures_on_map(small, width=400, height=300, size=SIZE, kept_free=[legend])
    for label in placed:
        box = label_box(label, SIZE)
        line = lead_of(label, box)
        assert not box.meets(legend)
        assert line is None or not hits(line, legend)


def test_in_a_box_names_stand_within_their_units() -> None:
    box = Box(200, 100, 400, 300)
    placed = figures_in_box([town(1, 220, 120, side=150)], box=box, size=SIZE)
    assert [(label.at, label.lines) for label in placed] == [((295.0, 195.0), ("Xã 1", "45,0%"))]
