"""How fresh the figures are and where they come from."""

import polars as pl
from sqlalchemy import Connection, func, or_, select

from queries.conditions import counts, sees_province
from queries.frames import frame
from queries.observed import observed_by_then
from queries.question import Question
from queries.schemas import FRESHNESS
from store.tables import headline, import_batch, observation, province, unit

_COUNTED = ("published", "reported", "derived", "illustrative")


def freshness(conn: Connection, asked: Question) -> pl.DataFrame:
    """How fresh the headline indicators' rows of the asked period are, and of what origin.

    Grain: one row. Schema: schemas.FRESHNESS; the counts are rows of province and units whose
    period lies within the asked one, or that were cut off within it.
    Source: import_batch (the newest that counts, of this province or of all), observation.
    Honours: scope (any in the province), period, as_of. Empty: nothing in scope.
    """
    batch = (
        select(func.max(import_batch.c.id))
        .where(
            import_batch.c.status == "landed",
            import_batch.c.id <= asked.as_of,
            or_(
                import_batch.c.province_id == asked.province_id,
                import_batch.c.province_id.is_(None),
            ),
        )
        .scalar_subquery()
    )
    led = select(headline.c.indicator_id).where(
        headline.c.province_id == asked.province_id, counts(headline, asked)
    )
    of_province = select(unit.c.id).where(unit.c.province_id == asked.province_id)
    rows = (
        select(observation.c.provenance, observation.c.cut_off)
        .where(
            observation.c.indicator_id.in_(led),
            observation.c.unit_id.in_(of_province),
            observation.c.period_end.between(asked.period.start, asked.period.end),
            observed_by_then(asked),
        )
        .subquery()
    )
    totals = select(
        func.max(rows.c.cut_off).label("cut_off"),
        *(
            func.count().filter(rows.c.provenance == word).label(f"{word}_rows")
            for word in _COUNTED
        ),
    ).subquery()
    statement = (
        select(
            import_batch.c.id.label("batch"),
            import_batch.c.imported_at,
            import_batch.c.file_name,
            *totals.c,
        )
        .select_from(
            province.join(totals, sees_province(asked)).outerjoin(
                import_batch, import_batch.c.id == batch
            )
        )
        .where(province.c.id == asked.province_id)
    )
    return frame(conn, statement, FRESHNESS)
