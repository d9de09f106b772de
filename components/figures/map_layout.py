"""How a province lies on a picture: its view, its outlines in pixels, and where the legend goes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import polars as pl

from components.figures.outlines import Rings, holds, on_picture, rings_of
from components.figures.projection import MapView, Pixels

# The legend stands in the first corner that no unit reaches into, wherever the map can be moved
# for it; else the map makes room.
CORNERS = ("bottom-left", "top-right", "bottom-right", "top-left")
BESIDE, BELOW = "bottom-left", "below"
LEGEND_WIDTH = 164
LEGEND_LINE = 18
# How many entries of a legend stand in one line below the map: as many as its width has room for.
ENTRIES_BELOW, ENTRY_WIDTH = 4, 120
# Share of the free room at the sides that lies at the left: the sea is in the east, and names
# find room there.
ALIGNMENTS = (0.25, 0.5, 0.75, 1.0, 0.0)


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels from the left and from the top."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, width: float, height: float) -> bool:
        return self.left >= 0 and self.top >= 0 and self.right <= width and self.bottom <= height

    def holds(self, point: Pixels) -> bool:
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def points(self, *, across: int = 3, down: int = 2) -> list[Pixels]:
        """A grid of points over the rectangle, corners included."""
        xs = [self.left + (self.right - self.left) * n / (across - 1) for n in range(across)]
        ys = [self.top + (self.bottom - self.top) * n / (down - 1) for n in range(down)]
        return [(x, y) for y in ys for x in xs]

    def edges(self) -> list[tuple[Pixels, Pixels]]:
        """Its four sides, one after the other."""
        corners = [
            (self.left, self.top),
            (self.right, self.top),
            (self.right, self.bottom),
            (self.left, self.bottom),
        ]
        return list(pairwise([*corners, corners[0]]))


def around(rings: Rings) -> Box:
    """The smallest rectangle that holds an outline."""
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    return Box(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True)
class MapLayout:
    """A fitted view with, per unit id, its geometry, its outline and the point of its name."""

    view: MapView
    shapes: Mapping[int, dict[str, Any]]
    outlines: Mapping[int, Rings]
    points: Mapping[int, Pixels]
    corner: str
    legend: Box


def map_layout(
    boundaries: pl.DataFrame,
    *,
    width: int,
    height: int,
    legend_lines: int,
    left: int = 0,
    bottom: int = 0,
) -> MapLayout | None:
    """The layout of UNIT_BOUNDARIES on `width` x `height` pixels; None without outlines.

    `legend_lines`: how many lines the legend takes when it stands in a corner; `left` and
    `bottom`: so many pixels there are kept free of units.
    """
    rows = boundaries.to_dicts()
    shapes = {row["unit_id"]: json.loads(row["geometry"]) for row in rows}
    places = [place for shape in shapes.values() for ring in rings_of(shape) for place in ring]
    if not places:
        return None
    longitudes, latitudes = zip(*places, strict=True)
    # Two corners fit a view as well as all places do.
    places = [(min(longitudes), min(latitudes)), (max(longitudes), max(latitudes))]
    size = legend_lines * LEGEND_LINE
    for across in ALIGNMENTS:
        view = MapView.fitted(
            places, width=width, height=height, left=left, bottom=bottom, across=across
        )
        outlines = _outlines(shapes, view)
        for corner in CORNERS:
            box = _in_corner(corner, width=width, height=height, legend_height=size)
            if not is_reached(box, list(outlines.values())):
                return MapLayout(view, shapes, outlines, _points(rows, view), corner, box)
    # The note on the boundaries has a line to itself.
    in_a_line = max(min(ENTRIES_BELOW, width // ENTRY_WIDTH), 1)
    lines_below = -(-(legend_lines - 1) // in_a_line) + 1
    under = height - lines_below * LEGEND_LINE
    left_of_units = max(left, LEGEND_WIDTH)
    below_units = max(bottom, height - under)
    beside = MapView.fitted(places, width=width, height=height, left=left_of_units, bottom=bottom)
    above = MapView.fitted(places, width=width, height=height, left=left, bottom=below_units)
    if beside.zoom >= above.zoom:
        view, corner = beside, BESIDE
        box = _in_corner(corner, width=width, height=height, legend_height=size)
    else:
        view, corner, box = above, BELOW, Box(0, under, width, height)
    return MapLayout(view, shapes, _outlines(shapes, view), _points(rows, view), corner, box)


def _outlines(shapes: Mapping[int, dict[str, Any]], view: MapView) -> dict[int, Rings]:
    return {unit_id: on_picture(shape, view) for unit_id, shape in shapes.items()}


def _points(rows: Sequence[Mapping[str, Any]], view: MapView) -> dict[int, Pixels]:
    return {row["unit_id"]: view.to_pixels((row["label_lon"], row["label_lat"])) for row in rows}


def _in_corner(corner: str, *, width: int, height: int, legend_height: int) -> Box:
    left = 0 if corner.endswith("left") else width - LEGEND_WIDTH
    top = 0 if corner.startswith("top") else height - legend_height
    return Box(left, top, left + LEGEND_WIDTH, top + legend_height)


def is_reached(box: Box, units: Sequence[Rings]) -> bool:
    """Whether a unit has a corner within the box, or the box a point within a unit."""
    near = [rings for rings in units if box.meets(around(rings))]
    grid = box.points(across=6, down=6)
    return any(
        any(box.holds(point) for ring in rings for point in ring)
        or any(holds(rings, point) for point in grid)
        for rings in near
    )
