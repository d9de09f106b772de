"""The committed schematic boundary files keep what assets/boundaries/README.md promises."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

BOUNDARIES = Path(__file__).parents[2] / "assets" / "boundaries"
BYTE_BUDGET = 60_000
NGHE_AN = [str(code) for code in range(412, 433)]
HA_TINH = ["436", "437", *(str(code) for code in range(439, 450))]


# Where the names of each map's units stand, and which column of the communes says whose they were.
MAPS = {
    "nghe_an_district": ("nghe_an", "unit"),
    "ha_tinh_district": ("ha_tinh", "unit"),
    "bac_giang_commune": ("bac_giang", "unit"),
    "nghe_an_district_2024-12-01": ("nghe_an_district_2024-12-01", "unit_2025"),
    "ha_tinh_district_2025-01-01": ("ha_tinh_district_2025-01-01", "unit_2025"),
    "nghe_an_commune": ("nghe_an_commune", "new_commune"),
    "ha_tinh_commune": ("ha_tinh_commune", "new_commune"),
}


def _units(name: str) -> dict[str, str]:
    with (BOUNDARIES / "sources" / f"{MAPS[name][0]}_units.csv").open(encoding="utf-8") as file:
        return {row["code"]: row["name_vi"] for row in csv.DictReader(file)}


@pytest.fixture(params=MAPS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def collection(name: str) -> dict[str, Any]:
    text = (BOUNDARIES / "schematic" / f"{name}.geojson").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@pytest.fixture
def shapes(collection: dict[str, Any]) -> list[Any]:
    return [shape(feature["geometry"]) for feature in collection["features"]]


def _codes(name: str) -> list[str]:
    text = (BOUNDARIES / "schematic" / f"{name}.geojson").read_text(encoding="utf-8")
    return [feature["properties"]["code"] for feature in json.loads(text)["features"]]


def test_nghe_an_has_its_21_units_of_before_december_2024() -> None:
    assert _codes("nghe_an_district") == NGHE_AN


def test_ha_tinh_has_its_13_units_of_before_2025() -> None:
    assert _codes("ha_tinh_district") == HA_TINH


def test_bac_giang_has_its_58_communes_and_wards() -> None:
    codes = _codes("bac_giang_commune")
    assert len(codes) == len(set(codes)) == 58
    assert all(len(code) == 5 and code.isdigit() for code in codes)


def test_the_later_maps_have_the_units_of_their_day() -> None:
    counts = {name: len(_codes(name)) for name in MAPS}
    assert counts["nghe_an_district_2024-12-01"] == 20
    assert "413" not in _codes("nghe_an_district_2024-12-01")
    assert counts["ha_tinh_district_2025-01-01"] == 12
    assert (counts["nghe_an_commune"], counts["ha_tinh_commune"]) == (130, 69)


def test_units_bear_their_official_names_and_no_two_the_same(
    name: str, collection: dict[str, Any]
) -> None:
    names = {f["properties"]["code"]: f["properties"]["name_vi"] for f in collection["features"]}
    assert names == _units(name)
    assert len(set(names.values())) == len(names)


def test_file_says_that_it_is_schematic_and_where_it_comes_from(collection: dict[str, Any]) -> None:
    assert collection["kind"] == "schematic"
    assert "vietnamadminunits" in collection["source"]
    assert "Natural Earth" in collection["source"]
    assert "MIT" in collection["licence"]
    assert "public domain" in collection["licence"]


def test_shapes_are_valid_areas(shapes: list[Any]) -> None:
    assert {one.geom_type for one in shapes} <= {"Polygon", "MultiPolygon"}
    assert all(one.is_valid and one.area > 0 for one in shapes)


def test_neighbours_share_borders_without_gap_or_overlap(shapes: list[Any]) -> None:
    assert shapely.coverage_is_valid(shapes)
    province = shapely.union_all(shapes)
    assert province.area == pytest.approx(sum(one.area for one in shapes), rel=1e-9)
    # One piece and no hole: a gap between units would show as either.
    assert province.geom_type == "Polygon"
    assert not province.interiors


def test_label_lies_well_inside_its_own_unit(collection: dict[str, Any]) -> None:
    for feature in collection["features"]:
        properties, outline = feature["properties"], shape(feature["geometry"])
        label = shapely.Point(properties["label_lon"], properties["label_lat"])
        assert outline.contains(label), properties["name_vi"]
        # A fifth of the radius of a circle of the unit's area, where any name can stand.
        room = 0.2 * (outline.area / 3.14) ** 0.5
        assert label.distance(outline.boundary) > room, properties["name_vi"]


def test_coordinates_have_four_decimals_at_most(shapes: list[Any]) -> None:
    for lon, lat in shapely.get_coordinates(shapes).tolist():
        assert (round(lon, 4), round(lat, 4)) == (lon, lat)


def test_file_stays_under_its_byte_budget(name: str) -> None:
    assert (BOUNDARIES / "schematic" / f"{name}.geojson").stat().st_size < BYTE_BUDGET


def test_every_unit_is_built_from_communes_of_the_crosswalk(name: str) -> None:
    province = next(slug for slug in ("nghe_an", "ha_tinh", "bac_giang") if name.startswith(slug))
    with (BOUNDARIES / "sources" / f"{province}_communes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row[MAPS[name][1]] for row in rows} == set(_units(name))
    old = [row["old_commune"] for row in rows]
    assert len(old) == len(set(old))
