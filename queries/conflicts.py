"""Where documents disagree about the same figure: both are kept and shown, none is chosen."""

from datetime import timedelta

import polars as pl
from sqlalchemy import Connection, and_, case, exists, func, or_, select

from queries.conditions import last_day, sees_province
from queries.frames import frame, joined
from queries.observed import observed_by_then
from queries.question import Question
from queries.schemas import CONFLICTS
from store.tables import indicator, observation, public_service, source_document, unit

# What is older has been overtaken by newer figures.
DAYS_SHOWN = 366
# A rate is written to the hundredth of a percent; other figures are exact.
ROUNDING_OF_RATES, EXACT = 0.00005, 1e-9
_SPEAKS_FOR_ITSELF = ("published", "reported")
_SAME = ("indicator", "unit_id", "period_start", "period_end", "service_number")


def conflicts(conn: Connection, asked: Question) -> pl.DataFrame:
    """Figures of the last year about which two documents say different things.

    Grain: one row per document and figure; those of one conflict stand together, the newest
    conflict of the catalogue's first indicator first. Schema: schemas.CONFLICTS; rates are 0-1.
    Only what documents state themselves is compared: derived and illustrative figures contradict
    nobody. A correction (a later batch for the same document) settles a conflict.
    Source: observation, source_document. Honours: scope (rows of single units; the province's for
    whoever has any scope in it), as_of, today, period (its last day), unit_id. Empty: no conflict.
    """
    other = observation.alias("other")
    rounding = case((indicator.c.measure == "rate", ROUNDING_OF_RATES), else_=EXACT)
    told, told_otherwise = (
        func.coalesce(row.c.value, row.c.numerator) for row in (observation, other)
    )
    disagrees = exists().where(
        other.c.indicator_id == observation.c.indicator_id,
        other.c.unit_id == observation.c.unit_id,
        other.c.period_start == observation.c.period_start,
        other.c.period_end == observation.c.period_end,
        func.coalesce(other.c.public_service_id, 0)
        == func.coalesce(observation.c.public_service_id, 0),
        other.c.source_document_id != observation.c.source_document_id,
        other.c.provenance.in_(_SPEAKS_FOR_ITSELF),
        other.c.import_batch_id <= asked.as_of,
        or_(other.c.replaced_in.is_(None), other.c.replaced_in > asked.as_of),
        other.c.cut_off <= asked.today,
        func.abs(told - told_otherwise) > rounding,
    )
    day = last_day(asked)
    statement = (
        select(
            indicator.c.code.label("indicator"),
            indicator.c.name_vi,
            indicator.c.name_en,
            indicator.c.measure,
            indicator.c.unit_of_measure,
            indicator.c.polarity,
            unit.c.id.label("unit_id"),
            unit.c.level,
            unit.c.full_name_vi,
            unit.c.full_name_en,
            observation.c.period_start,
            observation.c.period_end,
            observation.c.numerator,
            observation.c.denominator,
            told.label("value"),
            observation.c.provenance,
            observation.c.cut_off,
            func.coalesce(public_service.c.number, 0).label("service_number"),
            source_document.c.number.label("document_number"),
            source_document.c.issued_on.label("document_issued_on"),
            source_document.c.publisher_vi,
            source_document.c.publisher_en,
            source_document.c.title_vi.label("document_title_vi"),
            source_document.c.title_en.label("document_title_en"),
        )
        .select_from(
            observation.join(indicator, indicator.c.id == observation.c.indicator_id)
            .join(unit, unit.c.id == observation.c.unit_id)
            .join(source_document, source_document.c.id == observation.c.source_document_id)
            .outerjoin(public_service, public_service.c.id == observation.c.public_service_id)
        )
        .where(
            unit.c.province_id == asked.province_id,
            sees_province(asked),
            or_(unit.c.level == "province", asked.units_in_scope()),
            unit.c.id == asked.unit_id if asked.unit_id is not None else unit.c.id.is_not(None),
            observed_by_then(asked),
            observation.c.provenance.in_(_SPEAKS_FOR_ITSELF),
            and_(
                observation.c.period_end <= day,
                observation.c.period_end > day - timedelta(days=DAYS_SHOWN),
            ),
            disagrees,
        )
        .order_by(
            indicator.c.position,
            unit.c.code,
            observation.c.period_end.desc(),
            observation.c.period_start,
            public_service.c.number,
            source_document.c.issued_on,
            source_document.c.id,
        )
    )
    schema = joined(CONFLICTS, pl.Schema({"service_number": pl.Int64}), without=("conflict",))
    rows = frame(conn, statement, schema)
    numbered = rows.with_columns(conflict=pl.struct(_SAME).rle_id().cast(pl.Int64) + 1)
    return numbered.select(CONFLICTS.names())
