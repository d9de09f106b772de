"""Import batches: what came in, what was refused, and how new the store is."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, text, update

from store import audit, clock
from store.imports.refusals import Refusal
from store.tables import import_batch, province, rejected_row

CHUNK = 5_000
# The language in which refusals are kept; reason_code and proposal speak none.
KEPT_LANGUAGE = "vi"


@dataclass(frozen=True)
class Delivery:
    """A file as it arrived, and for whom. `kind`: `workbook` when it holds several kinds."""

    file_name: str
    sha256: str
    size: int
    kind: str
    province_id: int | None
    account_id: int | None


def fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def take_turn(connection: Connection) -> None:
    """Wait until no other batch is landing, so that batch ids are in the order of landing.

    On SQLite the transaction of a writer has begun with the only writing lock already.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("lock table import_batch in exclusive mode"))


def landed_before(connection: Connection, delivery: Delivery) -> int | None:
    """The batch in which the very same file landed for the same province, if it did."""
    same = select(func.max(import_batch.c.id)).where(
        import_batch.c.file_sha256 == delivery.sha256,
        import_batch.c.kind == delivery.kind,
        import_batch.c.province_id.is_not_distinct_from(delivery.province_id),
        import_batch.c.status == "landed",
    )
    found: int | None = connection.scalar(same)
    return found


def open_batch(connection: Connection, delivery: Delivery, *, now: datetime) -> int:
    """Id of a new batch, which lands unless close_batch says otherwise."""
    values = {
        "province_id": delivery.province_id,
        "kind": delivery.kind,
        "file_name": delivery.file_name,
        "file_sha256": delivery.sha256,
        "file_bytes": delivery.size,
        "status": "landed",
        "row_count": 0,
        "rejected_count": 0,
        "account_id": delivery.account_id,
        "imported_at": now,
    }
    made = insert(import_batch).values(**values).returning(import_batch.c.id)
    return int(connection.execute(made).scalar_one())


def close_batch(
    connection: Connection,
    batch_id: int,
    *,
    status: str,
    rows: int,
    rejected: int,
    file_name: str,
    refusals: Iterable[Refusal],
) -> None:
    """Write down how the batch ended, with every refusal; the last step of its transaction."""
    connection.execute(
        update(import_batch)
        .where(import_batch.c.id == batch_id)
        .values(status=status, row_count=rows, rejected_count=rejected)
    )
    kept = [
        {
            "import_batch_id": batch_id,
            "file_name": file_name,
            "sheet_name": refusal.sheet_name,
            "row_number": refusal.row_number,
            "column_name": refusal.column_name,
            "raw_text": _storable(refusal.raw_text),
            "reason_code": refusal.reason_code,
            "reason": _storable(refusal.sentence(language=KEPT_LANGUAGE)),
            "proposal": refusal.proposal,
        }
        for refusal in refusals
    ]
    for start in range(0, len(kept), CHUNK):
        connection.execute(insert(rejected_row), kept[start : start + CHUNK])
    _note_in_log(connection, batch_id)


def _note_in_log(connection: Connection, batch_id: int) -> None:
    """Who imported what, and what became of it."""
    batch = connection.execute(
        select(import_batch, province.c.slug)
        .join(province, province.c.id == import_batch.c.province_id, isouter=True)
        .where(import_batch.c.id == batch_id)
    ).one()
    landed = batch.status == "landed"
    detail: dict[str, audit.Detail] = {
        "batch": batch_id,
        "kind": batch.kind,
        "rows": batch.row_count,
        "rejected": batch.rejected_count,
    }
    audit.record(
        connection,
        now=clock.now(),
        action=audit.Action.IMPORTED if landed else audit.Action.IMPORT_REFUSED,
        subject=batch.file_name,
        account_id=batch.account_id,
        detail=detail | ({"province": batch.slug} if batch.slug else {}),
    )


def _storable(raw: str | None) -> str | None:
    # PostgreSQL keeps no zero character and no half of a pair, and refuses the whole row.
    if raw is None:
        return None
    return raw.encode("utf-8", errors="replace").decode("utf-8").replace("\x00", "\u2400")


def newest_batch(connection: Connection) -> int:
    """Id of the newest batch that landed: the version of the data; 0 for an empty store."""
    landed = select(func.max(import_batch.c.id)).where(import_batch.c.status == "landed")
    return connection.scalar(landed) or 0


def list_batches(connection: Connection, *, most: int) -> list[RowMapping]:
    """The newest `most` batches, newest first, each with its province's `slug`."""
    statement = (
        select(import_batch, province.c.slug)
        .join(province, province.c.id == import_batch.c.province_id, isouter=True)
        .order_by(import_batch.c.id.desc())
        .limit(most)
    )
    return list(connection.execute(statement).mappings())


def list_rejected(connection: Connection, batch_id: int) -> list[RowMapping]:
    """What the batch refused, in the order of the file."""
    statement: Any = (
        select(rejected_row)
        .where(rejected_row.c.import_batch_id == batch_id)
        .order_by(rejected_row.c.sheet_name, rejected_row.c.row_number, rejected_row.c.id)
    )
    return list(connection.execute(statement).mappings())
