"""Divide a country's area among units, and draw the borders as smooth lines without gaps.

All coordinates are km on a local plane. A "coverage" is a list of polygons that share their edges
vertex by vertex, so that neither gap nor overlap can open between neighbours.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

SNAP_KM = 0.001
# A detached piece below this share of its unit's largest piece is noise of the method: it goes to
# the unit it borders most. A schematic map has no real exclaves to show.
FRAGMENT_SHARE = 0.25


def power_cells(points: np.ndarray, weights: np.ndarray, *, frame: Polygon) -> list[Polygon]:
    """Power diagram: what is nearest to each point, where "near" is distance squared less weight.

    points: (n, 2) km; weights: (n,) km2, the squared radius each point claims; frame: a convex
    polygon around all of it. One polygon per point, in order; it may be empty.
    """
    cells = []
    for point, weight in zip(points, weights, strict=True):
        offsets = points - point
        distances = np.hypot(*offsets.T)
        cell = shapely.get_coordinates(frame)[:-1]
        for other in np.argsort(distances, kind="stable")[1:]:
            distance = distances[other]
            nearest_cut = (distance**2 + weight - weights.max()) / (2 * distance)
            if not len(cell) or nearest_cut > np.hypot(*(cell - point).T).max():
                break
            cut_at = (distance**2 + weight - weights[other]) / (2 * distance)
            cell = _clip(cell, beyond=(cell - point) @ (offsets[other] / distance) - cut_at)
        cells.append(Polygon(cell) if len(cell) > 2 else Polygon())
    return cells


def _clip(ring: np.ndarray, *, beyond: np.ndarray) -> np.ndarray:
    """The part of a convex ring where `beyond`, a linear measure at its vertices, is not positive."""
    kept = []
    for i in range(len(ring)):
        before = i - 1
        if (beyond[before] > 0) != (beyond[i] > 0):
            part = beyond[before] / (beyond[before] - beyond[i])
            kept.append(ring[before] + part * (ring[i] - ring[before]))
        if beyond[i] <= 0:
            kept.append(ring[i])
    return np.array(kept)


def merge_cells(
    cells: Sequence[Polygon], owners: Sequence[str], *, outline: BaseGeometry
) -> dict[str, BaseGeometry]:
    """One geometry per owner: its cells, clipped by the outline, small fragments given away."""
    by_owner: dict[str, list[Polygon]] = {}
    for cell, owner in zip(cells, owners, strict=True):
        by_owner.setdefault(owner, []).append(cell)
    rough = {
        owner: shapely.intersection(shapely.union_all(own, grid_size=SNAP_KM), outline)
        for owner, own in by_owner.items()
    }
    exact = _as_coverage([shapely.boundary(shape) for shape in rough.values()], near=rough)
    return _give_fragments_away(exact)


def _as_coverage(
    lines: Sequence[BaseGeometry], *, near: dict[str, BaseGeometry]
) -> dict[str, BaseGeometry]:
    """Faces between the lines, joined by the geometry of `near` in which each face lies."""
    network = shapely.union_all(list(lines), grid_size=SNAP_KM)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(network).tolist()))
    by_owner: dict[str, list[BaseGeometry]] = {}
    for face in faces:
        inside = face.representative_point()
        owner = next((name for name, shape in near.items() if shape.intersects(inside)), None)
        if owner is not None:
            by_owner.setdefault(owner, []).append(face)
    return {name: shapely.coverage_union_all(parts) for name, parts in by_owner.items()}


def _give_fragments_away(coverage: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    pieces = [(name, part) for name in coverage for part in shapely.get_parts(coverage[name])]
    largest = {name: max(part.area for n, part in pieces if n == name) for name in coverage}
    kept = [(name, part) for name, part in pieces if part.area >= FRAGMENT_SHARE * largest[name]]
    result = {name: [part for n, part in kept if n == name] for name in coverage}
    for name, part in pieces:
        if part.area >= FRAGMENT_SHARE * largest[name]:
            continue
        shared = [shapely.length(shapely.intersection(part.boundary, k.boundary)) for _, k in kept]
        # An island borders nothing: it is left out rather than given to somebody.
        if max(shared) > 0:
            result[kept[int(np.argmax(shared))][0]].append(part)
    return {name: shapely.coverage_union_all(parts) for name, parts in result.items()}


def smooth(
    coverage: dict[str, BaseGeometry], *, tolerance_km: float, rounds: int
) -> dict[str, BaseGeometry]:
    """Simplify a coverage and round its corners, border by border; meeting points stay."""
    names = list(coverage)
    simple = shapely.coverage_simplify([coverage[name] for name in names], tolerance_km)
    network = shapely.union_all([shapely.boundary(shape) for shape in simple])
    borders = shapely.get_parts(shapely.line_merge(network))
    rounded = [_round_corners(border, rounds=rounds) for border in borders]
    result = _as_coverage(rounded, near=dict(zip(names, simple, strict=True)))
    return {name: result[name] for name in names}


def _round_corners(line: BaseGeometry, *, rounds: int) -> BaseGeometry:
    """Chaikin's corner cutting: each corner becomes two points a quarter along its edges."""
    points = shapely.get_coordinates(line)
    for _ in range(rounds):
        early, late = 0.75 * points[:-1] + 0.25 * points[1:], 0.25 * points[:-1] + 0.75 * points[1:]
        cut = np.stack([early, late], axis=1).reshape(-1, 2)
        if line.is_closed:
            points = np.concatenate([cut, cut[:1]])
        else:
            points = np.concatenate([points[:1], cut[1:-1], points[-1:]])
    return shapely.LineString(points)
