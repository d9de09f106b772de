"""What is wrong between neighbours is found, mended where it can be, and told in numbers."""

from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from sqlalchemy import select

from store.boundaries.coverage import DEFAULT_BUDGET, Changes, Progress
from store.boundaries.importing import Asked, BoundaryReport, import_boundaries
from store.database import engine
from store.tables import boundary
from tests.store import boundary_files as files
from tests.store.boundary_files import bring, cells, dense, outlines, write

# A square of 0.01 degrees near 19.3 degrees north is 1.05 km by 1.11 km.
SIDE = 0.01
SQUARE_KM2 = 1.05 * 1.11


@pytest.fixture
def store(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    files.furnish_province(sqlite_url)
    monkeypatch.setenv("IOC_DATABASE_URL", sqlite_url)
    return sqlite_url


def landed(
    url: str,
    frame: gpd.GeoDataFrame,
    folder: Path,
    *,
    budget: int | None = None,
    on_progress: Progress | None = None,
) -> BoundaryReport:
    report = import_boundaries(
        engine(url),
        str(write(frame, folder / "a.gpkg")),
        province=files.SLUG,
        asked=Asked(level="commune", valid_from=date(2025, 7, 1), budget=budget),
        on_progress=on_progress,
    )
    assert report.status == "landed", report.refused
    return report


def changes(
    url: str, frame: gpd.GeoDataFrame, folder: Path, *, budget: int | None = None
) -> Changes:
    found = landed(url, frame, folder, budget=budget).changes
    assert found is not None
    return found


def stored(url: str) -> np.ndarray:
    with engine(url).connect() as connection:
        texts = list(connection.scalars(select(boundary.c.geometry).order_by(boundary.c.id)))
    shapes: np.ndarray = shapely.from_geojson(texts)
    return shapes


def holes(shapes: np.ndarray) -> int:
    union = shapely.union_all(shapes)
    return sum(len(part.interiors) for part in shapely.get_parts(union))


def inner_cell() -> int:
    """The place of a unit that other units surround."""
    frame = shapely.box(files.WEST, files.SOUTH, files.EAST, files.NORTH)
    inner = [n for n, cell in enumerate(cells()) if not cell.touches(frame.exterior)]
    return max(inner, key=lambda n: cells()[n].area)


def square_in(cell: shapely.Polygon) -> shapely.Polygon:
    middle = shapely.point_on_surface(cell)
    return shapely.box(middle.x, middle.y, middle.x + SIDE, middle.y + SIDE)


def test_a_sound_coverage_stays_as_it_is(store: str, tmp_path: Path) -> None:
    found = changes(store, outlines(), tmp_path)
    assert (
        found.vertices_before == found.vertices_after == shapely.get_num_coordinates(cells()).sum()
    )
    assert (found.repaired, found.before.gaps, found.before.overlaps) == ((), 0, 0)
    assert (found.tolerance_m, found.over_budget) == (0.0, False)
    # Rounded to five decimals: about a metre.
    assert found.largest_shift_m < 1.0


@pytest.mark.parametrize(
    ("step", "vertices"), [(0.0005, 90_000), pytest.param(0.00005, 900_000, marks=pytest.mark.slow)]
)
def test_a_million_vertices_come_down_to_the_budget_without_a_gap(
    store: str, tmp_path: Path, step: float, vertices: int
) -> None:
    shapes = dense(cells(), step=step)
    assert shapely.get_num_coordinates(shapes).sum() > vertices
    heard: list[str] = []
    report = landed(
        store, outlines(shapes), tmp_path, on_progress=lambda step, _done, _of: heard.append(step)
    )
    found = report.changes
    assert found is not None
    assert heard.count("simplify") > 4
    assert found.bytes_after <= DEFAULT_BUDGET < found.bytes_before
    assert found.vertices_after < 20_000
    assert 0 < found.largest_shift_m < 300
    assert (found.after.gaps, found.after.overlaps) == (0, 0)
    simple = stored(store)
    assert shapely.is_valid(simple).all()
    assert shapely.coverage_is_valid(simple)
    assert holes(simple) == 0


def test_the_asked_budget_is_kept_and_nearly_used(store: str, tmp_path: Path) -> None:
    shapes = dense(cells(), step=0.001)
    found = changes(store, outlines(shapes), tmp_path, budget=20_000)
    assert 14_000 < found.bytes_after <= 20_000
    assert shapely.coverage_is_valid(stored(store))


def test_a_small_loop_in_an_outline_is_repaired_and_named(store: str, tmp_path: Path) -> None:
    place = inner_cell()
    shapes = cells().copy()
    corners = shapely.get_coordinates(shapes[place])
    first, second = corners[0], corners[1]
    along, back = first + 0.55 * (second - first), first + 0.45 * (second - first)
    shapes[place] = shapely.Polygon([first, along, along + 0.0005, back, *corners[1:]])
    assert not shapes[place].is_valid
    found = changes(store, outlines(shapes), tmp_path)
    assert found.repaired == (f"Xã {files.NAMES[place]}",)
    assert shapely.is_valid(stored(store)).all()
    assert shapely.coverage_is_valid(stored(store))


def test_ground_claimed_twice_is_counted_and_goes_to_the_smaller(
    store: str, tmp_path: Path
) -> None:
    place = inner_cell()
    shapes = cells().copy()
    town = square_in(shapes[place])
    neighbour = next(
        n for n, cell in enumerate(cells()) if n != place and cell.touches(cells()[place])
    )
    # A town drawn upon the commune around it, as some sources do.
    shapes[neighbour] = shapely.union(shapes[neighbour], town)
    shapes[place] = cells()[place]
    found = changes(store, outlines(shapes), tmp_path)
    assert found.before.overlaps == 1
    assert found.before.overlaps_km2 == pytest.approx(SQUARE_KM2, rel=0.03)
    assert (found.after.overlaps, found.after.overlaps_km2) == (0, 0)
    assert shapely.coverage_is_valid(stored(store))


def test_slivers_between_neighbours_are_closed_and_counted(store: str, tmp_path: Path) -> None:
    place = inner_cell()
    shapes = cells().copy()
    # About 50 m all around.
    shapes[place] = shapes[place].buffer(-0.00025, join_style="mitre")
    found = changes(store, outlines(shapes), tmp_path)
    assert found.before.gaps == 1
    assert found.before.gaps_km2 > 0.1
    assert (found.after.gaps, found.after.overlaps) == (0, 0)
    assert holes(stored(store)) == 0


def test_a_lake_that_belongs_to_nobody_stays_and_is_told(store: str, tmp_path: Path) -> None:
    place = inner_cell()
    shapes = cells().copy()
    shapes[place] = shapely.difference(shapes[place], square_in(shapes[place]))
    found = changes(store, outlines(shapes), tmp_path)
    assert (found.before.gaps, found.after.gaps) == (1, 1)
    assert found.after.gaps_km2 == pytest.approx(SQUARE_KM2, rel=0.03)


def test_outlines_made_smaller_one_by_one_become_one_coverage_again(
    store: str, tmp_path: Path
) -> None:
    """Simplified each for itself, neighbours no longer fit: what most files on the net are like."""
    alone = shapely.simplify(dense(cells(), step=0.001), 0.0003)
    assert not shapely.coverage_is_valid(alone)
    found = changes(store, outlines(alone), tmp_path)
    assert found.before.overlaps > 20
    assert (found.after.gaps, found.after.overlaps) == (0, 0)
    assert shapely.coverage_is_valid(stored(store))
    assert holes(stored(store)) == 0


def test_the_numbers_are_told_in_the_readers_language(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(outlines(dense(cells(), step=0.003)), tmp_path / "a.gpkg")
    assert bring(path, "--budget", "20000", language="vi") == 0
    said = capsys.readouterr().out
    for words in ("Số đỉnh: ", "Dung lượng sau khi nén: ", "Khe hở", "Độ lệch lớn nhất: "):
        assert words in said
    assert "Vertices" not in said
