"""The schematic boundaries that come with the product: what the map falls back to.

A file is a FeatureCollection with `kind` (schematic or official), `source` and `licence`; each
feature has `code`, `name_vi`, `label_lon`, `label_lat`. With `valid_from` it is about the units of
that day, else about the youngest of each code. Coordinates are WGS 84.
"""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from store import clock
from store.boundaries.sets import KIND, Outline, SetValues, insert_set
from store.imports import batches
from store.imports.batches import Delivery
from store.imports.importer import ImportReport
from store.imports.landing import Province
from store.imports.provinces import find_province
from store.imports.refusals import Refusal
from store.imports.unit_lookup import KnownUnit, known_units
from store.settings import PROJECT

SCHEMATIC = PROJECT / "assets" / "boundaries" / "schematic"


def schematic_files() -> list[tuple[Path, str, str]]:
    """Path, province (slug) and level of each schematic file.

    They are named `<province>_<level>`, those of later units `<province>_<level>_<first day>`.
    """
    found = []
    for path in sorted(SCHEMATIC.glob("*.geojson")):
        stem = re.sub(r"_\d{4}-\d{2}-\d{2}$", "", path.stem)
        province, _, level = stem.rpartition("_")
        found.append((path, province.replace("_", "-"), level))
    return found


def load_boundaries(engine: Engine, path: Path, *, province: str, level: str) -> ImportReport:
    """Load the boundaries of the units of `level` in `province` (slug or code).

    Refused whole when a feature names a unit that is not there. The same file twice changes
    nothing. Raises UnknownProvince, OSError, and ValueError for what is no such file.
    """
    data = path.read_bytes()
    collection = json.loads(data)
    with engine.execution_options(writes=True).begin() as connection:
        here = find_province(connection, province)
        batches.take_turn(connection)
        delivery = Delivery(
            file_name=path.name,
            sha256=batches.fingerprint(data),
            size=len(data),
            kind=KIND,
            province_id=here.id,
            account_id=None,
        )
        earlier = batches.landed_before(connection, delivery)
        if earlier is not None:
            return ImportReport(
                batch_id=earlier, status="unchanged", kind=KIND, file_name=path.name
            )
        batch_id = batches.open_batch(connection, delivery, now=clock.now())
        return _land(connection, collection, batch_id, here, level=level, file_name=path.name)


def _land(
    connection: Connection,
    collection: dict[str, Any],
    batch_id: int,
    here: Province,
    *,
    level: str,
    file_name: str,
) -> ImportReport:
    features = collection["features"]
    day = collection.get("valid_from")
    known = [
        one
        for one in known_units(connection)
        if day is None or one.exists_within(date.fromisoformat(day), date.fromisoformat(day))
    ]
    units = [_unit_of(known, f["properties"], here, level=level) for f in features]
    refusals = tuple(
        Refusal(reason_code="unit_unknown", raw_text=feature["properties"]["code"])
        for feature, found in zip(features, units, strict=True)
        if found is None
    )
    if not refusals:
        found_units = [found for found in units if found is not None]
        _insert(connection, collection, found_units, batch_id, here, level=level)
    report = ImportReport(
        batch_id=batch_id,
        status="refused" if refusals else "landed",
        kind=KIND,
        file_name=file_name,
        rows=len(features),
        added=0 if refusals else len(features),
        refused_rows=len(refusals),
        refusals=refusals,
    )
    batches.close_batch(
        connection,
        batch_id,
        status=report.status,
        rows=report.rows,
        rejected=report.refused_rows,
        file_name=file_name,
        refusals=refusals,
    )
    return report


def _unit_of(
    known: list[KnownUnit], properties: dict[str, Any], here: Province, *, level: str
) -> KnownUnit | None:
    """The youngest unit with the feature's code and name: a code alone may be recycled."""
    fitting = [
        one
        for one in known
        if (one.province_id, one.level, one.code) == (here.id, level, properties["code"])
        and one.is_called(properties["name_vi"])
    ]
    return max(fitting, key=lambda one: one.valid_from, default=None)


def _insert(
    connection: Connection,
    collection: dict[str, Any],
    units: list[KnownUnit],
    batch_id: int,
    here: Province,
    *,
    level: str,
) -> None:
    outlines = [
        Outline(
            unit_id=found.id,
            geometry=json.dumps(feature["geometry"], separators=(",", ":")),
            label_lon=feature["properties"]["label_lon"],
            label_lat=feature["properties"]["label_lat"],
        )
        for feature, found in zip(collection["features"], units, strict=True)
    ]
    values = SetValues(
        province_id=here.id,
        level=level,
        kind=collection["kind"],
        source=collection["source"],
        licence=collection["licence"],
        valid_from=date.fromisoformat(
            collection.get("valid_from") or min(found.valid_from for found in units).isoformat()
        ),
        valid_to=None,
    )
    insert_set(connection, values, outlines, batch_id=batch_id)
