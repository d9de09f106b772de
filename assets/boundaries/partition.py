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
STEP = 0.6  # share of a missing area that one round makes good: more than 1 would swing
# A detached piece below this share of its unit's largest piece is noise of the method: it goes to
# the unit it borders most. Larger pieces stay: some districts do lie in two parts.
FRAGMENT_SHARE = 0.25
NEAR_KM = 2.0  # large pieces of one unit closer than this are joined


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
    """The part of a convex ring where `beyond`, linear and given at its corners, is not above 0."""
    kept = []
    for i in range(len(ring)):
        before = i - 1
        if (beyond[before] > 0) != (beyond[i] > 0):
            part = beyond[before] / (beyond[before] - beyond[i])
            kept.append(ring[before] + part * (ring[i] - ring[before]))
        if beyond[i] <= 0:
            kept.append(ring[i])
    return np.array(kept)


def settle_weights(
    points: np.ndarray,
    areas: np.ndarray,
    owners: np.ndarray,
    *,
    frame: Polygon,
    outline: BaseGeometry,
    rounds: int,
) -> np.ndarray:
    """Weights with which the cells of each owner together come near the areas they stand for.

    areas: (n,) km2 each point stands for; owners: (n,) codes. A few rounds are enough: with many,
    cells wander off after an area that the coarse outline does not have.
    """
    _, owner = np.unique(owners, return_inverse=True)
    wanted, points_each = np.bincount(owner, areas), np.bincount(owner)
    weights = areas / np.pi
    shapely.prepare(outline)
    for _ in range(rounds):
        cells = power_cells(points, weights, frame=frame)
        drawn = np.bincount(owner, shapely.area(shapely.intersection(cells, outline)))
        missing = np.clip(wanted - drawn, -wanted / 2, wanted / 2)
        # Beyond the frame lie communes we do not know: what touches it is open-ended.
        missing[np.bincount(owner, shapely.intersects(cells, frame.exterior)) > 0] = 0
        weights = weights + STEP * (missing / points_each / np.pi)[owner]
    return weights


def merge_cells(
    cells: Sequence[Polygon], owners: Sequence[str], *, outline: BaseGeometry
) -> dict[str, BaseGeometry]:
    """One geometry per owner: its cells, clipped by the outline. Cells owned by "" are left out."""
    own: dict[str, list[Polygon]] = {}
    for cell, owner in zip(cells, owners, strict=True):
        if owner:
            own.setdefault(owner, []).append(cell)
    merged = {owner: shapely.union_all(parts, grid_size=SNAP_KM) for owner, parts in own.items()}
    rough = {owner: shapely.intersection(shape, outline) for owner, shape in merged.items()}
    rough = _with_near_pieces_joined(rough)
    return coverage_between(
        [shapely.boundary(shape) for shape in rough.values()], near=rough, grid=SNAP_KM
    )


def _with_near_pieces_joined(units: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Lead a corridor between large pieces of one unit that nearly touch.

    The points cannot tell touching from nearly touching, and a unit torn in two looks wrong to
    everybody who lives there.
    """
    province = shapely.union_all(list(units.values()), grid_size=SNAP_KM)
    for name in list(units):
        largest, *others = _large_parts(units[name])
        for other in others:
            gap = shapely.shortest_line(largest, other)
            if gap.length > NEAR_KM:
                continue
            corridor = shapely.intersection(shapely.buffer(gap, NEAR_KM / 2), province)
            units = {unit: shapely.difference(shape, corridor) for unit, shape in units.items()}
            units[name] = shapely.union(units[name], corridor)
    return units


def _large_parts(shape: BaseGeometry) -> list[BaseGeometry]:
    """The parts of a geometry that are no fragments, largest first."""
    parts = sorted(shapely.get_parts(shape), key=shapely.area, reverse=True)
    return [part for part in parts if part.area >= FRAGMENT_SHARE * parts[0].area]


def coverage_between(
    lines: Sequence[BaseGeometry], *, near: dict[str, BaseGeometry], grid: float
) -> dict[str, BaseGeometry]:
    """The coverage that the lines enclose, its corners on a grid, in the unit of the lines.

    Each face goes to the geometry of `near` in which it lies; fragments and holes are given away.
    """
    network = shapely.union_all(list(lines), grid_size=grid)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(network).tolist()))
    pieces: dict[str, list[BaseGeometry]] = {name: [] for name in near}
    for face in faces:
        inside = face.representative_point()
        owner = next((name for name, shape in near.items() if shape.intersects(inside)), None)
        if owner is not None:
            pieces[owner].append(face)
    return _without_strays({name: shapely.coverage_union_all(own) for name, own in pieces.items()})


def _without_strays(coverage: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Give every fragment of a unit, and every hole, to the unit it borders most."""
    kept: list[tuple[str, BaseGeometry]] = []
    strays = _holes(shapely.coverage_union_all(list(coverage.values())))
    for name, shape in coverage.items():
        large = _large_parts(shape)
        kept += [(name, part) for part in large]
        strays += [part for part in shapely.get_parts(shape) if part not in large]
    result = {name: [part for owner, part in kept if owner == name] for name in coverage}
    for stray in strays:
        shared = [shapely.intersection(stray.boundary, part.boundary).length for _, part in kept]
        # An island borders nothing: it is left out rather than given to somebody.
        if max(shared) > 0:
            result[kept[int(np.argmax(shared))][0]].append(stray)
    return {name: shapely.coverage_union_all(parts) for name, parts in result.items()}


def _holes(shape: BaseGeometry) -> list[BaseGeometry]:
    return [Polygon(ring) for part in shapely.get_parts(shape) for ring in part.interiors]


def smooth_borders(
    coverage: dict[str, BaseGeometry], *, tolerance_km: float, rounds: int
) -> list[BaseGeometry]:
    """The borders of a coverage, simplified together and rounded; their meeting points stay."""
    simple = shapely.coverage_simplify(list(coverage.values()), tolerance_km)
    network = shapely.union_all([shapely.boundary(shape) for shape in simple])
    borders = shapely.get_parts(shapely.line_merge(network))
    return [_round_corners(border, rounds=rounds) for border in borders]


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
