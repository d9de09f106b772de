"""The conditions of readiness in force, and the rules that give a commune its colour."""

from typing import Any

import polars as pl
from sqlalchemy import Connection, Select, Table, or_, select

from queries.conditions import counts, last_day, sees_province
from queries.frames import frame, joined
from queries.question import Question
from store.tables import indicator, readiness_condition, readiness_rule

CONDITIONS = pl.Schema(
    {
        "condition": pl.String,
        "name_vi": pl.String,
        "name_en": pl.String,
        "short_vi": pl.String,
        "short_en": pl.String,
        "definition_source_vi": pl.String,
        "definition_source_en": pl.String,
        "indicator_id": pl.Int64,
        "indicator": pl.String,
        "measure": pl.String,
        "unit_of_measure": pl.String,
        "judged": pl.String,
        "polarity": pl.String,
        "green_from": pl.Float64,
        "yellow_from": pl.Float64,
        "position": pl.Int64,
        "effective_from": pl.Date,
    }
)
RULES = pl.Schema({"colour": pl.String, "failed_from": pl.Int64, "not_met_from": pl.Int64})
_OWN = pl.Schema({"is_own": pl.Boolean})
_EFFECT = pl.Schema({"effective_from": pl.Date})


def conditions_in_force(conn: Connection, at: Question, *, level: str) -> pl.DataFrame:
    """The conditions for units of `level` on the last day of the question, by position.

    Schema: CONDITIONS, one row per code: the one that came into force last. A province with any
    condition of its own goes by its own alone. Where none is in force, those that come into force
    next, whose effective_from lies ahead. Empty: there is none, or no scope.
    """
    condition = readiness_condition
    statement = (
        _not_ended(condition, at)
        .add_columns(
            condition.c.code.label("condition"),
            indicator.c.code.label("indicator"),
            indicator.c.measure,
            indicator.c.unit_of_measure,
            *(condition.c[name] for name in CONDITIONS if name in condition.c),
        )
        .select_from(condition.join(indicator))
        .where(condition.c.level == level, sees_province(at))
    )
    rows = _own_if_any(frame(conn, statement, joined(CONDITIONS, _OWN)))
    has_begun = pl.col("effective_from") <= last_day(at)
    in_force = _newest(rows.filter(has_begun), key="condition")
    if in_force.is_empty():
        in_force = rows.filter(pl.col("effective_from") == pl.col("effective_from").min())
    return in_force.sort("position", "condition").select(CONDITIONS.names())


def colour_rules(conn: Connection, at: Question) -> pl.DataFrame:
    """From how many conditions on a commune is red or yellow; schema RULES, one row per colour."""
    names = (readiness_rule.c[name] for name in joined(RULES, _EFFECT))
    statement = _not_ended(readiness_rule, at).add_columns(*names)
    rows = _own_if_any(frame(conn, statement, joined(RULES, _EFFECT, _OWN)))
    has_begun = pl.col("effective_from") <= last_day(at)
    return _newest(rows.filter(has_begun), key="colour").select(RULES.names())


def _not_ended(table: Table, at: Question) -> Select[Any]:
    own = table.c.province_id == at.province_id
    return (
        select(table.c.province_id.is_not(None).label("is_own"))
        .where(
            or_(own, table.c.province_id.is_(None)),
            counts(table, at),
            or_(table.c.effective_to.is_(None), table.c.effective_to >= last_day(at)),
        )
        .order_by(table.c.id)
    )


def _own_if_any(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("is_own")) if rows["is_own"].any() else rows


def _newest(rows: pl.DataFrame, *, key: str) -> pl.DataFrame:
    newest = rows.sort("effective_from", descending=True, maintain_order=True)
    return newest.unique(key, keep="first", maintain_order=True)
