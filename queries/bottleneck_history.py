"""What was done about bottlenecks, step by step: reported, passed up, answered, closed."""

import polars as pl
from sqlalchemy import Connection, select

from queries.bottlenecks import in_scope
from queries.conditions import counts
from queries.frames import frame
from queries.question import Question
from queries.schemas import BOTTLENECK_HISTORY
from store.tables import bottleneck, bottleneck_event


def bottleneck_history(conn: Connection, asked: Question) -> pl.DataFrame:
    """Everything that was written down about every bottleneck in scope.

    Grain: one row per event up to asked.today, bottleneck by bottleneck, the newest last. Schema:
    schemas.BOTTLENECK_HISTORY. Source: bottleneck_event. Honours: scope, as_of, unit_id,
    today. Empty: nothing in scope, or nothing was written down.
    """
    statement = (
        select(
            bottleneck_event.c.id.label("event_id"),
            bottleneck.c.id.label("bottleneck_id"),
            bottleneck.c.code.label("bottleneck"),
            bottleneck_event.c.event_type,
            bottleneck_event.c.happened_on,
            bottleneck_event.c.recorded_on,
            bottleneck_event.c.to_level,
            bottleneck_event.c.reason,
            bottleneck_event.c.author,
            bottleneck_event.c.provenance,
        )
        .join(bottleneck, bottleneck.c.id == bottleneck_event.c.bottleneck_id)
        .where(
            bottleneck.c.province_id == asked.province_id,
            counts(bottleneck, asked),
            in_scope(asked),
            counts(bottleneck_event, asked),
            bottleneck_event.c.happened_on <= asked.today,
        )
        .order_by(bottleneck.c.code, bottleneck_event.c.happened_on, bottleneck_event.c.id)
    )
    return frame(conn, statement, BOTTLENECK_HISTORY)
