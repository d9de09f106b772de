"""Boundary sets in the store: laid down, listed, taken away. Each act is a batch of its own.

Of the sets valid on a day the map draws the newest official one, and without any the schematic
one (queries.units). A set taken away keeps its rows and bears the batch that did it, so that the
map as of an earlier batch stays as it was.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Connection, Engine, RowMapping, Select, func, insert, select, update

from store import audit, clock
from store.boundaries.refused import SetRefused
from store.imports import batches
from store.imports.batches import Delivery
from store.tables import boundary, boundary_set, import_batch, province

# The kinds of batch.
KIND, KIND_REMOVED = "boundaries", "boundaries_removed"


@dataclass(frozen=True, kw_only=True)
class SetValues:
    """What is said of a set as a whole. `kind`: official or schematic."""

    province_id: int
    level: str
    kind: str
    source: str
    licence: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, kw_only=True)
class Outline:
    """One unit's outline: GeoJSON text in WGS 84, and the point for its name."""

    unit_id: int
    geometry: str
    label_lon: float
    label_lat: float


def insert_set(
    connection: Connection, values: SetValues, outlines: Sequence[Outline], *, batch_id: int
) -> int:
    """The id of the new set."""
    made = (
        insert(boundary_set)
        .values(**asdict(values), imported_at=clock.now(), import_batch_id=batch_id)
        .returning(boundary_set.c.id)
    )
    set_id = int(connection.execute(made).scalar_one())
    rows = [{"boundary_set_id": set_id, **asdict(outline)} for outline in outlines]
    connection.execute(insert(boundary), rows)
    return set_id


def same_set(connection: Connection, values: SetValues, *, sha256: str) -> RowMapping | None:
    """id and import_batch_id of a set in force made of the very same file for the same units."""
    found = (
        select(boundary_set.c.id, boundary_set.c.import_batch_id)
        .join(import_batch, import_batch.c.id == boundary_set.c.import_batch_id)
        .where(
            import_batch.c.file_sha256 == sha256,
            boundary_set.c.province_id == values.province_id,
            boundary_set.c.level == values.level,
            boundary_set.c.valid_from == values.valid_from,
            boundary_set.c.valid_to.is_not_distinct_from(values.valid_to),
            boundary_set.c.replaced_in.is_(None),
        )
        .order_by(boundary_set.c.id.desc())
        .limit(1)
    )
    return connection.execute(found).mappings().one_or_none()


def list_sets(connection: Connection) -> list[RowMapping]:
    """Every set in force, by province, level and day: its columns, `slug`, `units`, `bytes`."""
    listed = _sets().where(boundary_set.c.replaced_in.is_(None))
    ordered = listed.order_by(
        province.c.slug, boundary_set.c.level, boundary_set.c.valid_from, boundary_set.c.id
    )
    return list(connection.execute(ordered).mappings())


def _sets() -> Select[tuple[object, ...]]:
    size = func.sum(func.length(boundary.c.geometry)).label("bytes")
    units = func.count(boundary.c.id).label("units")
    held = (
        select(boundary.c.boundary_set_id, units, size)
        .group_by(boundary.c.boundary_set_id)
        .subquery()
    )
    return (
        select(boundary_set, province.c.slug, held.c.units, held.c.bytes)
        .join(province, province.c.id == boundary_set.c.province_id)
        .join(held, held.c.boundary_set_id == boundary_set.c.id)
    )


def remove_set(engine: Engine, set_id: int, *, account_id: int | None = None) -> RowMapping:
    """Take the set away as from a new batch; returns it as `list_sets` does.

    Raises SetRefused: no such set, taken away before, or a schematic one, which is what the map
    falls back to.
    """
    with engine.execution_options(writes=True).begin() as connection:
        batches.take_turn(connection)
        found = connection.execute(_sets().where(boundary_set.c.id == set_id)).mappings()
        row = found.one_or_none()
        if row is None:
            raise SetRefused("unknown", set=set_id)
        if row["replaced_in"] is not None:
            raise SetRefused("removed_before", set=set_id, batch=row["replaced_in"])
        if row["kind"] == "schematic":
            raise SetRefused("schematic", set=set_id)
        _close(connection, row, account_id=account_id)
    return row


def _close(connection: Connection, row: RowMapping, *, account_id: int | None) -> None:
    name = f"boundary_set {row['id']}"
    removal = Delivery(
        file_name=name,
        sha256=batches.fingerprint(name.encode()),
        size=0,
        kind=KIND_REMOVED,
        province_id=row["province_id"],
        account_id=account_id,
    )
    batch_id = batches.open_batch(connection, removal, now=clock.now())
    connection.execute(
        update(boundary_set).where(boundary_set.c.id == row["id"]).values(replaced_in=batch_id)
    )
    connection.execute(
        update(import_batch).where(import_batch.c.id == batch_id).values(row_count=row["units"])
    )
    audit.record(
        connection,
        now=clock.now(),
        action=audit.Action.CHANGED,
        subject=name,
        account_id=account_id,
        detail={
            "batch": batch_id,
            "kind": KIND_REMOVED,
            "province": row["slug"],
            "level": row["level"],
            "units": row["units"],
        },
    )
