"""The place of the province among the provinces, as the National Portal publishes it."""

from dataclasses import replace

import polars as pl
from sqlalchemy import Connection, select

from queries.conditions import sees_province
from queries.frames import frame
from queries.observed import OBSERVED, observed, pairs
from queries.parts import is_province
from queries.question import Question
from queries.schemas import NATIONAL_RANK
from store.tables import indicator, unit

RANK = "I766R"


def national_rank(conn: Connection, asked: Question) -> pl.DataFrame:
    """The rank of the province in the service index, in the asked and in the compared period.

    Grain: at most one row. Schema: schemas.NATIONAL_RANK; 1 is best, of `ranked` provinces (63
    until 30 June 2025, 34 since). Source: observation of I766R at the province: numerator the
    rank, denominator the number ranked; never counted by the board itself. Honours: scope (any in
    the province), period, as_of, compare. Not narrowed by unit_id: units have no national rank.
    Empty: no rank was entered for the period, or no scope.
    """
    now = _rank_in(conn, asked)
    before = _rank_in(conn, replace(asked, period=asked.compared_period)).select(
        rank_before="rank", ranked_before="ranked"
    )
    told = now.join(before.head(1), how="cross") if before.height else now
    return pl.concat([NATIONAL_RANK.to_frame(), told], how="diagonal").select(NATIONAL_RANK.names())


def _rank_in(conn: Connection, asked: Question) -> pl.DataFrame:
    wanted = (
        select(*pairs(asked_indicator=indicator, unit_id=unit.c.id))
        .select_from(indicator.join(unit, is_province(asked)))
        .where(indicator.c.code == RANK, sees_province(asked))
        .cte("wanted")
    )
    answers = observed(wanted, asked).subquery("answers")
    found = frame(conn, select(*(answers.c[name] for name in OBSERVED)), OBSERVED)
    rank = pl.coalesce("numerator", "value").cast(pl.Int64).alias("rank")
    ranked = pl.col("denominator").cast(pl.Int64).alias("ranked")
    columns = [name for name in NATIONAL_RANK if name in OBSERVED]
    return found.select(rank, ranked, *columns).drop_nulls("rank")
