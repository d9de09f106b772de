"""Boundary files of every form land whole, replace the schematic set at once, and go again."""

import json
import subprocess
import sys
import threading
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from sqlalchemy import insert, select

from domain.cells import fold
from domain.periods import day_period
from domain.scope import Scope
from queries.question import Question
from queries.units import unit_boundaries
from store.__main__ import main
from store.boundaries.importing import Asked, import_boundaries
from store.database import engine
from store.imports.batches import newest_batch
from store.settings import PROJECT
from store.tables import audit_event, boundary, boundary_set, import_batch, unit
from tests.store import boundary_files as files
from tests.store.boundary_files import bring, cells, kept, outlines, write


@pytest.fixture
def store(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    files.furnish_province(sqlite_url)
    monkeypatch.setenv("IOC_DATABASE_URL", sqlite_url)
    return sqlite_url


def drawn(url: str, *, as_of: int | None = None, level: str = "commune") -> tuple[int, set[str]]:
    """How many units the map draws on 1 August 2025, and whose outlines these are."""
    with engine(url).connect() as connection:
        asked = Question(
            province_id=1,
            scope=Scope(provinces=frozenset({1})),
            as_of=newest_batch(connection) if as_of is None else as_of,
            today=files.DAY,
            period=day_period(files.DAY),
        )
        frame = unit_boundaries(connection, asked, level=level)
    return len(frame), set(frame["boundary_source"])


@pytest.mark.parametrize("ending", ["geojson", "topojson", "gpkg", "zip"])
def test_every_form_of_file_lands_whole(store: str, tmp_path: Path, ending: str) -> None:
    path = write(outlines(), tmp_path / f"ranh giới.{ending}")
    assert bring(path, "--source", "Sở", "--licence", "CC0") == 0
    assert kept(store) == (1, 130)
    assert drawn(store) == (130, {"Sở"})


def test_outlines_land_in_both_databases(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.furnish_province(database_url)
    monkeypatch.setenv("IOC_DATABASE_URL", database_url)
    assert bring(write(outlines(), tmp_path / "a.gpkg")) == 0
    assert drawn(database_url) == (130, {"a.gpkg"})
    assert main(["boundaries", "remove", "1"]) == 0
    assert drawn(database_url) == (0, set())
    assert bring("/dev/null/no") == 2


def test_each_unit_gets_its_own_outline(store: str, tmp_path: Path) -> None:
    shuffled = outlines().sample(frac=1, random_state=7)
    assert bring(write(shuffled, tmp_path / "a.geojson")) == 0
    with engine(store).connect() as connection:
        rows = connection.execute(
            select(unit.c.code, boundary.c.geometry, boundary.c.label_lon, boundary.c.label_lat)
            .join(boundary, boundary.c.unit_id == unit.c.id)
            .order_by(unit.c.code)
        ).all()
    for row, cell in zip(rows, cells(), strict=True):
        stored = shapely.from_geojson(row.geometry)
        assert shapely.symmetric_difference(stored, cell).area < 0.001 * cell.area
        assert stored.contains(shapely.Point(row.label_lon, row.label_lat))


@pytest.mark.parametrize(
    "written",
    [
        "{}",  # the bare name
        "Xã {}",
        "xa {}",
        "X. {}",
        "  {} ",
    ],
)
def test_units_are_found_by_name_however_it_is_written(
    store: str, tmp_path: Path, written: str
) -> None:
    frame = outlines().drop(columns="ma")
    frame["ten"] = [written.format(name) for name in files.NAMES]
    assert bring(write(frame, tmp_path / "a.gpkg"), "--name", "ten") == 0
    assert kept(store) == (1, 130)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "no accents": fold,
    "decomposed": partial(unicodedata.normalize, "NFD"),
    "no blanks": lambda name: name.replace(" ", ""),
    "the other place of the tone": lambda name: name.replace("òa", "oà").replace("ủy", "uỷ"),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_accents_case_blanks_and_tone_places_do_not_matter(
    store: str, tmp_path: Path, spelling: str
) -> None:
    frame = outlines().drop(columns="ma")
    frame["ten"] = [SPELLINGS[spelling](name) for name in files.NAMES]
    assert bring(write(frame, tmp_path / "a.gpkg")) == 0
    assert kept(store) == (1, 130)


def test_accents_tell_apart_what_is_one_word_without_them(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOC_DATABASE_URL", sqlite_url)
    names = ("Bình Mỹ", "Bình My")
    files.furnish_province(sqlite_url, names=names)
    frame = outlines(names=names).drop(columns="ma")
    assert bring(write(frame, tmp_path / "a.gpkg")) == 0
    frame["ten"] = "Xa Binh My"
    assert bring(write(frame, tmp_path / "b.gpkg")) == 1


def test_codes_that_lost_their_zeros_are_found(store: str, tmp_path: Path) -> None:
    frame = outlines().drop(columns="ten")
    frame["ma"] = frame["ma"].astype(float)
    assert bring(write(frame, tmp_path / "a.gpkg"), "--key", "ma") == 0
    assert kept(store) == (1, 130)


def test_two_units_of_one_name_are_told_apart_by_their_kind(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOC_DATABASE_URL", sqlite_url)
    files.furnish_province(sqlite_url, names=("Kỳ Anh", "Kỳ Sơn"))
    with engine(sqlite_url).execution_options(writes=True).begin() as connection:
        connection.execute(
            unit.update()
            .where(unit.c.code == files.code_of(1))
            .values(name_vi="Kỳ Anh", full_name_vi="Phường Kỳ Anh")
        )
    frame = outlines(names=("Kỳ Anh", "Kỳ Anh")).drop(columns="ma")
    frame["ten"], frame["loai"] = "Kỳ Anh", ["Phường", "Xã"]
    assert bring(write(frame, tmp_path / "a.gpkg")) == 0
    with engine(sqlite_url).connect() as connection:
        west = select(unit.c.full_name_vi).join(boundary).order_by(boundary.c.label_lon)
        found = list(connection.scalars(west))
    by_longitude = sorted(
        zip([cell.centroid.x for cell in cells(2)], ["Phường Kỳ Anh", "Xã Kỳ Anh"], strict=True)
    )
    assert found == [name for _, name in by_longitude]
    assert bring(write(frame.drop(columns="loai"), tmp_path / "b.gpkg")) == 1


def test_the_units_of_the_day_count_and_the_set_ends_before_they_change(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frame = outlines(names=files.DISTRICTS).drop(columns="ma")
    frame["ten"] = list(files.DISTRICTS)  # communes of today bear the same names
    path = write(frame, tmp_path / "districts.geojson")
    given = ["--province", "99", "--valid-from", "01/01/2024", "--valid-to", "2030-01-01"]
    command = ["--language", "en", "boundaries", "import", str(path), *given]
    assert main([*command, "--level", "district"]) == 0
    assert "Valid until 30/06/2025." in capsys.readouterr().out
    assert main([*command, "--level", "commune"]) == 1
    assert "On 01/01/2024 the province has no units" in capsys.readouterr().out


def test_a_shapefile_in_another_projection_is_reprojected(store: str, tmp_path: Path) -> None:
    stated = outlines().to_crs("EPSG:3405")  # VN-2000 / UTM zone 48N
    assert bring(write(stated, tmp_path / "a.zip")) == 0
    by_hand = stated.set_crs(None, allow_override=True)
    assert bring(write(by_hand, tmp_path / "b.zip"), "--crs", "EPSG:3405") == 0
    with engine(store).connect() as connection:
        boxes = [
            shapely.total_bounds(shapely.from_geojson(list(connection.scalars(one))))
            for one in (
                select(boundary.c.geometry).where(boundary.c.boundary_set_id == set_id)
                for set_id in (1, 2)
            )
        ]
    for box in boxes:
        assert box == pytest.approx((files.WEST, files.SOUTH, files.EAST, files.NORTH), abs=2e-5)


def test_a_shapefile_in_old_windows_letters_without_a_code_page_is_read(
    store: str, tmp_path: Path
) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    frame = outlines().drop(columns="ma")
    # Code page 1258 writes the tones as marks of their own behind the letter.
    frame["ten"] = [_as_in_1258(unicodedata.normalize("NFC", name)) for name in files.NAMES]
    frame.to_file(folder / "a.shp", encoding="cp1258")
    (folder / "a.cpg").unlink()
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as packed:
        for part in folder.iterdir():
            packed.write(part, part.name)
    assert bring(tmp_path / "old.zip") == 0
    assert kept(store) == (1, 130)


def _as_in_1258(name: str) -> str:
    def letter(one: str) -> str:
        try:
            one.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", one)
            tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone
        return one

    return "".join(map(letter, name))


class Served(SimpleHTTPRequestHandler):
    """A file server that says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    handler = partial(Served, directory=str(tmp_path))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_file_is_taken_from_an_http_address(store: str, tmp_path: Path, address: str) -> None:
    write(outlines(), tmp_path / "ranh giới.geojson")
    assert bring(f"{address}/ranh%20gi%E1%BB%9Bi.geojson") == 0
    assert drawn(store) == (130, {"ranh giới.geojson"})
    assert bring(f"{address}/nothing.geojson") == 2
    assert bring("http://127.0.0.1:1/nothing.geojson") == 2


@pytest.mark.parametrize("other", ["ftp://host/a.geojson", "file:///etc/passwd", "s3://a/b"])
def test_no_other_scheme_is_followed(
    store: str, other: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(other) == 2
    assert "Only a path or an http(s) address" in capsys.readouterr().out


def test_an_imported_set_replaces_the_schematic_one_and_removal_falls_back(
    store: str, tmp_path: Path
) -> None:
    lay_schematic(store)
    assert drawn(store) == (130, {"drawn by hand"})
    first = write(outlines(), tmp_path / "first.gpkg")
    second = write(outlines(), tmp_path / "second.geojson")
    for path in (first, second):
        assert bring(path) == 0
        assert drawn(store) == (130, {path.name})
    as_of = newest(store)
    assert main(["boundaries", "remove", "3"]) == 0
    assert drawn(store) == (130, {"first.gpkg"})
    assert main(["boundaries", "remove", "2"]) == 0
    assert drawn(store) == (130, {"drawn by hand"})
    assert drawn(store, as_of=as_of) == (130, {"second.geojson"}), "as of then it is as it was"
    assert bring(first) == 0, "what was taken away may come again"
    assert drawn(store) == (130, {"first.gpkg"})


def test_removal_stands_in_the_log_and_what_cannot_go_is_said(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lay_schematic(store)
    assert bring(write(outlines(), tmp_path / "a.gpkg")) == 0
    assert main(["boundaries", "remove", "2"]) == 0
    before = newest(store)
    capsys.readouterr()
    for set_id, said in ((2, "before"), (1, "falls back"), (77, "no boundary set")):
        assert main(["--language", "en", "boundaries", "remove", str(set_id)]) == 1
        assert said in capsys.readouterr().out
    assert newest(store) == before
    with engine(store).connect() as connection:
        events = connection.execute(
            select(audit_event.c.action, audit_event.c.subject).order_by(audit_event.c.id)
        ).all()
    assert [tuple(one) for one in events] == [
        ("imported", "a.gpkg"),
        ("changed", "boundary_set 2"),
    ]


def test_the_list_names_every_set_in_force_with_source_and_licence(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--language", "en", "boundaries", "list"]) == 0
    assert "no boundary set" in capsys.readouterr().out
    bring(write(outlines(), tmp_path / "a.gpkg"), "--source", "OSM", "--licence", "ODbL 1.0")
    capsys.readouterr()
    assert main(["--language", "en", "boundaries", "list"]) == 0
    row = capsys.readouterr().out.splitlines()[1].split(" | ")
    assert row[:6] == ["1", "hu-cau", "commune", "brought in", "01/07/2025 – …", "130"]
    assert row[-2:] == ["OSM", "ODbL 1.0"]


def test_the_same_file_twice_changes_nothing(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(outlines(), tmp_path / "a.gpkg")
    assert bring(path) == 0
    before = newest(store)
    capsys.readouterr()
    assert bring(path) == 0
    assert "in force as set 1" in capsys.readouterr().out
    assert (newest(store), kept(store)) == (before, (1, 130))


def test_two_at_once_land_one_after_the_other(database_url: str, tmp_path: Path) -> None:
    files.furnish_province(database_url)
    path = str(write(outlines(), tmp_path / "a.gpkg"))
    together = threading.Barrier(2)
    came: list[str] = []

    def work() -> None:
        def wait(step: str, done: int, _of: int) -> None:
            # Both have read the file and found nothing in the store.
            if (step, done) == ("repair", 0):
                together.wait(timeout=30)

        report = import_boundaries(
            engine(database_url),
            path,
            province=files.SLUG,
            asked=Asked(level="commune", valid_from=files.DAY),
            on_progress=wait,
        )
        came.append(report.status)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == ["landed", "unchanged"]
    assert kept(database_url) == (1, 130)


KILLED = """
import os, sys
from datetime import date
from store.boundaries.importing import Asked, import_boundaries
from store.database import engine

def die(step, _done, _of):
    if step == sys.argv[3]:
        os._exit(9)

import_boundaries(engine(sys.argv[1]), sys.argv[2], province="hu-cau",
    asked=Asked(level="commune", valid_from=date(2025, 7, 1)), on_progress=die)
"""


@pytest.mark.parametrize("step", ["repair", "land"])
def test_killed_half_way_nothing_has_changed(store: str, tmp_path: Path, step: str) -> None:
    path = write(outlines(), tmp_path / "a.gpkg")
    before = newest(store)
    died = subprocess.run(
        [sys.executable, "-c", KILLED, store, str(path), step], cwd=PROJECT, check=False
    )
    assert died.returncode == 9
    assert (newest(store), kept(store)) == (before, (0, 0))
    assert bring(path) == 0


def test_the_board_and_the_other_commands_start_without_geopandas(store: str) -> None:
    script = (
        "import sys, app, store.__main__; assert not {'geopandas', 'pyogrio'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", script], cwd=PROJECT, check=True, capture_output=True)


def test_a_geopackage_with_several_layers_is_searched(store: str, tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    points = gpd.GeoDataFrame({"x": [1]}, geometry=[shapely.Point(105, 19)], crs="EPSG:4326")
    points.to_file(path, layer="a points")
    outlines().to_file(path, layer="ranh giới xã")
    assert bring(path) == 0
    assert kept(store) == (1, 130)


def newest(url: str) -> int:
    with engine(url).connect() as connection:
        return newest_batch(connection)


def lay_schematic(url: str) -> None:
    """A schematic set as `store sample` lays it."""
    with engine(url).execution_options(writes=True).begin() as connection:
        batch_id = connection.scalar(select(import_batch.c.id)) or 0
        connection.execute(
            insert(boundary_set).values(
                province_id=1,
                level="commune",
                kind="schematic",
                source="drawn by hand",
                licence="CC0",
                valid_from=files.DAY,
                import_batch_id=batch_id,
                imported_at=connection.scalar(select(import_batch.c.imported_at)),
            )
        )
        communes = connection.scalars(
            select(unit.c.id).where(unit.c.level == "commune").order_by(unit.c.code)
        )
        square = json.dumps(shapely.geometry.mapping(shapely.box(105, 19, 106, 20)))
        connection.execute(
            insert(boundary),
            [
                {
                    "boundary_set_id": 1, "unit_id": unit_id, "geometry": square,
                    "label_lon": 105.5, "label_lat": 19.5,
                }
                for unit_id in communes
            ],
        )  # fmt: skip
