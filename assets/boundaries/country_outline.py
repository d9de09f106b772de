"""The edge of the country: Natural Earth's 1:10m outline, as npm's `world-atlas` carries it."""

import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import shapely

WORLD_ATLAS = "2.0.2"


def fetch_country(name: str = "Vietnam") -> shapely.MultiPolygon:
    """Fetch the package from the npm registry and give the country's outline, in degrees."""
    with tempfile.TemporaryDirectory() as folder:
        pack = ["npm", "pack", "--silent", f"world-atlas@{WORLD_ATLAS}"]
        subprocess.run(pack, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as package:
            content = package.extractfile("package/countries-10m.json")
            if content is None:
                raise FileNotFoundError(f"no countries-10m.json in world-atlas {WORLD_ATLAS}")
            return _decode(json.load(content), name=name)


def _decode(topology: dict[str, Any], *, name: str) -> shapely.MultiPolygon:
    """TopoJSON: an arc is a running sum of whole steps; ~i stands for arc i read backwards."""
    scale, offset = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(arc, axis=0) * scale + offset for arc in topology["arcs"]]
    countries = topology["objects"]["countries"]["geometries"]
    country = next(c for c in countries if c["properties"]["name"] == name)

    def ring(indexes: list[int]) -> np.ndarray:
        return np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in indexes])

    polygons = [[ring(indexes) for indexes in polygon] for polygon in country["arcs"]]
    return shapely.MultiPolygon([shapely.Polygon(shell, holes) for shell, *holes in polygons])
