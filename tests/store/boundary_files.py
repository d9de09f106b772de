"""An invented province with communes, and small boundary files of it in every form.

    furnish_province(url)                        # 130 communes since July 2025, 12 districts before
    path = write(outlines(), folder / "x.gpkg")  # columns ma, ten, geometry
    code = bring(path, "--source", "Sở")         # python -m store boundaries import ...

The communes are cells around scattered points: neighbours share their borders to the last digit.
"""

import json
import zipfile
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from sqlalchemy import func, insert, select

from store.__main__ import main
from store.database import engine
from store.tables import boundary, boundary_set, import_batch, province, unit

SLUG, CODE = "hu-cau", "99"
WEST, SOUTH, EAST, NORTH = 104.6, 18.8, 105.6, 19.8
# Together 130 names, which stay different without accents.
FIRST = ("An", "Bình", "Châu", "Đông", "Hạnh", "Khánh", "Lương", "Minh", "Nghĩa", "Phúc", "Quỳnh")
LAST = (
    "Lộc", "Sơn", "Hòa", "Thịnh", "Đức", "Lâm", "Phú", "Mỹ", "Tiến", "Vượng", "Thủy", "Bắc",
)  # fmt: skip
NAMES = tuple(f"{first} {last}" for first in FIRST for last in LAST)[:130]
DISTRICTS = NAMES[:12]
DAY = date(2025, 7, 1)


def code_of(place: int) -> str:
    """Codes begin with a zero, which a column of numbers loses."""
    return f"0{7000 + 3 * place}"


def furnish_province(url: str, *, names: tuple[str, ...] = NAMES) -> None:
    """Fill the migrated, empty store at `url` with the invented province."""
    with engine(url).execution_options(writes=True).begin() as connection:
        batch = insert(import_batch).values(
            kind="units", file_name="u.csv", file_sha256="0" * 64, file_bytes=0, status="landed",
            row_count=0, rejected_count=0, imported_at=datetime(2025, 7, 1, tzinfo=UTC),
        )  # fmt: skip
        batch_id = connection.execute(batch.returning(import_batch.c.id)).scalar_one()
        place = insert(province).values(
            code=CODE, slug=SLUG, name_vi="Hư Cấu", name_en="Hu Cau", clock_stands_at=DAY
        )
        province_id = connection.execute(place.returning(province.c.id)).scalar_one()

        def row(code: str, level: str, kind: str, name: str, **days: date | None) -> dict[str, Any]:
            return {
                "province_id": province_id, "code": code, "level": level,
                "name_vi": name, "name_en": name, "full_name_vi": f"{kind} {name}",
                "full_name_en": name, "valid_to": None, "import_batch_id": batch_id, **days,
            }  # fmt: skip

        communes = [
            row(code_of(number), "commune", "Xã", name, valid_from=DAY)
            for number, name in enumerate(names)
        ]
        districts = [
            row(f"{400 + number}", "district", "Huyện", name, valid_from=date(2020, 1, 1),
                valid_to=date(2025, 6, 30))
            for number, name in enumerate(DISTRICTS)
        ]  # fmt: skip
        whole = row(CODE, "province", "Tỉnh", "Hư Cấu", valid_from=date(2020, 1, 1))
        connection.execute(insert(unit), [whole, *communes, *districts])


@cache
def cells(count: int = len(NAMES)) -> Any:
    """`count` polygons that fill a rectangle of degrees without gap or overlap."""
    rng = np.random.default_rng(count)
    places = rng.uniform((WEST, SOUTH), (EAST, NORTH), (count, 2))
    frame = shapely.box(WEST, SOUTH, EAST, NORTH)
    around = shapely.voronoi_polygons(shapely.multipoints(places), extend_to=frame, ordered=True)
    return shapely.coverage_clean(shapely.intersection(shapely.get_parts(around), frame))


def dense(shapes: Any, *, step: float) -> Any:
    """`shapes` with wavy borders: a vertex every `step` degrees, the same for both neighbours."""

    def wavy(shape: Any) -> Any:
        corners = shapely.get_coordinates(shape)
        sides = pairwise(corners)
        return shapely.Polygon(np.concatenate([_wavy_side(a, b, step) for a, b in sides]))

    return np.array([wavy(shape) for shape in shapes])


def _wavy_side(start: Any, end: Any, step: float) -> Any:
    turned = tuple(start) > tuple(end)
    low, high = (end, start) if turned else (start, end)
    length = np.hypot(*(high - low))
    along = np.linspace(0, 1, max(2, int(length / step)))[:, None]
    aside = np.array([low[1] - high[1], high[0] - low[0]]) / length
    wave = 0.0006 * np.sin(along * np.pi) * np.sin(along * length * 900)
    side = np.round(low + (high - low) * along + aside * wave, 9)
    return (side[::-1] if turned else side)[:-1]


def outlines(shapes: Any = None, *, names: tuple[str, ...] = NAMES) -> gpd.GeoDataFrame:
    """A frame as a province would send it: `ma` (code), `ten` (full name), WGS 84."""
    shapes = cells(len(names)) if shapes is None else shapes
    columns = {
        "ma": [code_of(number) for number in range(len(names))],
        "ten": [f"Xã {name}" for name in names],
    }
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")


def write(frame: gpd.GeoDataFrame, path: Path) -> Path:
    """Write `frame` in the form that the ending of `path` names."""
    if path.suffix == ".zip":
        return _zipped(frame, path)
    if path.suffix == ".topojson":
        path.write_text(json.dumps(_topology(frame)), "utf-8")
    elif path.suffix == ".geojson":
        # By hand, for GDAL would not write what tests want to be wrong.
        path.write_text(frame.to_json(show_bbox=False, drop_id=True), "utf-8")
    else:
        frame.to_file(path)
    return path


def _zipped(frame: gpd.GeoDataFrame, path: Path) -> Path:
    folder = path.with_suffix("")
    folder.mkdir()
    frame.to_file(folder / "ranh gioi.shp", encoding="utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in sorted(folder.iterdir()):
            packed.write(part, f"Ranh giới/{part.name}")
    return path


def _topology(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    arcs, geometries = [], []
    for row in frame.itertuples():
        arcs.append([list(place) for place in shapely.get_coordinates(row.geometry)])
        geometries.append(
            {
                "type": "Polygon",
                "arcs": [[len(arcs) - 1]],
                "properties": {"ma": row.ma, "ten": row.ten},
            }
        )
    units = {"type": "GeometryCollection", "geometries": geometries}
    return {"type": "Topology", "objects": {"units": units}, "arcs": arcs}


def bring(path: Path | str, *options: str, day: str = "2025-07-01", language: str = "en") -> int:
    """The exit code of `boundaries import` of the communes of the invented province."""
    given = ["--province", SLUG, "--level", "commune", "--valid-from", day]
    return main(["--language", language, "boundaries", "import", str(path), *given, *options])


def kept(url: str) -> tuple[int, int]:
    """How many sets and outlines the store holds, those taken away among them."""
    with engine(url).connect() as connection:
        sets = connection.scalar(select(func.count()).select_from(boundary_set)) or 0
        return sets, connection.scalar(select(func.count()).select_from(boundary)) or 0
