"""Which target is in force for a figure, and how the figure stands against it."""

from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from domain import targets as rules
from queries.conditions import counts, last_day, sees_province
from queries.frames import frame
from queries.question import Question
from store.tables import indicator, target, unit

# One row per indicator and aim: a unit's own target, one for units of a level, or one for all.
IN_FORCE = pl.Schema(
    {
        "indicator_id": pl.Int64,
        "target_unit_id": pl.Int64,
        "target_level": pl.String,
        "target": pl.Float64,
        "target_from": pl.Date,
        "target_due_on": pl.Date,
        "target_path": pl.String,
        "target_start_value": pl.Float64,
        "target_note_vi": pl.String,
        "target_note_en": pl.String,
        "target_provenance": pl.String,
    }
)
# A target of the province is a count of the province: no unit has to reach it alone.
SHARED_WITH_UNITS = ("rate", "score", "duration")


def targets_in_force(
    conn: Connection, asked: Question, *, indicators: ColumnElement[bool]
) -> pl.DataFrame:
    """The targets of the province's `indicators` (a condition on indicator) in the asked period.

    Grain: one row per indicator, unit (or none) and level (or none); schema IN_FORCE. Value in
    the unit of the indicator, rates 0-1. Of several the one whose time contains the period, else
    the newest that began before the period's end, else the first to come by today; targets of
    units only for units in scope. What was due before the period began does not judge it, except
    a target due on its first day ("from 1 July"), which holds from then on.
    Source: target. Honours: scope, period, as_of. Empty: nothing in scope, or no target is known.
    """
    contains = and_(
        target.c.period_start <= asked.period.start, target.c.due_on >= asked.period.end
    )
    began = target.c.period_start <= asked.period.end
    judges = or_(target.c.due_on >= asked.period.start, target.c.due_on == target.c.period_start)
    in_order: list[ColumnElement[Any]] = [
        case((contains, 0), (began, 1), else_=2),
        case((began, target.c.period_start)).desc().nulls_last(),
        target.c.period_start,
        target.c.due_on,
        target.c.id.desc(),
    ]
    seen = or_(
        target.c.unit_id.is_(None),
        target.c.unit_id.in_(select(unit.c.id).where(asked.units_in_scope())),
    )
    shared = or_(
        target.c.unit_id.is_not(None),
        target.c.level.is_not(None),
        indicator.c.measure.in_(SHARED_WITH_UNITS),
    )
    level = case((shared, target.c.level), else_="province")
    aim = [target.c.indicator_id, target.c.unit_id, level]
    ranked = (
        select(
            target.c.indicator_id,
            target.c.unit_id.label("target_unit_id"),
            level.label("target_level"),
            target.c.value.label("target"),
            target.c.period_start.label("target_from"),
            target.c.due_on.label("target_due_on"),
            target.c.path.label("target_path"),
            target.c.start_value.label("target_start_value"),
            target.c.note_vi.label("target_note_vi"),
            target.c.note_en.label("target_note_en"),
            target.c.provenance.label("target_provenance"),
            func.row_number().over(partition_by=aim, order_by=in_order).label("choice"),
        )
        .select_from(target.join(indicator, indicator.c.id == target.c.indicator_id))
        .where(
            indicators,
            target.c.province_id == asked.province_id,
            target.c.period_start <= asked.today,
            judges,
            counts(target, asked),
            sees_province(asked),
            seen,
        )
        .subquery()
    )
    return frame(conn, select(ranked).where(ranked.c.choice == 1), IN_FORCE)


def against_targets(figures: pl.DataFrame, in_force: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """`figures` with the columns of their targets, `distance` and `status`.

    `figures` has indicator_id, unit_id, level, polarity, value and period_end (null: no figure).
    A unit's own target comes before that of its level, and that before one for all. A figure is
    judged on the last day asked about, or on its own day where that is later.
    """
    keyed = figures.with_row_index("row")
    candidates = (
        keyed.select("row", "indicator_id", "unit_id", "level", "period_end")
        .join(in_force, on="indicator_id")
        .with_columns(
            judged_on=pl.max_horizontal(
                pl.lit(last_day(asked)),
                pl.when(pl.col("period_end") > asked.period.end).then("period_end"),
            )
        )
        .filter(
            (pl.col("target_unit_id").is_null() | (pl.col("target_unit_id") == pl.col("unit_id")))
            & (pl.col("target_level").is_null() | (pl.col("target_level") == pl.col("level")))
            & (pl.col("target_from") <= pl.max_horizontal("judged_on", pl.lit(asked.period.end)))
        )
        .sort("row", "target_unit_id", "target_level", nulls_last=True)
        .unique("row", keep="first", maintain_order=True)
        .drop("indicator_id", "unit_id", "level", "period_end", "target_unit_id", "target_level")
    )
    return (
        keyed.join(candidates, on="row", how="left", maintain_order="left")
        .with_columns(distance=rules.distance(), status=rules.status(today=asked.today))
        .drop("row", "judged_on", "target_from", "target_path", "target_start_value")
    )
