"""Outlines of units on a picture: is a point inside, how large, and a hatch over the inside."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from components.figures.projection import Degrees, MapView, Pixels

# About 10 m: finer than a wall can show, and half the text of a full double.
DECIMALS = 4
# One outer ring and its holes, of each part.
Rings = list[list[Pixels]]


def rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    """The GeoJSON Polygon or MultiPolygon with coordinates short enough to send."""
    return {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])}


def _rounded(part: Any) -> Any:
    if isinstance(part[0], (int, float)):
        return [round(part[0], DECIMALS), round(part[1], DECIMALS)]
    return [_rounded(inner) for inner in part]


def rings_of(geometry: dict[str, Any]) -> list[list[Degrees]]:
    """All rings of a GeoJSON Polygon or MultiPolygon, holes included.

    Raises ValueError for any other type.
    """
    kinds = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    if geometry["type"] not in kinds:
        raise ValueError(f"not an outline of a unit: {geometry['type']!r}")
    return [[(x, y) for x, y, *_ in ring] for part in kinds[geometry["type"]] for ring in part]


def on_picture(geometry: dict[str, Any], view: MapView) -> Rings:
    """The rings of `geometry` in pixels."""
    return [[view.to_pixels(place) for place in ring] for ring in rings_of(geometry)]


def area(rings: Rings) -> float:
    """Square pixels; holes count against it when they turn the other way, as GeoJSON has them."""
    return abs(sum(_twice_signed_area(ring) for ring in rings)) / 2


def _twice_signed_area(ring: Sequence[Pixels]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def holds(rings: Rings, point: Pixels) -> bool:
    """Whether the point lies inside (and not in a hole)."""
    x, y = point
    return sum(cross > x for ring in rings for cross in _crossings(ring, y)) % 2 == 1


def _crossings(ring: Sequence[Pixels], y: float) -> list[float]:
    """Where the ring crosses the horizontal line at `y`."""
    return [
        x1 + (y - y1) / (y2 - y1) * (x2 - x1)
        for (x1, y1), (x2, y2) in pairwise(ring)
        if (y1 > y) != (y2 > y)
    ]


def hatch(rings: Rings, *, every: float, degrees: float) -> list[tuple[Pixels, Pixels]]:
    """Parallel strokes over the inside, `every` so many pixels, at an angle of `degrees`."""
    turned = [[_turn(point, -degrees) for point in ring] for ring in rings]
    heights = [y for ring in turned for _, y in ring]
    if not heights:
        return []
    strokes = []
    for step in range(math.ceil(min(heights) / every), math.floor(max(heights) / every) + 1):
        # A hair off, so that no stroke runs along an edge.
        y = step * every + 0.01
        xs = sorted(cross for ring in turned for cross in _crossings(ring, y))
        strokes += [
            (_turn((left, y), degrees), _turn((right, y), degrees))
            for left, right in zip(xs[::2], xs[1::2], strict=False)
        ]
    return strokes


def _turn(point: Pixels, degrees: float) -> Pixels:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return point[0] * cos - point[1] * sin, point[0] * sin + point[1] * cos
