"""The day at which a province stands still, and moving it.

A moved clock is a batch of its own, though it holds no rows: whoever keeps answers by the newest
batch then asks anew. It says nothing about the past: a question carries its own day, so that what
was frozen stays as it was.
"""

from datetime import date, datetime

from sqlalchemy import Connection, select, update

from store import audit
from store.imports import batches
from store.imports.batches import Delivery
from store.imports.provinces import find_province
from store.tables import province

KIND = "clock"


def clock_of(connection: Connection, name: str) -> tuple[str, date | None]:
    """Slug of the province `name` (slug or code) and its day; None: the real one.

    Raises UnknownProvince.
    """
    here = find_province(connection, name)
    asked = select(province.c.slug, province.c.clock_stands_at).where(province.c.id == here.id)
    slug, day = connection.execute(asked).one()
    return slug, day


def move_clock(
    connection: Connection,
    name: str,
    *,
    day: date | None,
    now: datetime,
    account_id: int | None = None,
) -> int:
    """Let the province `name` stand still at `day`, or run (None); returns the batch.

    Raises UnknownProvince.
    """
    here = find_province(connection, name)
    slug, before = clock_of(connection, name)
    batches.take_turn(connection)
    written = day.isoformat() if day else None
    delivery = Delivery(
        file_name=slug,
        sha256=batches.fingerprint(f"{slug} {written} {now.isoformat()}".encode()),
        size=0,
        kind=KIND,
        province_id=here.id,
        account_id=account_id,
    )
    batch = batches.open_batch(connection, delivery, now=now)
    connection.execute(update(province).where(province.c.id == here.id).values(clock_stands_at=day))
    audit.record(
        connection,
        now=now,
        action=audit.Action.CHANGED,
        subject=slug,
        account_id=account_id,
        detail={
            "batch": batch,
            "clock_stands_at": written,
            "before": before.isoformat() if before else None,
        },
    )
    return batch
