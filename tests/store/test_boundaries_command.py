"""`python -m store boundaries`: a province brings its own outlines."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from store.__main__ import main
from store.database import engine
from store.tables import boundary
from tests.store.importing import furnish

SQUARE = {"type": "Polygon", "coordinates": [[[105, 18], [106, 18], [106, 19], [105, 18]]]}


@pytest.fixture
def furnished(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    furnish(sqlite_url)
    monkeypatch.setenv("IOC_DATABASE_URL", sqlite_url)
    return sqlite_url


def outlines(folder: Path, *, code: str = "412", name: str = "Vinh") -> Path:
    properties: dict[str, Any] = {
        "code": code,
        "name_vi": name,
        "label_lon": 105.5,
        "label_lat": 18.5,
    }
    collection = {
        "type": "FeatureCollection",
        "kind": "official",
        "source": "test",
        "licence": "test",
        "features": [{"type": "Feature", "properties": properties, "geometry": SQUARE}],
    }
    path = folder / "outlines.geojson"
    path.write_text(json.dumps(collection), "utf-8")
    return path


def load(path: Path, province: str = "nghe-an") -> int:
    return main(["boundaries", str(path), "--province", province, "--level", "district"])


def kept(url: str) -> int:
    with engine(url).connect() as connection:
        return connection.scalar(select(func.count()).select_from(boundary)) or 0


def test_outlines_land_once_and_the_same_file_changes_nothing(
    furnished: str, tmp_path: Path
) -> None:
    assert load(outlines(tmp_path)) == 0
    assert load(outlines(tmp_path)) == 0
    assert kept(furnished) == 1


def test_an_outline_of_an_unknown_unit_refuses_the_whole_file(
    furnished: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert load(outlines(tmp_path, code="999")) == 1
    assert kept(furnished) == 0
    assert "999" in capsys.readouterr().out


def test_what_is_no_boundary_file_gets_one_sentence_and_changes_nothing(
    furnished: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for content in ("not json", "{}", "[]", '{"features": [{}]}'):
        path = tmp_path / "other.geojson"
        path.write_text(content, "utf-8")
        assert load(path) == 1
        assert len(capsys.readouterr().out.splitlines()) == 1
    assert kept(furnished) == 0


def test_an_unknown_province_is_named(furnished: str, tmp_path: Path) -> None:
    assert load(outlines(tmp_path), province="nowhere") == 2
