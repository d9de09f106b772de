"""A crowd of small units drawn a second time, larger, in a box where the map has room.

Which units crowd is found by their size and place alone; a province without towns gets no box.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from components.figures.map_labels import MOST_NAMED, Wanted
from components.figures.map_layout import Box, MapLayout, around, is_reached, map_layout
from components.figures.outlines import Rings, area, moved, on_picture
from components.figures.projection import Pixels

# A unit of fewer square pixels has no room for its name.
SMALL = 4500.0
# So few small ones find a place beside them for their names.
LEAST_OF_A_CROWD = 4
# How much larger a crowd is drawn: at least, or it is not worth its box, and at most.
LEAST_LARGER, MOST_LARGER = 1.7, 6.0
# The boxes that are tried, in pixels; and what lies between two things on the picture.
SIZES = ((460, 330), (380, 280), (300, 230))
MARGIN = 10
# The line of words at the top of a box.
TITLE = 18
# A larger box is worth a map that is so much smaller.
WORTH = 0.06


@dataclass(frozen=True)
class Inset:
    """Units of a crowd as they lie in `box`; `crowd` is where they lie on the map itself.

    `shapes` (GeoJSON), `outlines` and `points` (pixels) are by unit id, `larger` times as large.
    """

    box: Box
    crowd: Box
    larger: float
    shapes: Mapping[int, dict[str, Any]]
    outlines: Mapping[int, Rings]
    points: Mapping[int, Pixels]

    def frame(self) -> list[tuple[Pixels, Pixels]]:
        """The lines around the box and around the crowd."""
        return [edge for box in (self.box, self.crowd) for edge in box.edges()]

    def labels(self, wanted: Iterable[Wanted]) -> list[Wanted]:
        """Those of its units as they lie in the box; the smallest, with least room, first."""
        within = [
            replace(label, at=self.points[label.unit_id], rings=self.outlines[label.unit_id])
            for label in wanted
            if label.unit_id in self.points
        ]
        return sorted(within, key=lambda label: area(label.rings))


def layout_with_inset(
    boundaries: pl.DataFrame, *, width: int, height: int, legend_lines: int
) -> tuple[MapLayout | None, Inset | None]:
    """The layout of UNIT_BOUNDARIES as map_layout makes it, and the box of its crowd if there is
    one. The map itself is drawn a little smaller where nothing else makes room for the box.
    """
    size = {"width": width, "height": height, "legend_lines": legend_lines}
    plain = map_layout(boundaries, **size)
    if plain is None or boundaries.height > MOST_NAMED or not _crowd(plain, SIZES[0]):
        return plain, None
    best: tuple[float, MapLayout, Inset | None] = (-math.inf, plain, None)
    for rank, (wide, high) in enumerate(SIZES):
        for left, bottom in ((0, 0), (wide + MARGIN, 0), (0, high + MARGIN)):
            if left > width / 2 or bottom > height / 2:
                # The map itself would be the smaller of the two.
                continue
            layout = map_layout(boundaries, **size, left=left, bottom=bottom)
            inset = _inset(layout, wide, high) if layout else None
            if layout is None or inset is None:
                continue
            # Zoom is a logarithm: differences of it are shares of size.
            worth = layout.view.zoom - plain.view.zoom - rank * WORTH
            if worth > best[0]:
                best = (worth, layout, inset)
    return best[1], best[2]


def _inset(layout: MapLayout, wide: int, high: int) -> Inset | None:
    """The crowd of `layout` in the first free place for a box of that size; None without."""
    box = next(_free_places(layout, wide, high), None)
    members = _crowd(layout, (wide, high)) if box else []
    if box is None or len(members) < LEAST_OF_A_CROWD:
        return None
    crowd = _around_all(layout.outlines[unit_id] for unit_id in members)
    room = Box(box.left + MARGIN, box.top + TITLE, box.right - MARGIN, box.bottom - MARGIN)
    larger = min(_width(room) / _width(crowd), _height(room) / _height(crowd), MOST_LARGER)
    start, end = _middle(crowd), _middle(room)
    view = layout.view

    def shown(point: Pixels) -> Pixels:
        return end[0] + (point[0] - start[0]) * larger, end[1] + (point[1] - start[1]) * larger

    shapes = {
        unit_id: moved(
            layout.shapes[unit_id], lambda place: view.to_degrees(shown(view.to_pixels(place)))
        )
        for unit_id in members
    }
    return Inset(
        box=box,
        crowd=Box(crowd.left - 2, crowd.top - 2, crowd.right + 2, crowd.bottom + 2),
        larger=larger,
        shapes=shapes,
        outlines={unit_id: on_picture(shape, view) for unit_id, shape in shapes.items()},
        points={unit_id: shown(layout.points[unit_id]) for unit_id in members},
    )


def _crowd(layout: MapLayout, size: tuple[int, int]) -> list[int]:
    """The units that lie wholly in the window with most small ones, enlarged to `size`."""
    wide, high = (side / 2 / LEAST_LARGER - MARGIN for side in size)
    extents = {unit_id: around(rings) for unit_id, rings in layout.outlines.items()}
    small = {unit_id for unit_id, rings in layout.outlines.items() if area(rings) < SMALL}
    best: list[int] = []
    for centre in small:
        x, y = layout.points[centre]
        window = Box(x - wide, y - high, x + wide, y + high)
        members = [unit_id for unit_id, extent in extents.items() if _lies_in(extent, window)]
        if len(small.intersection(members)) > len(small.intersection(best)):
            best = members
    return best if len(small.intersection(best)) >= LEAST_OF_A_CROWD else []


def _free_places(layout: MapLayout, wide: int, high: int) -> Iterator[Box]:
    """Boxes along the rim of the picture on which neither a unit nor the legend lies."""
    view, units = layout.view, list(layout.outlines.values())
    lefts = (4, view.width - wide - 4, (view.width - wide) / 2)
    tops = (4, view.height - high - 4, (view.height - high) / 2)
    for top in tops:
        for left in lefts:
            box = Box(left, top, left + wide, top + high)
            near = Box(left - MARGIN, top - MARGIN, left + wide + MARGIN, top + high + MARGIN)
            if not near.meets(layout.legend) and not is_reached(near, units):
                yield box


def _around_all(outlines: Iterable[Rings]) -> Box:
    return around([ring for rings in outlines for ring in rings])


def _lies_in(inner: Box, outer: Box) -> bool:
    return (
        inner.left >= outer.left
        and inner.top >= outer.top
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


def _middle(box: Box) -> Pixels:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def _width(box: Box) -> float:
    return box.right - box.left


def _height(box: Box) -> float:
    return box.bottom - box.top
