"""The sample store is built whole or not at all, and never over somebody's own data."""

import json
import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from store.__main__ import main
from store.boundaries import load_boundaries, schematic_files
from store.database import engine
from store.imports.provinces import UnknownProvince
from store.sample import NotEmpty, State, build, later_files, sample_files, state_of
from store.settings import PROJECT
from store.tables import account, boundary, boundary_set, import_batch, unit
from tests.store.importing import (
    OBSERVATION,
    PROVINCE,
    counts,
    furnish,
    import_rows,
    reasons,
    rows_of,
)

# The building ------------------------------------------------------------------------------------


def test_the_catalogue_comes_before_the_provinces() -> None:
    files = [(path.parent.name, path.name, province) for path, province in sample_files()]
    assert files[0] == ("catalogue", "01_source_documents.csv", None)
    assert Counter(province for _, _, province in files).keys() == {
        None,
        "bac-giang",
        "ha-tinh",
        "nghe-an",
    }
    assert files == sorted(files, key=lambda file: (file[2] or "", file[1]))


def test_every_sample_file_lands_whole_and_the_mark_comes_last(sample_url: str) -> None:
    batches = rows_of(sample_url, import_batch)
    assert set(batches["status"]) == {"landed"}
    assert batches["rejected_count"].sum() == 0
    assert batches["kind"].to_list()[-1] == "sample"
    # The clock is put forward and back for each file that came later.
    expected = len(sample_files()) + 3 * len(later_files()) + len(schematic_files()) + 1
    assert len(batches) == expected
    assert state_of(sample_url) == State.SAMPLE
    assert rows_of(sample_url, account)["is_demo"].all()


def test_every_unit_of_the_sample_maps_has_its_boundary(sample_url: str) -> None:
    with engine(sample_url).connect() as connection:
        drawn = connection.execute(
            select(boundary_set.c.level, boundary_set.c.province_id, boundary.c.unit_id)
            .join(boundary, boundary.c.boundary_set_id == boundary_set.c.id)
            .join(unit, unit.c.id == boundary.c.unit_id)
            .where(
                unit.c.level == boundary_set.c.level,
                unit.c.province_id == boundary_set.c.province_id,
            )
        ).all()
    of_level = Counter((level, province) for level, province, _ in drawn)
    # Hà Tĩnh's and Nghệ An's districts are drawn for both their eras, their communes once.
    assert sorted(of_level.values()) == [13 + 12, 21 + 20, 58, 69, 130]
    assert set(rows_of(sample_url, boundary_set)["kind"]) == {"schematic"}


def copy_of(url: str, target: Path) -> str:
    shutil.copy(str(make_url(url).database), target)
    return f"sqlite:///{target}"


