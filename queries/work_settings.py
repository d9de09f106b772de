"""The rules that work is judged by, as the province has set them: days off, clears, rungs."""

from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, Table, or_, select

from queries.conditions import counts
from queries.frames import frame, joined
from queries.question import Question
from queries.schemas import ATTENTION_RULES
from store.tables import attention_rule, clear_rule, escalation_rule, holiday

_OWN = pl.Schema({"is_own": pl.Boolean})
_WEIGHTS = joined(pl.Schema({"clear": pl.String, "weight": pl.Float64}), _OWN)
RUNGS = pl.Schema({"level": pl.String, "days": pl.Int64})
_RUNGS = joined(RUNGS, _OWN)
# Where nothing is set, every clear counts alike.
EVERY_CLEAR_ALIKE = 1.0


def days_off(conn: Connection, asked: Question) -> frozenset[date]:
    """The holidays that count as of the question's batch."""
    found = conn.execute(select(holiday.c.day).where(counts(holiday, asked)))
    return frozenset(found.scalars())


def clear_weights(conn: Connection, asked: Question) -> dict[str, float]:
    """How much each of the six clears counts in the province; empty where nothing is set."""
    rows = _own_first(frame(conn, _rules(clear_rule, asked), _WEIGHTS), key="clear")
    return dict(rows.select("clear", "weight").iter_rows())


def escalation_rungs(conn: Connection, at: Question) -> pl.DataFrame:
    """How many days a bottleneck may stay on each rung; schema RUNGS, one row per level."""
    rows = frame(conn, _rules(escalation_rule, at), _RUNGS)
    return _own_first(rows, key="level").select(RUNGS.names())


def attention_rules(conn: Connection, at: Question) -> pl.DataFrame:
    """What gets on the list of what needs a decision.

    Grain: one row per code, in the order of import. Schema: schemas.ATTENTION_RULES.
    Source: attention_rule. Honours: as_of. Empty: no rule is set.
    """
    rows = frame(conn, _rules(attention_rule, at), ATTENTION_RULES)
    return _own_first(rows, key="code").select(ATTENTION_RULES.names())


def _rules(table: Table, asked: Question) -> Select[Any]:
    own: ColumnElement[bool] = table.c.province_id == asked.province_id
    return (
        select(table, table.c.province_id.is_not(None).label("is_own"))
        .where(or_(own, table.c.province_id.is_(None)), counts(table, asked))
        .order_by(table.c.id)
    )


def _own_first(rows: pl.DataFrame, *, key: str) -> pl.DataFrame:
    """Of each `key` the province's own rule, else the one for all; in the order of `rows`."""
    best = rows.with_row_index("place").sort("is_own", descending=True, maintain_order=True)
    return best.unique(key, keep="first", maintain_order=True).sort("place").drop("place")
