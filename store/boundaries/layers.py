"""The layers of a boundary file: what it is, told by its content and never by its name."""

import json
import warnings
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError
from shapely.errors import ShapelyError

from store.boundaries.archives import unpack_shapefiles
from store.boundaries.refused import BoundariesRefused
from store.imports.encodings import decode
from store.imports.refusals import FileRefused

# More units than the country has communes, and many layers, are another kind of file.
MAX_ROWS, MAX_LAYERS = 20_000, 30
BYTES_AS_THEY_ARE = "ISO-8859-1"
SHP_MAGIC = bytes.fromhex("0000270a")


@dataclass(frozen=True)
class Layer:
    """Rows with their geometry as they stand in the file.

    `states_crs`: the file itself says in which projection its coordinates are.
    """

    frame: gpd.GeoDataFrame
    states_crs: bool


def read_layers(path: Path, folder: Path) -> list[Layer]:
    """Every layer with geometry of the GeoJSON, TopoJSON, GeoPackage or zipped shapefile at `path`.

    `folder` takes what is unpacked. Raises BoundariesRefused.
    """
    with path.open("rb") as file:
        head = file.read(64)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        layers = [_shapefile(found) for found in unpack_shapefiles(path, folder)]
    elif head.startswith(b"SQLite format 3\x00"):
        layers = _layers(path.rename(folder / "unpacked.gpkg"), states_crs=True)
    elif head.startswith(SHP_MAGIC):
        raise BoundariesRefused("bare_shapefile")
    else:
        layers = _json(path)
    if not any(len(layer.frame) for layer in layers):
        raise BoundariesRefused("no_features")
    return layers


def _json(path: Path) -> list[Layer]:
    """GDAL would take many kinds of JSON, some of which lead elsewhere: we take two."""
    try:
        whole = json.loads(path.read_bytes().decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        if error.pos == 0:
            raise BoundariesRefused("not_boundaries") from error
        place = {"line": error.lineno, "column": error.colno}
        raise BoundariesRefused("broken_json", **place) from error
    except (ValueError, RecursionError) as error:
        raise BoundariesRefused("not_boundaries") from error
    kind = whole.get("type") if isinstance(whole, dict) else None
    if kind == "Topology":
        return _layers(path, driver="TopoJSON", states_crs=False)
    if kind != "FeatureCollection":
        raise BoundariesRefused("not_boundaries")
    if not whole.get("features"):
        raise BoundariesRefused("no_features")
    return _layers(path, driver="GeoJSON", states_crs=bool(whole.get("crs")))


def _layers(path: Path, *, driver: str = "", states_crs: bool) -> list[Layer]:
    place = f"{driver}:{path}" if driver else str(path)
    try:
        listed = pyogrio.list_layers(place)
    except (DataSourceError, UnicodeError) as error:
        raise BoundariesRefused("unreadable") from error
    names = [name for name, geometry in listed if geometry is not None]
    return [_read(place, name, states_crs=states_crs) for name in names[:MAX_LAYERS]]


def _shapefile(path: Path) -> Layer:
    """Letters are as the .cpg beside it says; without one they are told from the letters."""
    states_crs = path.with_suffix(".prj").exists()
    pages = path.with_suffix(".cpg")
    # GDAL drops the last letters of code page 1258: the bytes are taken as they are, and read here.
    if pages.exists() and b"1258" not in pages.read_bytes():
        return _read(str(path), None, states_crs=states_crs)
    pages.write_text(BYTES_AS_THEY_ARE, "ascii")
    layer = _read(str(path), None, states_crs=states_crs)
    return Layer(_with_letters(layer.frame), states_crs=layer.states_crs)


def _with_letters(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """`frame`, its column names and texts decoded all together, as one text shows its letters."""
    columns = [column for column in frame.columns if column != frame.geometry.name]
    texts = [column for column in columns if any(isinstance(cell, str) for cell in frame[column])]
    cells = [cell if isinstance(cell, str) else "" for name in texts for cell in frame[name]]
    joined = "\x1e".join([*columns, *cells]).encode(BYTES_AS_THEY_ARE)
    try:
        decoded = decode(joined).split("\x1e")
    except FileRefused as refused:
        font = refused.refusals[0].values.get("font", "?")
        raise BoundariesRefused("letters", font=font) from refused
    cells = decoded[len(columns) :]
    for place, name in enumerate(texts):
        frame[name] = cells[place * len(frame) : (place + 1) * len(frame)]
    return frame.rename(columns=dict(zip(columns, decoded, strict=False)))


def _read(place: str, name: str | None, *, states_crs: bool) -> Layer:
    try:
        if pyogrio.read_info(place, layer=name)["features"] > MAX_ROWS:
            raise BoundariesRefused("too_many_rows", most=MAX_ROWS)
        with warnings.catch_warnings():
            # Rings left open are closed, and what cannot be understood comes as nothing: the
            # checks that follow see it.
            warnings.simplefilter("ignore")
            read = pyogrio.read_dataframe(place, layer=name, on_invalid="fix")
    except (DataSourceError, DataLayerError, ShapelyError, ValueError, RuntimeError) as error:
        raise BoundariesRefused("unreadable") from error
    if not isinstance(read, gpd.GeoDataFrame):
        raise BoundariesRefused("no_features")
    return Layer(read.reset_index(drop=True), states_crs=states_crs and read.crs is not None)