def test_a_sample_store_that_is_there_is_left_alone_and_said_so(
    sample_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "ioc.db"
    monkeypatch.setenv("IOC_DATABASE_URL", copy_of(sample_url, path))
    before = path.read_bytes()
    assert main(["sample"]) == 0
    assert "python -m store sample --again" in capsys.readouterr().out
    assert path.read_bytes() == before
    with pytest.raises(NotEmpty):
        build(f"sqlite:///{path}")


def test_built_again_it_is_new_to_those_who_have_it_open(sample_url: str, tmp_path: Path) -> None:
    url = copy_of(sample_url, tmp_path / "ioc.db")
    whole = counts(url)
    figure = OBSERVATION | {"period": "2022", "unit_name": ""}
    assert import_rows(url, tmp_path, "observations", figure).added == 1
    with engine(url).connect() as reader:
        assert len(reader.execute(select(import_batch.c.id)).all()) == whole["import_batch"] + 1
        reader.rollback()
        build(url, again=True)
        assert len(reader.execute(select(import_batch.c.id)).all()) == whole["import_batch"]
    assert counts(url) == whole
    assert [path.name for path in tmp_path.glob(".*")] == []
    engine(url).dispose()


KILLED = """
import os, signal, sys
from store.sample import build

def kill_in_the_middle(what, done, of):
    if done == of // 2:
        print("killed", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

build(sys.argv[1], on_progress=kill_in_the_middle)
"""


def test_a_killed_building_leaves_no_store_behind(tmp_path: Path) -> None:
    path = tmp_path / "ioc.db"
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, f"sqlite:///{path}"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (killed.stdout, killed.returncode) == ("killed\n", -signal.SIGKILL), killed.stderr
    assert not path.exists()
    assert state_of(f"sqlite:///{path}") == State.ABSENT


def test_a_store_with_data_of_its_own_is_never_replaced(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    furnish(database_url)
    before = counts(database_url)
    assert state_of(database_url) == State.OTHER
    monkeypatch.setenv("IOC_DATABASE_URL", database_url)
    assert main(["sample"]) == 2
    assert main(["sample", "--again"]) == 2
    assert capsys.readouterr().out.count("không phải số liệu mẫu") == 2
    assert counts(database_url) == before


@pytest.mark.slow
@pytest.mark.postgres
def test_an_empty_postgresql_store_is_filled_like_the_sqlite_one(
    postgresql_url: str, sample_url: str
) -> None:
    assert state_of(postgresql_url) == State.EMPTY
    build(postgresql_url)
    assert counts(postgresql_url) == counts(sample_url)
    with pytest.raises(NotEmpty):
        build(postgresql_url)


# Boundaries --------------------------------------------------------------------------------------


def collection(*places: tuple[str, str]) -> dict[str, object]:
    """A boundary file of triangles, by (code, name)."""
    ring = [[105.0, 18.0], [105.1, 18.0], [105.0, 18.1], [105.0, 18.0]]
    return {
        "type": "FeatureCollection",
        "kind": "schematic",
        "source": "test",
        "licence": "none",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": code, "name_vi": name, "label_lon": 105, "label_lat": 18},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
            for code, name in places
        ],
    }


def write_collection(folder: Path, *places: tuple[str, str]) -> Path:
    path = folder / "boundaries.geojson"
    path.write_text(json.dumps(collection(*places)), encoding="utf-8")
    return path


def test_boundaries_land_once_as_a_batch_of_their_own(database_url: str, tmp_path: Path) -> None:
    furnish(database_url)
    path = write_collection(tmp_path, ("412", "Vinh"), ("414", "Thị xã Thái Hòa"))
    report = load_boundaries(engine(database_url), path, province=PROVINCE, level="district")
    assert (report.status, report.added) == ("landed", 2)
    (loaded,) = rows_of(database_url, boundary_set).to_dicts()
    assert (loaded["kind"], loaded["import_batch_id"]) == ("schematic", report.batch_id)
    assert loaded["valid_from"].isoformat() == "2020-01-01"
    geometry = json.loads(rows_of(database_url, boundary)["geometry"][0])
    assert geometry["type"] == "Polygon"
    again = load_boundaries(engine(database_url), path, province=PROVINCE, level="district")
    assert (again.status, again.batch_id) == ("unchanged", report.batch_id)


def test_a_boundary_of_no_unit_refuses_its_file(database_url: str, tmp_path: Path) -> None:
    """A code under another name is another unit: codes are recycled."""
    furnish(database_url)
    path = write_collection(tmp_path, ("412", "Vinh"), ("414", "Nghĩa Đàn"), ("999", "Vinh"))
    report = load_boundaries(engine(database_url), path, province=PROVINCE, level="district")
    assert (report.status, reasons(report)) == ("refused", ["unit_unknown"] * 2)
    assert [refusal.raw_text for refusal in report.refusals] == ["414", "999"]
    assert counts(database_url)["boundary"] == 0
    with pytest.raises(UnknownProvince):
        load_boundaries(engine(database_url), path, province="ha-noi", level="district")
