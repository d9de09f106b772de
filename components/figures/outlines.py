"""Outlines of units on a picture: is a point inside, how large, and a hatch over the inside."""

import math
from collections.abc import Callable, Sequence
from itertools import groupby, pairwise
from typing import Any

from components.figures.projection import WORLD, Degrees, MapView, Pixels

# About 10 m: finer than a wall can show, and half the text of a full double.
DECIMALS = 4
# A triangle that is closed.
LEAST_OF_A_RING = 4
# One outer ring and its holes, of each part.
Rings = list[list[Pixels]]


def rounded(geometry: dict[str, Any], *, decimals: int = DECIMALS) -> dict[str, Any]:
    """The GeoJSON Polygon or MultiPolygon with coordinates short enough to send.

    Corners that fall together are sent once.
    """

    def short(place: Degrees) -> Degrees:
        return round(place[0], decimals), round(place[1], decimals)

    return moved(geometry, short)


def decimals_for(view: MapView) -> int:
    """With how many decimals a picture of this view shows every place to a tenth of a pixel."""
    pixels_per_degree = WORLD * 2.0**view.zoom / 360
    return min(DECIMALS, max(2, math.ceil(math.log10(pixels_per_degree)) + 1))


def moved(geometry: dict[str, Any], move: Callable[[Degrees], Degrees]) -> dict[str, Any]:
    """The GeoJSON Polygon or MultiPolygon with each of its places where `move` puts it."""
    return {"type": geometry["type"], "coordinates": _moved(geometry["coordinates"], move)}


def _moved(part: Any, move: Callable[[Degrees], Degrees]) -> Any:
    if isinstance(part[0][0], (int, float)):
        places = [move((place[0], place[1])) for place in part]
        kept = [list(place) for place, _ in groupby(places)]
        # A ring too small to be seen is sent as it is: it must stay a ring.
        return kept if len(kept) >= LEAST_OF_A_RING else [list(place) for place in places]
    return [_moved(inner, move) for inner in part]


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


def dots(rings: Rings, *, every: float) -> list[Pixels]:
    """Points over the inside, `every` so many pixels in both directions."""
    return [
        (step * every, start[1])
        for start, end in hatch(rings, every=every, degrees=0.0)
        for step in range(math.ceil(start[0] / every), math.floor(end[0] / every) + 1)
    ]


def _turn(point: Pixels, degrees: float) -> Pixels:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return point[0] * cos - point[1] * sin, point[0] * sin + point[1] * cos


def path_of(rings: Rings) -> str:
    """SVG path data, each corner relative to the one before, in tenths of a pixel or less often."""
    parts: list[str] = []
    for ring in rings:
        corners = [(round(x, 1), round(y, 1)) for x, y in ring[:-1]]
        at = corners[0]
        parts.append(f"M{at[0]:g} {at[1]:g}l")
        steps = []
        for corner in corners[1:]:
            dx, dy = round(corner[0] - at[0], 1), round(corner[1] - at[1], 1)
            if dx or dy:
                steps.append(f"{dx:g} {dy:g}")
                at = (round(at[0] + dx, 1), round(at[1] + dy, 1))
        parts.append(" ".join(steps) + "z")
    return "".join(parts)
