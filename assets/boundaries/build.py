"""Build the schematic boundary files: `python assets/boundaries/build.py`.

Needs the registries (npm for the country's outline) and the packages of requirements-dev.in.
The same packages give the same files to the byte; README.md says what they are and are not.
"""

import json
from dataclasses import dataclass
from math import cos, pi, radians
from pathlib import Path

import numpy as np
import places
import shapely
from partition import merge_cells, power_cells, smooth
from shapely.geometry.base import BaseGeometry

TARGET = Path(__file__).parent / "schematic"
DECIMALS = 4  # about 10 m: finer than anything a schematic border knows
LABEL_TOLERANCE_KM = 0.1
SOURCE = (
    f"vietnamadminunits {places.VIETNAMADMINUNITS} (PyPI: commune points and areas); "
    f"world-atlas {places.WORLD_ATLAS} (npm: Natural Earth 1:10m country outline)"
)
LICENCE = "MIT (vietnamadminunits); public domain (Natural Earth)"


@dataclass(frozen=True)
class MapPlan:
    """One file to draw: how coarse its borders may be, in km, and how round its corners."""

    province: str
    level: str
    tolerance_km: float
    rounds: int


PLANS = (
    MapPlan("nghe_an", "district", tolerance_km=2.2, rounds=2),
    MapPlan("ha_tinh", "district", tolerance_km=1.6, rounds=2),
    MapPlan("bac_giang", "commune", tolerance_km=1.0, rounds=1),
)


@dataclass(frozen=True)
class Plane:
    """Local plane in km around a parallel: true enough over two degrees."""

    parallel: float

    @property
    def scale(self) -> np.ndarray:
        return places.KM_PER_DEGREE * np.array([cos(radians(self.parallel)), 1.0])

    def to_km(self, shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(shape, lambda degrees: degrees * self.scale)

    def to_degrees(self, shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(shape, lambda km: np.round(km / self.scale, DECIMALS))


def build(plan: MapPlan, *, country: shapely.MultiPolygon) -> dict:
    """The finished FeatureCollection of one plan, in degrees."""
    sites = places.sites_around(plan.province)
    degrees = np.array([(site.lon, site.lat) for site in sites])
    plane = Plane(parallel=float(degrees[:, 1].mean()))
    points = degrees * plane.scale
    weights = np.array([site.area_km2 for site in sites]) / pi
    frame = shapely.box(*(points.min(axis=0) - 20), *(points.max(axis=0) + 20))
    cells = power_cells(points, weights, frame=frame)
    outline = shapely.intersection(plane.to_km(country), frame)
    units = merge_cells(cells, [site.unit for site in sites], outline=outline)
    del units[places.OUTSIDE]
    drawn = smooth(units, tolerance_km=plan.tolerance_km, rounds=plan.rounds)
    names = places.unit_names(plan.province)
    return {
        "type": "FeatureCollection",
        "kind": "schematic",
        "source": SOURCE,
        "licence": LICENCE,
        "features": [_feature(c, names[c], shape=drawn[c], plane=plane) for c in sorted(names)],
    }


def _feature(code: str, name: str, *, shape: BaseGeometry, plane: Plane) -> dict:
    largest = max(shapely.get_parts(shape), key=shapely.area)
    # The point furthest from every border of the largest part: a name there has most room.
    circle = shapely.maximum_inscribed_circle(largest, tolerance=LABEL_TOLERANCE_KM)
    label = plane.to_degrees(shapely.get_point(circle, 0))
    geometry = shapely.orient_polygons(plane.to_degrees(shape))
    properties = {"code": code, "name_vi": name, "label_lon": label.x, "label_lat": label.y}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": json.loads(shapely.to_geojson(geometry)),
    }


def write(collection: dict, *, path: Path) -> None:
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
    country = places.country_outline()
    TARGET.mkdir(exist_ok=True)
    for plan in PLANS:
        path = TARGET / f"{plan.province}_{plan.level}.geojson"
        collection = build(plan, country=country)
        write(collection, path=path)
        print(f"{path.name}: {len(collection['features'])} units, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
