"""Outlines made one coverage: valid, without gaps or overlaps between neighbours, small enough.

Everything here is in metres on a plane, and done by GEOS through shapely. Coordinates lie on a
grid of degrees before and after, so that neighbours keep their common vertices exactly.
"""

import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from store.boundaries.places import WGS84
from store.boundaries.refused import BoundariesRefused, named
from store.imports.unit_lookup import KnownUnit

# About a metre on the ground.
DECIMALS = 5
# Compressed bytes of all outlines together when nobody says otherwise: for a province, and for
# each unit where there are more than a province has.
DEFAULT_BUDGET, DEFAULT_FOR_A_UNIT = 60_000, 400
# A repaired outline whose area changed by more could be another outline.
REPAIR_CHANGES = 0.05
# Gaps narrower than this are faults of drawing; wider ones may be lakes or belong to others.
GAP_METRES = 500.0
# A unit that keeps less of itself once overlaps are shared out was drawn on its neighbours' land.
MUST_KEEP = 0.5
# Smaller faults come from rounding.
NOTICED_M2 = 10.0
ROUNDS = 4
FIRST_TOLERANCE, LAST_TOLERANCE, HALVINGS = 5.0, 1_500.0, 5

Shapes = Any  # numpy array of shapely polygons and multipolygons, one a unit
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True)
class Faults:
    """Faults between neighbours: how many, and how many km2."""

    gaps: int = 0
    gaps_km2: float = 0.0
    overlaps: int = 0
    overlaps_km2: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What became of the outlines, in numbers. Bytes are compressed, of the stored GeoJSON."""

    vertices_before: int
    vertices_after: int
    bytes_before: int
    bytes_after: int
    repaired: tuple[str, ...]
    before: Faults
    after: Faults
    tolerance_m: float
    largest_shift_m: float
    over_budget: bool


@dataclass(frozen=True)
class Coverage:
    """GeoJSON texts and points for names (longitude, latitude), in the order of the units."""

    geometries: tuple[str, ...]
    labels: tuple[tuple[float, float], ...]
    changes: Changes


def make_coverage(
    frame: gpd.GeoDataFrame,
    units: Sequence[KnownUnit],
    *,
    budget: int | None,
    on_progress: Progress,
) -> Coverage:
    """Repair, clean and simplify the polygons of `frame` (WGS 84), one for each of `units`.

    Simplifies as little as the budget allows. Raises BoundariesRefused: crosses_itself,
    overlap_too_large, budget_too_small (only for a budget that was asked for).
    """
    plane = frame.estimate_utm_crs()
    on_progress("repair", 0, 3)
    repaired, names = _repaired(frame.geometry.to_numpy(), units)
    # What is valid in degrees need not be so in metres: straight lines bend.
    original = _valid(_to_plane(repaired, plane))
    before = _faults(original)
    on_progress("repair", 1, 3)
    gridded = _valid(_to_plane(_rounded(repaired), plane))
    sound = before == Faults() and shapely.coverage_is_valid(gridded)
    clean = gridded if sound else _cleaned(gridded, units, plane)
    on_progress("repair", 2, 3)
    size_before = _size(_to_degrees(clean, plane))
    limit = budget or max(DEFAULT_BUDGET, DEFAULT_FOR_A_UNIT * len(units))
    small, tolerance = _simplified(clean, plane, limit=limit, on_progress=on_progress)
    small = _settled(small, plane)
    degrees = _to_degrees(small, plane)
    size = _size(degrees)
    if budget is not None and size > budget:
        raise BoundariesRefused("budget_too_small", budget=budget, least=size)
    changes = Changes(
        vertices_before=_vertices(original),
        vertices_after=_vertices(degrees),
        bytes_before=size_before,
        bytes_after=size,
        repaired=names,
        before=before,
        after=_faults(small),
        tolerance_m=tolerance,
        largest_shift_m=_largest_shift(original, small),
        over_budget=size > limit,
    )
    return Coverage(tuple(_texts(degrees)), _labels(small, plane), changes)


def _repaired(shapes: Shapes, units: Sequence[KnownUnit]) -> tuple[Shapes, tuple[str, ...]]:
    """The shapes, valid, and the names of those that had to be repaired."""
    broken = ~shapely.is_valid(shapes)
    fixed = _valid(shapes)
    # The sum over the rings tells what was meant: a figure of eight has none of either loop.
    meant = shapely.area(shapes)
    lost = np.abs(shapely.area(fixed) - meant) > REPAIR_CHANGES * meant
    hopeless = (broken & lost) | shapely.is_empty(fixed) | (shapely.area(fixed) == 0)
    names = [one.full_name for one in units]
    if hopeless.any():
        raise BoundariesRefused("crosses_itself", names=named(_where(names, hopeless)))
    return fixed, tuple(_where(names, broken))


def _valid(shapes: Shapes) -> Shapes:
    broken = ~shapely.is_valid(shapes)
    fixed = shapes.copy()
    fixed[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    return fixed


def _where(names: list[str], these: Any) -> list[str]:
    return [name for name, is_one in zip(names, these, strict=True) if is_one]


def _faults(shapes: Shapes) -> Faults:
    """Gaps: holes in the union of all. Overlaps: pairs of units that share ground."""
    overlaps = np.zeros(0)
    if not shapely.coverage_is_valid(shapes):
        first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
        once = first < second
        shared = shapely.intersection(shapes[first[once]], shapes[second[once]])
        overlaps = shapely.area(shared)
        overlaps = overlaps[overlaps > NOTICED_M2]
    gaps = _holes(shapely.union_all(shapes))
    gaps = gaps[gaps > NOTICED_M2]
    return Faults(
        gaps=len(gaps),
        gaps_km2=float(gaps.sum() / 1e6),
        overlaps=len(overlaps),
        overlaps_km2=float(overlaps.sum() / 1e6),
    )


def _holes(union: Any) -> Any:
    """The areas of the holes in the union of all units."""
    rings = [ring for part in shapely.get_parts(union) for ring in part.interiors]
    return shapely.area(shapely.polygons(rings)) if rings else np.zeros(0)


def _cleaned(shapes: Shapes, units: Sequence[KnownUnit], plane: Any) -> Shapes:
    """The shapes as one coverage. Ground claimed twice goes to the smaller: a town in its district.

    Refuses units of which little would be left.
    """
    cleaned = shapely.coverage_clean(shapes, gap_width=GAP_METRES, merge_strategy="min_area")
    kept = shapely.area(cleaned) / shapely.area(shapes)
    if (kept < MUST_KEEP).any():
        names = _where([one.full_name for one in units], kept < MUST_KEEP)
        raise BoundariesRefused("overlap_too_large", names=named(names))
    return _settled(cleaned, plane)


def _settled(shapes: Shapes, plane: Any) -> Shapes:
    """The shapes on the grid, and one coverage there too.

    Vertices that neighbours share go to the same point of the grid; only where a unit is thinner
    than the grid can rounding make it cross itself, which another round mends.
    """
    for _ in range(ROUNDS):
        degrees = _to_degrees(shapes, plane)
        if shapely.is_valid(degrees).all() and shapely.coverage_is_valid(degrees):
            break
        sound = _valid(_to_plane(_valid(degrees), plane))
        shapes = shapely.coverage_clean(sound, gap_width=GAP_METRES, merge_strategy="min_area")
    return _to_plane(_to_degrees(shapes, plane), plane)


def _simplified(
    shapes: Shapes, plane: Any, *, limit: int, on_progress: Progress
) -> tuple[Shapes, float]:
    """The shapes within `limit` bytes, or as near as can be, and the tolerance in metres."""
    if _size(_to_degrees(shapes, plane)) <= limit:
        return shapes, 0.0
    low, high, tries = 0.0, FIRST_TOLERANCE, 0
    steps = int(np.log2(LAST_TOLERANCE / FIRST_TOLERANCE)) + HALVINGS + 2

    def tried(tolerance: float) -> tuple[Shapes, bool]:
        nonlocal tries
        tries += 1
        on_progress("simplify", min(tries, steps), steps)
        made = shapely.coverage_simplify(shapes, tolerance)
        return made, _size(_to_degrees(made, plane)) <= limit

    best, fits = tried(high)
    while not fits and high < LAST_TOLERANCE:
        # A finer one is a step on the way to a coarser one: no need to begin anew.
        shapes, low, high = best, high, min(2 * high, LAST_TOLERANCE)
        best, fits = tried(high)
    for _ in range(HALVINGS if fits else 0):
        middle = (low + high) / 2
        made, fits = tried(middle)
        if fits:
            best, high = made, middle
        else:
            low = middle
    return best, high


def _largest_shift(before: Shapes, after: Shapes) -> float:
    """Metres from an old vertex to the new outline of its unit, where that is furthest."""
    shifts = [
        shapely.distance(shapely.points(shapely.get_coordinates(old)), shapely.boundary(new)).max()
        for old, new in zip(before, after, strict=True)
    ]
    return float(max(shifts))


def _labels(shapes: Shapes, plane: Any) -> tuple[tuple[float, float], ...]:
    """In each unit's largest part the point that is furthest from every border."""
    largest = [max(shapely.get_parts(shape), key=shapely.area) for shape in shapes]
    circles = shapely.maximum_inscribed_circle(np.array(largest), tolerance=10.0)
    centres = gpd.GeoSeries(shapely.get_point(circles, 0), crs=plane).to_crs(WGS84)
    return tuple((round(point.x, DECIMALS), round(point.y, DECIMALS)) for point in centres)


def _to_plane(shapes: Shapes, plane: Any) -> Shapes:
    return gpd.GeoSeries(shapes, crs=WGS84).to_crs(plane).to_numpy()


def _to_degrees(shapes: Shapes, plane: Any) -> Shapes:
    return _rounded(gpd.GeoSeries(shapes, crs=plane).to_crs(WGS84).to_numpy())


def _rounded(shapes: Shapes) -> Shapes:
    return shapely.transform(shapes, lambda places: places.round(DECIMALS))


def _vertices(shapes: Shapes) -> int:
    return int(shapely.get_num_coordinates(shapes).sum())


def _texts(shapes: Shapes) -> list[str]:
    written = (json.loads(text) for text in shapely.to_geojson(shapes))
    return [json.dumps(geometry, separators=(",", ":")) for geometry in written]


def _size(shapes: Shapes) -> int:
    return len(zlib.compress("".join(_texts(shapes)).encode(), 6))
