"""A bad boundary file gets one clear sentence in the user's language, and changes nothing."""

import io
import json
import os
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from sqlalchemy import select

from store.boundaries import archives, sources
from store.database import engine
from store.imports.batches import list_batches, list_rejected, newest_batch
from store.tables import audit_event
from tests.store import boundary_files as files
from tests.store.boundary_files import NAMES, bring, cells, kept, outlines, write

Refused = Callable[..., str]


@pytest.fixture
def refused(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Refused:
    """Bring a file that must be refused, in both languages; returns the English sentence."""
    files.furnish_province(sqlite_url)
    monkeypatch.setenv("IOC_DATABASE_URL", sqlite_url)

    def bring_refused(path: Path, *options: str) -> str:
        before = newest(sqlite_url)
        said = {}
        for language in ("vi", "en"):
            assert bring(path, *options, language=language) == 1
            lines = capsys.readouterr().out.splitlines()
            assert len(lines) == 1
            said[language] = lines[0]
        assert "không có gì thay đổi" in said["vi"]
        assert "nothing changed" in said["en"]
        assert kept(sqlite_url) == (0, 0)
        assert newest(sqlite_url) == before
        return said["en"]

    return bring_refused


def newest(url: str) -> int:
    with engine(url).connect() as connection:
        return newest_batch(connection)


def one_bent(bend: Callable[[np.ndarray], np.ndarray]) -> gpd.GeoDataFrame:
    """The outlines, the first of them (Xã An Lộc) bent."""
    shapes = cells().copy()
    shapes[0] = shapely.Polygon(bend(shapely.get_coordinates(shapes[0])))
    return outlines(shapes)


def text_file(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_missing_units_are_named(refused: Refused, tmp_path: Path) -> None:
    said = refused(write(outlines().iloc[2:], tmp_path / "a.gpkg"))
    assert "2 units are missing: Xã An Lộc (07000); Xã An Sơn (07003)." in said


def test_units_too_many_are_named(refused: Refused, tmp_path: Path) -> None:
    frame = outlines()
    more = frame.iloc[:1].assign(ma="99999", ten="Xã Không Có")
    both = gpd.GeoDataFrame(np.vstack([frame, more]), columns=frame.columns, crs=4326)
    assert "1 are not units of that day: Xã Không Có (99999)" in refused(
        write(both, tmp_path / "a.gpkg")
    )


def test_missing_and_extra_units_are_told_in_one_sentence(refused: Refused, tmp_path: Path) -> None:
    frame = outlines()
    frame.loc[3, ["ma", "ten"]] = ["1", "Xã Lạ"]
    said = refused(write(frame, tmp_path / "a.gpkg"))
    assert "1 units are missing: Xã An Thịnh" in said
    assert "1 are not units of that day" in said


def test_units_of_another_era_are_told_with_their_days(refused: Refused, tmp_path: Path) -> None:
    frame = outlines()
    frame.loc[5, "ten"] = "Huyện An Sơn"
    said = refused(write(frame, tmp_path / "a.gpkg"), "--name", "ten")
    assert "Huyện An Sơn [01/01/2020–30/06/2025]" in said


def test_a_unit_twice_is_named(refused: Refused, tmp_path: Path) -> None:
    frame = outlines()
    frame.loc[1, ["ma", "ten"]] = frame.loc[0, ["ma", "ten"]].to_numpy()
    said = refused(write(frame, tmp_path / "a.gpkg"))
    assert "units stand more than once: Xã An Lộc" in said


def test_codes_whose_names_belong_to_other_units_are_told(refused: Refused, tmp_path: Path) -> None:
    frame = outlines()
    frame.loc[[0, 1], "ten"] = frame.loc[[1, 0], "ten"].to_numpy()
    said = refused(write(frame, tmp_path / "a.gpkg"))
    assert "different units: 07000: Xã An Sơn ≠ Xã An Lộc" in said


def test_a_column_that_is_not_there_is_told_with_those_that_are(
    refused: Refused, tmp_path: Path
) -> None:
    said = refused(write(outlines(), tmp_path / "a.gpkg"), "--key", "GSO")
    assert "no column “GSO”; its columns: ma; ten." in said


def test_a_file_without_any_known_unit_is_told_its_columns(
    refused: Refused, tmp_path: Path
) -> None:
    frame = outlines().assign(ma="x", ten="y")
    said = refused(write(frame, tmp_path / "a.gpkg"))
    assert "No column holds codes or names" in said


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "zip", "topojson"])
def test_swapped_longitude_and_latitude(refused: Refused, tmp_path: Path, ending: str) -> None:
    swapped = outlines(shapely.transform(cells(), lambda places: places[:, ::-1]))
    said = refused(write(swapped, tmp_path / f"a.{ending}"))
    assert "Longitude and latitude are swapped." in said


