"""How the figures of one indicator came to be: every entry, who made it, and what it changed."""

from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, and_, case, or_, select

from domain.privacy import without_small_counts
from queries.conditions import sees_province, subject
from queries.frames import frame, joined
from queries.question import Question
from queries.schemas import FIGURE_HISTORY
from store.tables import (
    account,
    import_batch,
    indicator,
    observation,
    province,
    public_service,
    source_document,
    unit,
)

# The newest entries of an indicator; what is older stands in the batches themselves.
MOST_ENTRIES = 400
_FROM_STORE = joined(
    joined(FIGURE_HISTORY, without=("entered_on",)),
    pl.Schema({"entered_at": pl.Datetime("us", "UTC"), "time_zone": pl.String()}),
)
# The figure that an entry replaced: what makes two entries the same figure.
_OLD = observation.alias("old")
_SAME = ("indicator_id", "unit_id", "period_start", "period_end")
_SAME_IF_ANY = ("public_service_id", "source_document_id")
_COUNTS = ("numerator", "denominator", "value", "obs_status")


def figure_history(conn: Connection, asked: Question, *, code: str) -> pl.DataFrame:
    """Every entry about the indicator `code` at the unit asked about, else the province.

    Grain: one row per figure entered, the newest entry first, at most MOST_ENTRIES. Without a
    unit also each correction of a unit in scope, with what it replaced; and where the province
    said nothing itself, what its units in scope entered about the asked period. Schema:
    schemas.FIGURE_HISTORY; rates are 0-1. *_before is what the entry replaced; replaced_in the
    batch that replaced it since, null while it counts. Counts of few people in a commune are
    withheld (domain.privacy), old ones too.
    Source: observation with import_batch, account, source_document. Honours: scope, as_of,
    unit_id; every period. Empty: out of scope, or never entered.
    """
    corrected = or_(observation.c.replaced_in <= asked.as_of, _OLD.c.id.is_not(None))
    conditions = _of_subject(asked)
    if asked.unit_id is None:
        conditions = or_(conditions, and_(corrected, asked.units_in_scope()))
    entries = frame(conn, _entries(asked, code, conditions), _FROM_STORE)
    if asked.unit_id is None and not _told_by_the_province(entries, asked):
        behind = and_(
            asked.units_in_scope(),
            observation.c.period_start >= asked.period.start,
            observation.c.period_end <= asked.period.end,
        )
        entries = frame(conn, _entries(asked, code, or_(conditions, behind)), _FROM_STORE)
    return _with_day(_private(entries)).select(FIGURE_HISTORY.names())


def _of_subject(asked: Question) -> ColumnElement[bool]:
    """Entries about the unit asked about, else about the province as a whole."""
    return unit.c.id.in_(select(subject(asked).subquery("whom").c.id))


def _told_by_the_province(entries: pl.DataFrame, asked: Question) -> bool:
    """Whether the province itself entered something about the asked period."""
    within = pl.col("period_end").is_between(asked.period.start, asked.period.end)
    return not entries.filter(pl.col("level") == "province", within).is_empty()


def _entries(asked: Question, code: str, conditions: ColumnElement[bool]) -> Select[Any]:
    """The entries about the indicator `code` that meet `conditions`, each with what it replaced."""
    is_old = and_(
        _OLD.c.replaced_in == observation.c.import_batch_id,
        *(_OLD.c[name] == observation.c[name] for name in _SAME),
        *(_OLD.c[name].is_not_distinct_from(observation.c[name]) for name in _SAME_IF_ANY),
    )
    return (
        select(
            observation.c.import_batch_id.label("batch"),
            import_batch.c.imported_at.label("entered_at"),
            province.c.time_zone,
            account.c.display_name.label("entered_by"),
            import_batch.c.file_name,
            unit.c.code.label("unit_code"),
            unit.c.full_name_vi.label("unit_vi"),
            unit.c.full_name_en.label("unit_en"),
            unit.c.level,
            public_service.c.code.label("service"),
            public_service.c.name_vi.label("service_vi"),
            public_service.c.name_en.label("service_en"),
            observation.c.period_start,
            observation.c.period_end,
            indicator.c.code.label("indicator"),
            indicator.c.name_vi,
            indicator.c.name_en,
            indicator.c.measure,
            indicator.c.unit_of_measure,
            indicator.c.polarity,
            *(observation.c[name] for name in _COUNTS),
            _OLD.c.id.is_not(None).label("is_revision"),
            *(_OLD.c[name].label(f"{name}_before") for name in _COUNTS),
            _replaced_by_then(asked).label("replaced_in"),
            observation.c.provenance,
            observation.c.cut_off,
            source_document.c.title_vi.label("source_title_vi"),
            source_document.c.title_en.label("source_title_en"),
            source_document.c.issued_on.label("source_issued_on"),
        )
        .select_from(
            observation.join(indicator, indicator.c.id == observation.c.indicator_id)
            .join(unit, unit.c.id == observation.c.unit_id)
            .join(province, province.c.id == unit.c.province_id)
            .join(import_batch, import_batch.c.id == observation.c.import_batch_id)
            .outerjoin(account, account.c.id == import_batch.c.account_id)
            .outerjoin(public_service, public_service.c.id == observation.c.public_service_id)
            .outerjoin(source_document, source_document.c.id == observation.c.source_document_id)
            .outerjoin(_OLD, is_old)
        )
        .where(
            indicator.c.code == code,
            unit.c.province_id == asked.province_id,
            observation.c.import_batch_id <= asked.as_of,
            sees_province(asked),
            conditions,
        )
        .order_by(
            observation.c.import_batch_id.desc(),
            observation.c.period_end.desc(),
            observation.c.period_start,
            unit.c.code,
            observation.c.id.desc(),
        )
        .limit(MOST_ENTRIES)
    )


def _replaced_by_then(asked: Question) -> ColumnElement[int | None]:
    """The batch that replaced a figure, as far as asked.as_of knew."""
    return case((observation.c.replaced_in <= asked.as_of, observation.c.replaced_in))


def _with_day(entries: pl.DataFrame) -> pl.DataFrame:
    """`entries` (all of one province) with the day of each as its clocks had it."""
    zones = entries["time_zone"].unique().to_list()
    at = pl.col("entered_at")
    if zones:
        at = at.dt.convert_time_zone(zones[0])
    return entries.with_columns(entered_on=at.dt.date())


def _private(entries: pl.DataFrame) -> pl.DataFrame:
    """`entries` without small counts of people, now and before."""
    before = entries.select(
        "level", "unit_of_measure", *(pl.col(f"{name}_before").alias(name) for name in _COUNTS)
    )
    kept = without_small_counts(before).select(
        pl.col(name).alias(f"{name}_before") for name in _COUNTS
    )
    return without_small_counts(entries).with_columns(kept.iter_columns())
