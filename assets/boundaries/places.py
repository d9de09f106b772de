"""Where the communes and the country's edge lie, read from two registry packages and our crosswalk.

Everything here is in degrees (lon, lat) and km2; the drawing itself is in `partition.py`.
"""

import csv
import json
import sqlite3
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from math import cos, hypot, pi, radians, sqrt
from pathlib import Path

import numpy as np
import shapely

SOURCES = Path(__file__).parent / "sources"
VIETNAMADMINUNITS = "1.0.4"
WORLD_ATLAS = "2.0.2"
KM_PER_DEGREE = 111.2

# A commune cannot lie further from the middle of what it was merged into than this many radii of
# that unit. Beyond it, the package's point is a wrong guess (a namesake, or the district's town).
FARTHEST = 1.6


@dataclass(frozen=True)
class Site:
    """One point of the partition: its place, the area it stands for, the unit it belongs to."""

    lon: float
    lat: float
    area_km2: float
    unit: str  # unit code, or OUTSIDE for a commune of a neighbouring province


OUTSIDE = ""


@dataclass(frozen=True)
class Point:
    lon: float
    lat: float
    area_km2: float = 0.0


def sites_around(province: str, *, margin_degrees: float = 0.5) -> list[Site]:
    """Sites of a province and of its neighbours within a margin, in a stable order.

    A commune of 2025 shares its area equally among its own point and the trusted points of the
    old communes merged into it: the old points say where its districts meet.
    """
    old, new = _commune_points()
    merged = _merged_communes(province)
    own: list[Site] = []
    for code, members in sorted(merged.items()):
        own += _sites_of(new[code], members=members, old=old)
    west, east = min(s.lon for s in own), max(s.lon for s in own)
    south, north = min(s.lat for s in own), max(s.lat for s in own)
    neighbours = [
        Site(point.lon, point.lat, point.area_km2, OUTSIDE)
        for code, point in sorted(new.items())
        if code not in merged
        and west - margin_degrees < point.lon < east + margin_degrees
        and south - margin_degrees < point.lat < north + margin_degrees
    ]
    return own + neighbours


def unit_names(province: str) -> dict[str, str]:
    """Vietnamese name by unit code; two units of one name bear their full names."""
    with (SOURCES / f"{province}_units.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name_vi"] for row in csv.DictReader(file)}


def country_outline() -> shapely.MultiPolygon:
    """Vietnam in Natural Earth's 1:10m countries, fetched from the npm registry."""
    with tempfile.TemporaryDirectory() as folder:
        package = f"world-atlas@{WORLD_ATLAS}"
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            content = archive.extractfile("package/countries-10m.json")
            if content is None:
                raise FileNotFoundError(f"countries-10m.json is not a file in {package}")
            return _decode_country(json.load(content), name="Vietnam")


def _sites_of(middle: Point, *, members: list[tuple[str, str]], old: dict[str, Point]) -> list[Site]:
    """Sites of one commune of 2025; `members` are its (old commune, unit) pairs."""
    reach = FARTHEST * sqrt(middle.area_km2 / pi)
    units = [unit for _, unit in members]
    # The middle of a commune merged across a district line goes to the unit with most members.
    places = {(middle.lon, middle.lat): max(sorted(set(units)), key=units.count)}
    for code, unit in members:
        point = old.get(code)
        if point is not None and _distance_km(point, middle) < reach:
            places.setdefault((point.lon, point.lat), unit)
    share = middle.area_km2 / len(places)
    return [Site(lon, lat, share, unit) for (lon, lat), unit in places.items()]


def _distance_km(one: Point, other: Point) -> float:
    east = (one.lon - other.lon) * cos(radians((one.lat + other.lat) / 2))
    return KM_PER_DEGREE * hypot(east, one.lat - other.lat)


def _merged_communes(province: str) -> dict[str, list[tuple[str, str]]]:
    """Commune of 2025 -> its (old commune, wanted unit) pairs."""
    merged: dict[str, list[tuple[str, str]]] = {}
    with (SOURCES / f"{province}_communes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            merged.setdefault(row["new_commune"], []).append((row["old_commune"], row["unit"]))
    return merged


def _commune_points() -> tuple[dict[str, Point], dict[str, Point]]:
    """Points of the communes before and since 1 July 2025; only the latter come with areas."""
    if version("vietnamadminunits") != VIETNAMADMINUNITS:
        raise RuntimeError(f"the maps are built from vietnamadminunits {VIETNAMADMINUNITS}")
    found = find_spec("vietnamadminunits")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("vietnamadminunits")
    data = Path(found.submodule_search_locations[0]) / "data" / "dataset.db"
    with sqlite3.connect(f"file:{data}?mode=ro", uri=True) as database:
        old = database.execute(
            "SELECT wardCode, wardLon, wardLat FROM admin_units_legacy WHERE wardLon IS NOT NULL"
        )
        new = database.execute(
            "SELECT wardCode, wardLon, wardLat, wardAreaKm2 FROM admin_units"
            " WHERE wardAreaKm2 IS NOT NULL"
        )
        return (
            {code: Point(lon, lat) for code, lon, lat in old},
            {code: Point(lon, lat, area) for code, lon, lat, area in new},
        )


def _decode_country(topology: dict, *, name: str) -> shapely.MultiPolygon:
    """TopoJSON: arcs are running sums of whole steps; ~i stands for arc i read backwards."""
    scale, offset = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(arc, axis=0) * scale + offset for arc in topology["arcs"]]
    countries = topology["objects"]["countries"]["geometries"]
    country = next(c for c in countries if c["properties"]["name"] == name)

    def ring(indexes: list[int]) -> np.ndarray:
        return np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in indexes])

    polygons = [[ring(indexes) for indexes in polygon] for polygon in country["arcs"]]
    return shapely.MultiPolygon([shapely.Polygon(shell, holes) for shell, *holes in polygons])
