"""The months from which the pace towards a goal is read."""

from dataclasses import replace
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select, func, select

from queries.conditions import last_day, sees_province
from queries.frames import frame
from queries.observed import NO_SERVICE, observed_by_then, of_service, preference, with_document
from queries.parts import is_province
from queries.question import Question
from queries.schemas import GOAL_MONTHS
from queries.trends import trend
from store.tables import indicator, observation, unit


def goal_months(conn: Connection, asked: Question, *, codes: tuple[str, ...]) -> pl.DataFrame:
    """The months of the indicators `codes` for the province as a whole, up to the period asked.

    Grain: one row per indicator and month with a value, by indicator, oldest first. Schema:
    schemas.GOAL_MONTHS; rates are 0-1. Months that add up over a year (flows) lead to no goal and
    are left out. What the province never reported itself is rolled up over its units as in
    queries.trends. Source: observation (frequency month). Honours: scope (any in the province),
    period (its last day), as_of. Not narrowed by unit_id. Empty: out of scope, or no month.
    """
    own = frame(conn, _own_months(asked, codes), GOAL_MONTHS)
    silent = [code for code in codes if code not in own["indicator"]]
    of_units = [_rolled_up(conn, asked, code) for code in _kinds_with_a_pace(conn, silent)]
    order = pl.col("indicator").replace_strict({code: n for n, code in enumerate(codes)})
    return pl.concat([own, *of_units]).sort(order, "period_end")


def _own_months(asked: Question, codes: tuple[str, ...]) -> Select[Any]:
    """What the province said of each month; of several documents the one that speaks first."""
    grain = (indicator.c.code, observation.c.period_start, observation.c.period_end)
    rows = (
        select(
            indicator.c.code.label("indicator"),
            observation.c.period_end,
            observation.c.value,
            func.row_number().over(partition_by=grain, order_by=preference()).label("choice"),
        )
        .select_from(
            with_document()
            .join(unit, unit.c.id == observation.c.unit_id)
            .join(indicator, indicator.c.id == observation.c.indicator_id)
        )
        .where(
            indicator.c.code.in_(codes),
            indicator.c.measure != "flow",
            is_province(asked),
            sees_province(asked),
            observed_by_then(asked),
            of_service(NO_SERVICE),
            observation.c.frequency == "month",
            observation.c.period_end <= last_day(asked),
        )
        .subquery("months")
    )
    return select(rows).where(rows.c.choice == 1, rows.c.value.is_not(None))


def _kinds_with_a_pace(conn: Connection, codes: list[str]) -> list[str]:
    """Those of `codes` whose values do not begin anew each month."""
    if not codes:
        return []
    known = select(indicator.c.code).where(
        indicator.c.code.in_(codes), indicator.c.measure != "flow"
    )
    return sorted(conn.execute(known).scalars())


def _rolled_up(conn: Connection, asked: Question, code: str) -> pl.DataFrame:
    months = trend(conn, replace(asked, unit_id=None), indicator=code)
    return (
        months.filter(pl.col("value").is_not_null(), pl.col("period_end") <= last_day(asked))
        .select("period_end", "value", indicator=pl.lit(code))
        .select(GOAL_MONTHS.names())
    )
