"""How an indicator moved, month by month."""

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, func, literal, or_, select

from domain.indicators import BLOCKS, RATIOS, SUMS, Block
from queries.conditions import directly_below_province, last_day, sees_province, subject
from queries.frames import frame, joined
from queries.observed import observed_by_then, preference, sums_by, with_document, with_value
from queries.question import Question
from queries.schemas import TREND
from store.tables import indicator as catalogue
from store.tables import observation, unit

# How far back a trend goes: two years, so that a month can be seen beside its year before.
MONTHS_SHOWN = 24

_MONTHS = joined(TREND, pl.Schema({"aggregation": pl.String}))


def trend(
    conn: Connection, asked: Question, *, indicator: str, unit_id: int | None = None
) -> pl.DataFrame:
    """The months of `indicator` (a code) at one unit, or of the province as a whole.

    Grain: one row per month that has an observation, oldest first; at most MONTHS_SHOWN months,
    up to that of the last day asked about. Schema: schemas.TREND; rates are 0-1. A month that the
    province did not observe itself is rolled up over the units directly below it that existed
    then; of several documents one speaks, as in queries.observed.
    Source: observation (frequency month). Honours: scope (the unit's; a province's totals for
    whoever has any scope in it), period, as_of; asked.unit_id where `unit_id` is not given.
    Empty: out of scope, or no month was observed.
    """
    whose = asked if unit_id is None else replace(asked, unit_id=unit_id)
    months = frame(conn, _own_months(whose, indicator), _MONTHS)
    if whose.unit_id is None:
        months = pl.concat([months, frame(conn, _months_of_parts(whose, indicator), _MONTHS)])
    return (
        with_value(months)
        .unique("period_start", keep="first", maintain_order=True)
        .sort("period_start")
        .select(TREND.names())
    )


def _own_months(asked: Question, code: str) -> Select[Any]:
    """What the subject observed itself, month by month."""
    whose = unit.c.id.in_(select(subject(asked).subquery().c.id))
    rows = _month_rows(asked, whose, catalogue.c.code == code)
    return select(rows).where(rows.c.choice == 1)


def _months_of_parts(asked: Question, code: str) -> Select[Any]:
    """What the units directly below the province add up to, month by month."""
    block = BLOCKS.get(code, Block(code, ()))
    rows = _month_rows(
        asked,
        sees_province(asked),
        directly_below_province(asked),
        unit.c.level.in_(block.levels) if block.levels else literal(True),
        unit.c.valid_from <= observation.c.period_end,
        or_(unit.c.valid_to.is_(None), unit.c.valid_to >= observation.c.period_end),
        catalogue.c.code == block.indicator,
        catalogue.c.aggregation.in_((*RATIOS, *SUMS)),
    )
    sums = {column.name: column for column in sums_by(rows)}
    grain = (rows.c.period_start, rows.c.period_end, rows.c.frequency)
    return (
        select(
            *grain,
            *(sums[name] for name in _MONTHS if name in sums and not name.startswith("period")),
            literal(None).label("value"),
        )
        .where(rows.c.choice == 1)
        .group_by(*grain)
    )


def _month_rows(asked: Question, *conditions: ColumnElement[bool]) -> Subquery:
    """Month rows of the time shown that meet `conditions`; choice 1 is the one that speaks."""
    last = last_day(asked)
    month_index = last.year * 12 + last.month - MONTHS_SHOWN
    first = date(month_index // 12, month_index % 12 + 1, 1)
    grain = (observation.c.unit_id, observation.c.period_start, observation.c.period_end)
    return (
        select(
            observation.c.period_start,
            observation.c.period_end,
            observation.c.frequency,
            observation.c.numerator,
            observation.c.denominator,
            observation.c.value,
            observation.c.obs_status,
            observation.c.provenance,
            observation.c.cut_off,
            observation.c.import_batch_id.label("batch"),
            catalogue.c.aggregation,
            func.row_number().over(partition_by=grain, order_by=preference()).label("choice"),
        )
        .select_from(
            with_document()
            .join(unit, unit.c.id == observation.c.unit_id)
            .join(catalogue, catalogue.c.id == observation.c.indicator_id)
        )
        .where(
            observed_by_then(asked),
            observation.c.frequency == "month",
            and_(observation.c.period_end >= first, observation.c.period_start <= last),
            *conditions,
        )
        .subquery("month_rows")
    )
