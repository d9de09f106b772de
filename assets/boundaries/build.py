"""Build the schematic boundary files: `python assets/boundaries/build.py`.

Needs the registries (npm for the country's outline) and the packages of requirements-dev.in.
The same packages give the same files to the byte; README.md says what they are and are not.
"""

import json
from dataclasses import dataclass
from math import cos, radians
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from commune_sites import KM_PER_DEGREE, VIETNAMADMINUNITS, Site, sites_around, unit_names
from country_outline import WORLD_ATLAS, fetch_country
from partition import coverage_between, merge_cells, power_cells, settle_weights, smooth_borders
from shapely.geometry.base import BaseGeometry

TARGET = Path(__file__).parent / "schematic"
DECIMALS = 4  # about 10 m: finer than anything a schematic border knows
LABEL_TOLERANCE_KM = 0.1
FRAME_KM = 20.0
AREA_ROUNDS = 5
CORNER_ROUNDS = 2
SOURCE = (
    f"vietnamadminunits {VIETNAMADMINUNITS} (PyPI: commune points and areas); "
    f"world-atlas {WORLD_ATLAS} (npm: Natural Earth 1:10m country outline)"
)
LICENCE = "MIT (vietnamadminunits); public domain (Natural Earth)"


@dataclass(frozen=True)
class MapPlan:
    """One file to draw, and how coarse its borders may be, in km."""

    province: str
    level: str
    tolerance_km: float
    # The units are those that were there on this day.
    valid_from: str
    # The column of sources/<province>_communes.csv that names the unit of each old commune.
    owner: str
    # Of the names of the units in sources, and of the file where it is not the first of its level.
    units: str
    era: str = ""
    corner_rounds: int = CORNER_ROUNDS

    @property
    def file_name(self) -> str:
        return f"{self.province}_{self.level}{self.era}.geojson"


FIRST, SECOND = "2020-01-01", "2025-07-01"
PLANS = (
    MapPlan("nghe_an", "district", 1.3, FIRST, "unit", "nghe_an"),
    MapPlan("ha_tinh", "district", 0.9, FIRST, "unit", "ha_tinh"),
    MapPlan("bac_giang", "commune", 0.6, SECOND, "unit", "bac_giang"),
    MapPlan(
        "nghe_an",
        "district",
        1.3,
        "2024-12-01",
        "unit_2025",
        "nghe_an_district_2024-12-01",
        era="_2024-12-01",
    ),
    MapPlan(
        "ha_tinh",
        "district",
        0.9,
        "2025-01-01",
        "unit_2025",
        "ha_tinh_district_2025-01-01",
        era="_2025-01-01",
    ),
    MapPlan("nghe_an", "commune", 1.2, SECOND, "new_commune", "nghe_an_commune", corner_rounds=1),
    MapPlan("ha_tinh", "commune", 0.8, SECOND, "new_commune", "ha_tinh_commune", corner_rounds=1),
)


@dataclass(frozen=True)
class Plane:
    """Local plane in km around a parallel: true enough over two degrees."""

    parallel: float

    @property
    def scale(self) -> np.ndarray:
        return KM_PER_DEGREE * np.array([cos(radians(self.parallel)), 1.0])

    def to_km(self, shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(shape, lambda degrees: degrees * self.scale)

    def to_degrees(self, shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(shape, lambda km: km / self.scale)


def build(plan: MapPlan, *, country: shapely.MultiPolygon) -> dict[str, Any]:
    """The finished FeatureCollection of one plan, in degrees."""
    sites = sites_around(plan.province, owner=plan.owner)
    places = np.array([(site.lon, site.lat) for site in sites])
    plane = Plane(parallel=float(places[:, 1].mean()))
    units = _divide(sites, points=places * plane.scale, country=plane.to_km(country))
    borders = smooth_borders(units, tolerance_km=plan.tolerance_km, rounds=plan.corner_rounds)
    drawn = coverage_between(
        [plane.to_degrees(border) for border in borders],
        near={code: plane.to_degrees(shape) for code, shape in units.items()},
        grid=10**-DECIMALS,
    )
    names = unit_names(plan.units)
    return {
        "type": "FeatureCollection",
        "kind": "schematic",
        "source": SOURCE,
        "licence": LICENCE,
        "valid_from": plan.valid_from,
        "features": [_feature(c, names[c], shape=drawn[c], plane=plane) for c in sorted(names)],
    }


def _divide(
    sites: list[Site], *, points: np.ndarray, country: BaseGeometry
) -> dict[str, BaseGeometry]:
    """Wanted units as they follow from the sites, in km, with the straight lines of the method."""
    frame = shapely.box(*(points.min(axis=0) - FRAME_KM), *(points.max(axis=0) + FRAME_KM))
    outline = shapely.intersection(country, frame)
    weights = settle_weights(
        points,
        np.array([site.area_km2 for site in sites]),
        np.array([site.commune for site in sites]),
        frame=frame,
        outline=outline,
        rounds=AREA_ROUNDS,
    )
    cells = power_cells(points, weights, frame=frame)
    return merge_cells(cells, [site.unit for site in sites], outline=outline)


def _feature(code: str, name: str, *, shape: BaseGeometry, plane: Plane) -> dict[str, Any]:
    largest = max(shapely.get_parts(plane.to_km(shape)), key=shapely.area)
    # The point furthest from every border of the largest part: a name there has most room.
    circle = shapely.maximum_inscribed_circle(largest, tolerance=LABEL_TOLERANCE_KM)
    label = _rounded(plane.to_degrees(shapely.get_point(circle, 0)))
    properties = {"code": code, "name_vi": name, "label_lon": label.x, "label_lat": label.y}
    geometry = _rounded(shapely.orient_polygons(shape))
    return {"type": "Feature", "properties": properties, "geometry": geometry.__geo_interface__}


def _rounded(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, lambda degrees: np.round(degrees, DECIMALS))


def write(collection: dict[str, Any], *, path: Path) -> None:
    """Write the file, one feature a line, after a last look at its coverage."""
    shapes = [shapely.from_geojson(json.dumps(f["geometry"])) for f in collection["features"]]
    if not all(shapely.is_valid(shapes)) or not shapely.coverage_is_valid(shapes):
        raise ValueError(f"{path.name}: borders cross or leave a gap; nothing was written")
    head = {key: value for key, value in collection.items() if key != "features"}
    lines = [
        json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
        for feature in collection["features"]
    ]
    start = json.dumps(head, ensure_ascii=False)[:-1]
    path.write_text(start + ', "features": [\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def main() -> None:
    country = fetch_country()
    TARGET.mkdir(exist_ok=True)
    for plan in PLANS:
        path = TARGET / plan.file_name
        collection = build(plan, country=country)
        write(collection, path=path)
        print(f"{path.name}: {len(collection['features'])} units, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
