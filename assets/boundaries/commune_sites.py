"""Where communes lie and whose they are: points and areas from `vietnamadminunits`, our crosswalk.

All places are degrees (lon, lat), all areas km2. "New" communes exist since 1 July 2025, "old"
ones were merged into them on that day.
"""

import csv
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from math import cos, hypot, pi, radians, sqrt
from pathlib import Path

SOURCES = Path(__file__).parent / "sources"
VIETNAMADMINUNITS = "1.0.4"
KM_PER_DEGREE = 111.2
OUTSIDE = ""

# An old commune hardly lies further from the middle of the new one than this many of its radii.
# Beyond, its point may be a wrong guess of the package: a namesake, or the district's town.
USUAL_REACH = 1.5


@dataclass(frozen=True)
class Point:
    lon: float
    lat: float
    area_km2: float = 0.0


@dataclass(frozen=True)
class Site:
    """One point of the partition, the area it stands for, and whose it is."""

    lon: float
    lat: float
    area_km2: float
    commune: str  # code of the new commune
    unit: str  # code of the wanted unit, or OUTSIDE for a commune of a neighbouring province


def sites_around(province: str, *, owner: str, margin_degrees: float = 0.5) -> list[Site]:
    """Sites of a province, then of its neighbours within a margin, in a stable order.

    `owner`: the column of the province's communes that says whose each old commune was.

    A new commune shares its area equally among its own point and the believed points of the old
    communes merged into it: the old points say where the wanted units meet.
    """
    old, new = _commune_points()
    members = _members_of_new_communes(province, owner=owner)
    main_unit = {code: _most_frequent(members[code].values()) for code in sorted(members)}
    own: list[Site] = []
    for commune, unit_of_middle in main_unit.items():
        middle = new[commune]
        spots = {(middle.lon, middle.lat): unit_of_middle}
        for code, unit in members[commune].items():
            point = old.get(code)
            if point is None:
                continue
            nearest = min(main_unit, key=lambda c: _radii_apart(point, new[c]))
            if _radii_apart(point, middle) < USUAL_REACH or main_unit[nearest] == unit:
                spots.setdefault((point.lon, point.lat), unit)
        share = middle.area_km2 / len(spots)
        own += [Site(lon, lat, share, commune, unit) for (lon, lat), unit in spots.items()]
    return own + _neighbours(own, new=new, margin_degrees=margin_degrees)


def unit_names(units: str) -> dict[str, str]:
    """Vietnamese name by unit code; two units of one name bear their full names."""
    return {row["code"]: row["name_vi"] for row in _rows(f"{units}_units.csv")}


def _neighbours(own: list[Site], *, new: dict[str, Point], margin_degrees: float) -> list[Site]:
    taken = {site.commune for site in own}
    west, east = min(site.lon for site in own), max(site.lon for site in own)
    south, north = min(site.lat for site in own), max(site.lat for site in own)
    return [
        Site(point.lon, point.lat, point.area_km2, code, OUTSIDE)
        for code, point in sorted(new.items())
        if code not in taken
        and west - margin_degrees < point.lon < east + margin_degrees
        and south - margin_degrees < point.lat < north + margin_degrees
    ]


def _most_frequent(codes: Iterable[str]) -> str:
    """The smallest code among the most frequent ones."""
    counts = Counter(codes)
    return min(counts, key=lambda code: (-counts[code], code))


def _radii_apart(point: Point, middle: Point) -> float:
    """Distance from the middle of a commune, in radii of a circle of its area."""
    east = (point.lon - middle.lon) * cos(radians((point.lat + middle.lat) / 2))
    return KM_PER_DEGREE * hypot(east, point.lat - middle.lat) / sqrt(middle.area_km2 / pi)


def _members_of_new_communes(province: str, *, owner: str) -> dict[str, dict[str, str]]:
    """New commune -> its old communes, each with the wanted unit it belonged to."""
    members: dict[str, dict[str, str]] = {}
    for row in _rows(f"{province}_communes.csv"):
        members.setdefault(row["new_commune"], {})[row["old_commune"]] = row[owner]
    return members


def _rows(name: str) -> list[dict[str, str]]:
    with (SOURCES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _commune_points() -> tuple[dict[str, Point], dict[str, Point]]:
    """Points of the old and of the new communes by code; only the new ones come with areas."""
    if version("vietnamadminunits") != VIETNAMADMINUNITS:
        raise RuntimeError(f"these maps are built from vietnamadminunits {VIETNAMADMINUNITS}")
    package = find_spec("vietnamadminunits")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("vietnamadminunits")
    data = Path(package.submodule_search_locations[0]) / "data" / "dataset.db"
    with sqlite3.connect(data.as_uri() + "?mode=ro", uri=True) as database:
        old_rows = database.execute(
            "SELECT wardCode, wardLon, wardLat FROM admin_units_legacy WHERE wardLon IS NOT NULL"
        )
        new_rows = database.execute(
            "SELECT wardCode, wardLon, wardLat, wardAreaKm2 FROM admin_units WHERE wardAreaKm2 > 0"
        )
        old = {code: Point(lon, lat) for code, lon, lat in old_rows}
        new = {code: Point(lon, lat, area) for code, lon, lat, area in new_rows}
    # A point given to several communes is a guess for all but one of them: none is believed.
    bearers = Counter(old.values())
    return {code: point for code, point in old.items() if bearers[point] == 1}, new