@pytest.mark.parametrize("wrong", ["NaN", "Infinity", "-Infinity"])
def test_coordinates_that_are_no_numbers_name_the_unit(
    refused: Refused, tmp_path: Path, wrong: str
) -> None:
    path = write(outlines(), tmp_path / "a.geojson")
    whole = json.loads(path.read_text("utf-8"))
    whole["features"][1]["geometry"]["coordinates"][0][1][0] = float(wrong)
    said = refused(text_file(path, json.dumps(whole)))
    assert "Coordinates that are no numbers (NaN or infinite): Xã An Sơn." in said


def test_a_missing_number_in_another_column_is_no_fault(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOC_DATABASE_URL", sqlite_url)
    files.furnish_province(sqlite_url)
    path = write(outlines().assign(km2=1), tmp_path / "a.geojson")
    text_file(path, path.read_text("utf-8").replace('"km2": 1', '"km2": NaN'))
    assert bring(path) == 0


def test_an_outline_whose_inside_cannot_be_told(refused: Refused, tmp_path: Path) -> None:
    def eight(_: np.ndarray) -> np.ndarray:
        return np.array([(104.6, 18.8), (104.8, 19.0), (104.8, 18.8), (104.6, 19.0), (104.6, 18.8)])

    said = refused(write(one_bent(eight), tmp_path / "a.gpkg"))
    assert "cross themselves so that their inside cannot be told: Xã An Lộc." in said


def test_an_outline_without_area(refused: Refused, tmp_path: Path) -> None:
    def flat(places: np.ndarray) -> np.ndarray:
        return places[[0, 1, 1, 0]]

    said = refused(write(one_bent(flat), tmp_path / "a.gpkg"))
    assert "cross themselves" in said


def test_a_unit_without_an_outline(refused: Refused, tmp_path: Path) -> None:
    path = write(outlines(), tmp_path / "a.geojson")
    whole = json.loads(path.read_text("utf-8"))
    whole["features"][0]["geometry"] = None
    said = refused(text_file(path, json.dumps(whole)))
    assert "Units without an outline: Xã An Lộc." in said


@pytest.mark.parametrize("shape", [shapely.centroid, shapely.boundary])
def test_points_and_lines(
    refused: Refused, tmp_path: Path, shape: Callable[[object], object]
) -> None:
    said = refused(write(outlines(shape(cells())), tmp_path / "a.gpkg"))
    assert "Outlines must be polygons, not " in said


def test_two_units_on_one_ground(refused: Refused, tmp_path: Path) -> None:
    shapes = cells().copy()
    shapes[1] = shapes[0]
    said = refused(write(outlines(shapes), tmp_path / "a.gpkg"))
    assert "More than half of the unit lies under others" in said


@pytest.mark.parametrize("ending", ["geojson", "zip"])
def test_an_unstated_projection(refused: Refused, tmp_path: Path, ending: str) -> None:
    metres = outlines().to_crs("EPSG:3405").set_crs(None, allow_override=True)
    said = refused(write(metres, tmp_path / f"a.{ending}"))
    assert "does not state its projection; name it with --crs" in said


def test_a_wrong_or_unknown_projection(refused: Refused, tmp_path: Path) -> None:
    metres = write(outlines().to_crs("EPSG:3405"), tmp_path / "a.zip")
    assert "lie outside Viet Nam" in refused(metres, "--crs", "EPSG:32756")
    assert "There is no projection “EPSG:abc”" in refused(metres, "--crs", "EPSG:abc")


def test_another_country(refused: Refused, tmp_path: Path) -> None:
    moved = outlines(shapely.transform(cells(), lambda places: places - np.array([100, 0])))
    said = refused(write(moved, tmp_path / "a.geojson"))
    assert "lie outside Viet Nam (longitude 4.6, latitude 18.8)" in said


def test_across_the_antimeridian(refused: Refused, tmp_path: Path) -> None:
    moved = outlines(shapely.transform(cells(), lambda places: places + np.array([75, 0])))
    assert "outside Viet Nam" in refused(write(moved, tmp_path / "a.geojson"))


@pytest.mark.parametrize(
    "text",
    ["Đây là một tệp văn bản.", "[1, 2]", '{"type": "Feature"}', "null", '"x"', "[" * 100_000],
)
def test_a_text_file_with_a_fine_name(refused: Refused, tmp_path: Path, text: str) -> None:
    said = refused(text_file(tmp_path / "a.geojson", text))
    assert "no GeoJSON, TopoJSON, GeoPackage or zipped shapefile" in said


def test_a_json_file_cut_short(refused: Refused, tmp_path: Path) -> None:
    path = write(outlines(), tmp_path / "a.geojson")
    text_file(path, path.read_text("utf-8")[:-500])
    assert "The JSON is broken at line 1, column" in refused(path)


def test_a_collection_of_nothing(refused: Refused, tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.geojson", '{"type": "FeatureCollection", "features": []}')
    assert "holds no units" in refused(path)
    nothing = '{"type": "FeatureCollection", "features": [{"type": "Feature"}]}'
    assert "units" in refused(text_file(path, nothing))


def test_a_broken_geopackage(refused: Refused, tmp_path: Path) -> None:
    path = write(outlines(), tmp_path / "a.gpkg")
    path.write_bytes(path.read_bytes()[:3_000])
    assert "cannot be read" in refused(path)


def test_an_empty_file(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.touch()
    assert "The file is empty." in refused(path)


def test_a_huge_file_is_refused_before_it_is_read(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    with path.open("wb") as file:
        file.truncate(sources.MAX_BYTES + 1)
    assert "larger than 100 MB" in refused(path)


@pytest.mark.parametrize("name", ["../out.shp", "/etc/out.shp", "a\\..\\out.shp", "C:\\out.shp"])
def test_a_zip_that_leads_out_of_its_folder(refused: Refused, tmp_path: Path, name: str) -> None:
    path = write(outlines(), tmp_path / "a.zip")
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(name, b"x")
    assert "leads out of its folder" in refused(path)
    assert not (tmp_path / "out.shp").exists()


def test_a_link_in_a_zip(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    link = zipfile.ZipInfo("a.shp")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(link, "/etc/passwd")
    assert "leads out of its folder" in refused(path)


def bomb(size: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        for ending in archives.NEEDED:
            with opened.open(f"a{ending}", "w", force_zip64=True) as part:
                for _ in range(size >> 20):
                    part.write(bytes(1 << 20))
    return packed.getvalue()


def test_a_zip_bomb(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(bomb(archives.MAX_UNPACKED_BYTES // 2))
    assert "unpacks to too much" in refused(path)


def test_a_zip_bomb_that_lies_about_its_size(
    refused: Refused, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 1 << 20)
    data = bytearray(bomb(2 << 20))
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        # The sizes in the directory, packed and unpacked.
        data[place + 24 : place + 28] = struct.pack("<I", 1_000)
        place = data.find(b"PK\x01\x02", place + 4)
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    said = refused(path)
    assert "unpacks to too much" in said or "zip file is broken" in said


def test_a_zip_without_a_whole_shapefile(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("readme.txt", "x")
    assert "holds no .shp" in refused(path)
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("a.shp", "x")
    assert "lacks .shx, .dbf" in refused(path)


def test_a_broken_zip(refused: Refused, tmp_path: Path) -> None:
    path = write(outlines(), tmp_path / "a.zip")
    path.write_bytes(path.read_bytes()[:5_000])
    assert "zip file is broken" in refused(path)


def test_a_shp_without_its_parts(refused: Refused, tmp_path: Path) -> None:
    outlines().to_file(tmp_path / "a.shp")
    assert "put .shp, .shx, .dbf and .prj into one zip" in refused(tmp_path / "a.shp")


def test_a_budget_that_cannot_be_kept(refused: Refused, tmp_path: Path) -> None:
    path = write(outlines(), tmp_path / "a.gpkg")
    assert "cannot be brought down to 100 bytes" in refused(path, "--budget", "100")


def test_what_is_no_file_cannot_be_tried(
    refused: Refused, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "nothing.geojson", tmp_path, tmp_path / "pipe", Path("/dev/zero")):
        assert bring(path) == 2
        assert len(capsys.readouterr().out.splitlines()) == 1
    assert bring(tmp_path, "--valid-to", "2020-01-01") == 2
    assert "The last day is before the first day." in capsys.readouterr().out


def test_a_refusal_is_kept_with_its_batch_and_in_the_log(
    refused: Refused, sqlite_url: str, tmp_path: Path
) -> None:
    refused(write(outlines().iloc[1:], tmp_path / "a.gpkg"))
    with engine(sqlite_url).connect() as connection:
        batch = list_batches(connection, most=1)[0]
        (row,) = list_rejected(connection, batch["id"])
        actions = set(connection.scalars(select(audit_event.c.action)))
    assert (batch["status"], batch["kind"]) == ("refused", "boundaries")
    assert (row["reason_code"], row["reason"]) == (
        "missing",
        f"Thiếu 1 đơn vị: Xã {NAMES[0]} ({files.code_of(0)}).",
    )
    assert actions == {"import_refused"}
