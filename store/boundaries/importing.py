"""A province brings its own outlines: one file in, checked, repaired, made small, or refused whole.

This module loads geopandas and GDAL: import it where a file is to be read, not at the start.
"""

import tempfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from store import clock
from store.boundaries.coverage import Changes, make_coverage
from store.boundaries.layers import Layer, read_layers
from store.boundaries.matching import Matched, match_rows
from store.boundaries.places import in_degrees, refuse_other_place
from store.boundaries.refused import BoundariesRefused, KeptRefusal
from store.boundaries.sets import KIND, Outline, SetValues, insert_set, same_set
from store.boundaries.sources import FetchedFile, Progress, fetch
from store.imports import batches
from store.imports.batches import Delivery
from store.imports.provinces import find_province
from store.imports.unit_lookup import KnownUnit, known_units
from store.tables import unit


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the caller says of the file. `crs`, `key`, `name`: see layers, matching and places.

    `valid_to`, left out or beyond the day the units change: the last day of these units.
    """

    level: str
    valid_from: date
    valid_to: date | None = None
    source: str | None = None
    licence: str | None = None
    crs: str | None = None
    key: str | None = None
    name: str | None = None
    budget: int | None = None


@dataclass(frozen=True, kw_only=True)
class BoundaryReport:
    """What became of a file. `status`: landed, refused (nothing changed), unchanged (in force as
    `set_id` already). `refused` says why; `matched` and `changes` are there for what landed."""

    status: str
    file_name: str
    batch_id: int
    set_id: int | None = None
    valid_to: date | None = None
    refused: BoundariesRefused | None = None
    matched: Matched | None = None
    changes: Changes | None = None


@dataclass(frozen=True)
class _Here:
    """What the store knows before the file is read."""

    province_id: int
    known: list[KnownUnit]
    points: dict[int, tuple[float, float]]


def import_boundaries(
    engine: Engine,
    place: str,
    *,
    province: str,
    asked: Asked,
    on_progress: Progress | None = None,
    account_id: int | None = None,
) -> BoundaryReport:
    """Import the outlines in the file at `place` (a path or an http(s) address).

    The work is done before the store is written to, which then takes one transaction: killed at
    any moment, nothing has changed. Raises UnknownProvince, FileNotReached; and BoundariesRefused
    for what is not even kept as a refused batch: an empty or too large file. What is wrong
    with its content is reported, and kept with a refused batch.
    """
    progress = on_progress or (lambda _step, _done, _of: None)
    with engine.connect() as connection:
        here = _here(connection, province)
    with tempfile.TemporaryDirectory(prefix="boundaries-") as name:
        folder = Path(name)
        file = fetch(place, folder, on_progress=progress)
        asked = replace(
            asked,
            valid_to=_last_day(here.known, asked),
            source=asked.source or file.name,
        )
        delivery = Delivery(
            file_name=file.name,
            sha256=file.sha256,
            size=file.size,
            kind=KIND,
            province_id=here.province_id,
            account_id=account_id,
        )
        with engine.connect() as connection:
            earlier = _in_force(connection, asked, delivery)
        if earlier is not None:
            return earlier
        try:
            matched, outlines, changes = _prepare(file, folder, here, asked, progress)
        except BoundariesRefused as refused:
            return _keep_refusal(engine, delivery, refused)
    report = BoundaryReport(
        status="landed",
        file_name=file.name,
        batch_id=0,
        valid_to=asked.valid_to,
        matched=matched,
        changes=changes,
    )
    return _land(engine, delivery, asked, outlines, report, on_progress=progress)


def _here(connection: Connection, province: str) -> _Here:
    found = find_province(connection, province)
    known = [one for one in known_units(connection) if one.province_id == found.id]
    rows = connection.execute(
        select(unit.c.id, unit.c.lon, unit.c.lat).where(
            unit.c.province_id == found.id, unit.c.lon.is_not(None), unit.c.lat.is_not(None)
        )
    )
    return _Here(found.id, known, {row.id: (row.lon, row.lat) for row in rows})


def _last_day(known: list[KnownUnit], asked: Asked) -> date | None:
    """The asked last day, but not beyond the day before the units of the level change."""
    of_level = [one for one in known if one.level == asked.level]
    begins = [one.valid_from for one in of_level if one.valid_from > asked.valid_from]
    ends = [one.valid_to for one in of_level if one.exists_within(asked.valid_from, date.max)]
    last = [day - timedelta(days=1) for day in begins] + [day for day in ends if day]
    return min([*last, *([asked.valid_to] if asked.valid_to else [])], default=None)


def _prepare(
    file: FetchedFile, folder: Path, here: _Here, asked: Asked, progress: Progress
) -> tuple[Matched, list[Outline], Changes]:
    """Everything that can be done without writing to the store."""
    progress("read", 0, 1)
    layer, matched = _best_layer(read_layers(file.path, folder), here, asked)
    frame = in_degrees(layer, matched.units, stated=asked.crs)
    refuse_other_place(frame.geometry, matched.units, here.points)
    made = make_coverage(frame, matched.units, budget=asked.budget, on_progress=progress)
    outlines = [
        Outline(unit_id=one.id, geometry=geometry, label_lon=label[0], label_lat=label[1])
        for one, geometry, label in zip(matched.units, made.geometries, made.labels, strict=True)
    ]
    return matched, outlines, made.changes


def _best_layer(layers: list[Layer], here: _Here, asked: Asked) -> tuple[Layer, Matched]:
    """The layer in which every unit is found; where there is none, why the first is refused."""
    first_refusal: BoundariesRefused | None = None
    for layer in layers:
        try:
            matched = match_rows(
                layer.frame,
                here.known,
                level=asked.level,
                day=asked.valid_from,
                key=asked.key,
                name=asked.name,
            )
        except BoundariesRefused as refused:
            first_refusal = first_refusal or refused
        else:
            return layer, matched
    raise first_refusal or BoundariesRefused("no_features")


def _values(asked: Asked, province_id: int) -> SetValues:
    return SetValues(
        province_id=province_id,
        level=asked.level,
        kind="official",
        source=asked.source or "",
        licence=asked.licence or "",
        valid_from=asked.valid_from,
        valid_to=asked.valid_to,
    )


def _in_force(connection: Connection, asked: Asked, delivery: Delivery) -> BoundaryReport | None:
    assert delivery.province_id is not None
    values = _values(asked, delivery.province_id)
    earlier = same_set(connection, values, sha256=delivery.sha256)
    if earlier is None:
        return None
    return BoundaryReport(
        status="unchanged",
        file_name=delivery.file_name,
        batch_id=earlier["import_batch_id"],
        set_id=earlier["id"],
    )


def _keep_refusal(engine: Engine, delivery: Delivery, refused: BoundariesRefused) -> BoundaryReport:
    values = {name: str(value) for name, value in refused.values.items()}
    kept = KeptRefusal(reason_code=refused.reason, values=values)
    with engine.execution_options(writes=True).begin() as connection:
        batches.take_turn(connection)
        batch_id = batches.open_batch(connection, delivery, now=clock.now())
        batches.close_batch(
            connection,
            batch_id,
            status="refused",
            rows=0,
            rejected=0,
            file_name=delivery.file_name,
            refusals=[kept],
        )
    return BoundaryReport(
        status="refused", file_name=delivery.file_name, batch_id=batch_id, refused=refused
    )


def _land(
    engine: Engine,
    delivery: Delivery,
    asked: Asked,
    outlines: list[Outline],
    report: BoundaryReport,
    *,
    on_progress: Progress,
) -> BoundaryReport:
    assert delivery.province_id is not None
    with engine.execution_options(writes=True).begin() as connection:
        batches.take_turn(connection)
        # Somebody else may have brought the same file meanwhile.
        earlier = _in_force(connection, asked, delivery)
        if earlier is not None:
            return earlier
        batch_id = batches.open_batch(connection, delivery, now=clock.now())
        values = _values(asked, delivery.province_id)
        set_id = insert_set(connection, values, outlines, batch_id=batch_id)
        on_progress("land", len(outlines), len(outlines))
        batches.close_batch(
            connection,
            batch_id,
            status="landed",
            rows=len(outlines),
            rejected=0,
            file_name=delivery.file_name,
            refusals=(),
        )
    return replace(report, batch_id=batch_id, set_id=set_id)
