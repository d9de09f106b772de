"""Outlines in degrees of WGS 84, or why they cannot be: where on earth the file lies."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from pyproj.exceptions import CRSError, ProjError

from store.boundaries.layers import Layer
from store.boundaries.refused import BoundariesRefused, named
from store.imports.unit_lookup import KnownUnit

WGS84 = "EPSG:4326"
# Longitude and latitude of the country with its islands: west, south, east, north.
COUNTRY = (102.0, 6.0, 118.0, 24.0)
# How far from its outline a unit's known point may lie, and how many must lie that near.
NEAR_DEGREES, MOST_POINTS = 0.03, 0.5

Bounds = tuple[float, float, float, float]


def in_degrees(layer: Layer, units: Sequence[KnownUnit], *, stated: str | None) -> gpd.GeoDataFrame:
    """The layer's polygons in WGS 84, without heights, in the order of `units`.

    `stated`: the projection the caller names, which overrules the file. Raises BoundariesRefused.
    """
    shapes = layer.frame.geometry.force_2d()
    _refuse_no_polygons(shapes, units)
    _refuse_no_numbers(shapes, units)
    crs = _crs(stated) if stated else (shapes.crs if layer.states_crs else None)
    raw = _bounds(shapes)
    if crs is None:
        if not _within_country(raw):
            raise _misplaced(raw)
        return gpd.GeoDataFrame(geometry=shapes.set_crs(WGS84, allow_override=True))
    try:
        placed = shapes.set_crs(crs, allow_override=True).to_crs(WGS84)
    except ProjError as error:
        raise BoundariesRefused("unknown_crs", crs=crs.to_string()) from error
    if not np.isfinite(placed.total_bounds).all() or not _within_country(_bounds(placed)):
        if crs.is_geographic and _within_country(_swapped(raw)):
            raise BoundariesRefused("swapped")
        raise BoundariesRefused("elsewhere_in_crs", crs=crs.to_string(), **_told(raw))
    return gpd.GeoDataFrame(geometry=placed)


def refuse_other_place(
    shapes: gpd.GeoSeries, units: Sequence[KnownUnit], points: dict[int, tuple[float, float]]
) -> None:
    """Refuse outlines that do not lie where the units are known to be.

    `points`: longitude and latitude by unit id, for as many as are known. Another zone of the
    same projection shows here, and names put to other units' outlines.
    """
    known = [(place, points[one.id]) for place, one in enumerate(units) if one.id in points]
    if not known:
        return
    places = shapely.points(np.array([point for _, point in known]))
    outlines = shapes.to_numpy()[[place for place, _ in known]]
    near = shapely.dwithin(outlines, places, NEAR_DEGREES)
    if near.mean() < MOST_POINTS:
        far = [
            units[place].full_name
            for (place, _), is_near in zip(known, near, strict=True)
            if not is_near
        ]
        raise BoundariesRefused("off_points", count=len(far), of=len(known), names=named(far))


def _refuse_no_polygons(shapes: gpd.GeoSeries, units: Sequence[KnownUnit]) -> None:
    absent = [
        one.full_name for one, no in zip(units, shapes.isna() | shapes.is_empty, strict=True) if no
    ]
    if absent:
        raise BoundariesRefused("no_geometry", names=named(absent))
    kinds = shapes.geom_type
    other = sorted(set(kinds) - {"Polygon", "MultiPolygon"})
    if other:
        names = [one.full_name for one, kind in zip(units, kinds, strict=True) if kind in other]
        raise BoundariesRefused("not_polygons", kinds=", ".join(other), names=named(names))


def _refuse_no_numbers(shapes: gpd.GeoSeries, units: Sequence[KnownUnit]) -> None:
    places, whose = shapely.get_coordinates(shapes.to_numpy(), return_index=True)
    bad = sorted(set(whose[~np.isfinite(places).all(axis=1)].tolist()))
    if bad:
        raise BoundariesRefused("not_finite", names=named([units[i].full_name for i in bad]))


def _crs(stated: str) -> pyproj.CRS:
    try:
        return pyproj.CRS.from_user_input(stated)
    except CRSError as error:
        raise BoundariesRefused("unknown_crs", crs=stated) from error


def _misplaced(raw: Bounds) -> BoundariesRefused:
    if _within_country(_swapped(raw)):
        return BoundariesRefused("swapped")
    west, south, east, north = raw
    # Across the antimeridian people count on beyond 180.
    in_degrees = west >= -360 and east <= 360 and south >= -90 and north <= 90
    return BoundariesRefused("elsewhere" if in_degrees else "no_crs", **_told(raw))


def _told(raw: Bounds) -> dict[str, object]:
    return {"x": f"{raw[0]:.6g}", "y": f"{raw[1]:.6g}"}


def _bounds(shapes: gpd.GeoSeries) -> Bounds:
    west, south, east, north = shapes.total_bounds
    return float(west), float(south), float(east), float(north)


def _swapped(raw: Bounds) -> Bounds:
    return raw[1], raw[0], raw[3], raw[2]


def _within_country(bounds: Bounds) -> bool:
    west, south, east, north = bounds
    return west >= COUNTRY[0] and south >= COUNTRY[1] and east <= COUNTRY[2] and north <= COUNTRY[3]
