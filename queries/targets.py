"""Which target is in force for a figure, and how the figure stands against it."""

from typing import Any

import polars as pl
from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
)

from domain import targets as rules
from queries.conditions import counts, last_day, sees_province
from queries.frames import frame, joined
from queries.question import Question
from store.tables import indicator, status_rule, target, target_step, unit

# One row per indicator and aim: a unit's own target, one for units of a level, or one for all.
_CHOSEN = pl.Schema(
    {
        "indicator_id": pl.Int64,
        "target_unit_id": pl.Int64,
        "target_level": pl.String,
        "target": pl.Float64,
        "target_from": pl.Date,
        "target_due_on": pl.Date,
        "target_path": pl.String,
        "target_start_value": pl.Float64,
        "target_id": pl.Int64,
        "margin_in": pl.String,
        "ahead_margin": pl.Float64,
        "course_margin": pl.Float64,
        "attainment_cap": pl.Float64,
        "target_note_vi": pl.String,
        "target_note_en": pl.String,
        "target_provenance": pl.String,
    }
)
# target_steps: the steps on the way, oldest first; null for a path without any.
IN_FORCE = joined(
    _CHOSEN,
    pl.Schema({"target_steps": pl.List(pl.Struct({"reached_by": pl.Date, "value": pl.Float64}))}),
)
_RULE = ("margin_in", "ahead_margin", "course_margin", "attainment_cap")
_STEPS = pl.Schema({"target_id": pl.Int64, "reached_by": pl.Date, "value": pl.Float64})
# The columns of targets that no one beyond this module needs to see.
_FOR_JUDGING = (
    "judged_on", "target_id", "target_from", "target_path", "target_start_value", "target_steps",
    "margin_in", "ahead_margin", "course_margin", "attainment_cap", *rules.STEPS,
)  # fmt: skip
# Paths that are told by their steps.
BY_STEPS = ("stepped", "stated")
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
    a target due on its first day ("from 1 July"), which holds from then on. Of several decisions
    on one target the newest in effect on the last day asked about speaks: earlier periods keep
    the older one. target_steps are the steps on the way; the margins are those of the indicator,
    else of its kind of measure.
    Source: target, target_step, status_rule. Honours: scope, period, as_of. Empty: nothing in
    scope, or no target is known.
    """
    chosen = frame(conn, _in_force(asked, indicators), _CHOSEN)
    told = with_steps(chosen, conn=conn, asked=asked, path="target_path")
    return told.rename({"steps": "target_steps"}).select(IN_FORCE.names())


def with_steps(
    targets: pl.DataFrame, *, conn: Connection, asked: Question, path: str
) -> pl.DataFrame:
    """`targets` (with target_id, and the path in the column `path`) with `steps`, oldest first.

    The store is asked only when the path of any target is told by steps.
    """
    by_steps = targets.filter(pl.col(path).is_in(BY_STEPS))["target_id"].to_list()
    steps = frame(conn, _steps(asked, by_steps), _STEPS) if by_steps else _STEPS.to_frame()
    in_order = (
        steps.sort("target_id", "reached_by")
        .group_by("target_id", maintain_order=True)
        .agg(steps=pl.struct("reached_by", "value"))
    )
    return targets.join(in_order, on="target_id", how="left", maintain_order="left")


def _in_force(asked: Question, indicators: ColumnElement[bool]) -> Select[Any]:
    """The targets that `targets_in_force` gives, without their steps."""
    contains = and_(
        target.c.period_start <= asked.period.start, target.c.due_on >= asked.period.end
    )
    began = target.c.period_start <= asked.period.end
    judges = or_(target.c.due_on >= asked.period.start, target.c.due_on == target.c.period_start)
    # A target that is still to come is seen from the day asked.
    seen_on = case((began, literal(last_day(asked), Date)), else_=literal(asked.today, Date))
    in_effect = and_(
        target.c.effective_from <= seen_on,
        or_(target.c.effective_to.is_(None), target.c.effective_to >= seen_on),
    )
    in_order: list[ColumnElement[Any]] = [
        case((contains, 0), (began, 1), else_=2),
        case((began, target.c.period_start)).desc().nulls_last(),
        target.c.period_start,
        target.c.effective_from.desc(),
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
    of_one, of_kind = status_rule.alias("of_one"), status_rule.alias("of_kind")
    ranked = (
        select(
            target.c.id.label("target_id"),
            target.c.indicator_id,
            target.c.unit_id.label("target_unit_id"),
            level.label("target_level"),
            target.c.value.label("target"),
            target.c.period_start.label("target_from"),
            target.c.due_on.label("target_due_on"),
            target.c.path.label("target_path"),
            target.c.start_value.label("target_start_value"),
            *(
                case((of_one.c.id.is_not(None), of_one.c[name]), else_=of_kind.c[name]).label(name)
                for name in _RULE
            ),
            target.c.note_vi.label("target_note_vi"),
            target.c.note_en.label("target_note_en"),
            target.c.provenance.label("target_provenance"),
            func.row_number().over(partition_by=aim, order_by=in_order).label("choice"),
        )
        .select_from(
            target.join(indicator, indicator.c.id == target.c.indicator_id)
            .outerjoin(
                of_one, and_(of_one.c.indicator_id == indicator.c.id, rule_counts(of_one, asked))
            )
            .outerjoin(
                of_kind, and_(of_kind.c.measure == indicator.c.measure, rule_counts(of_kind, asked))
            )
        )
        .where(
            indicators,
            target.c.province_id == asked.province_id,
            target.c.period_start <= asked.today,
            judges,
            in_effect,
            counts(target, asked),
            sees_province(asked),
            seen,
        )
        .subquery()
    )
    return select(ranked).where(ranked.c.choice == 1)


def rule_counts(rule: FromClause, asked: Question) -> ColumnElement[bool]:
    """Rows of `rule`, an alias of status_rule, that count as of the question's batch."""
    replaced = rule.c.replaced_in
    not_yet = or_(replaced.is_(None), replaced > asked.as_of)
    return and_(rule.c.import_batch_id <= asked.as_of, not_yet)


def _steps(asked: Question, target_ids: list[int]) -> Select[Any]:
    """The steps on the way to `target_ids`, found by what makes a target the same one."""
    same = (
        target_step.c[name].is_not_distinct_from(target.c[name])
        for name in ("province_id", "unit_id", "level", "period_start", "due_on", "effective_from")
    )
    return (
        select(target.c.id.label("target_id"), target_step.c.reached_by, target_step.c.value)
        .select_from(
            target.join(
                target_step, and_(target_step.c.indicator_id == target.c.indicator_id, *same)
            )
        )
        .where(target.c.id.in_(target_ids), counts(target_step, asked))
    )


def against_targets(figures: pl.DataFrame, in_force: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """`figures` with the columns of their targets, `distance`, `status` and `attainment`.

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
        keyed.join(_with_steps(candidates), on="row", how="left", maintain_order="left")
        .with_columns(
            distance=rules.distance(),
            status=rules.status(today=asked.today),
            attainment=rules.capped_attainment(),
        )
        .drop("row", *_FOR_JUDGING)
    )


def _with_steps(candidates: pl.DataFrame) -> pl.DataFrame:
    """`candidates` with rules.STEPS: the steps around the day on which each is judged."""
    steps = (
        candidates.select("row", "judged_on", "target_steps")
        .explode("target_steps")
        .unnest("target_steps")
        .filter(pl.col("reached_by").is_not_null())
    )
    is_due = pl.col("reached_by") <= pl.col("judged_on")
    last = steps.filter(is_due).group_by("row", maintain_order=True).last()
    following = steps.filter(~is_due).group_by("row", maintain_order=True).first()
    around = {
        ("step_on", "step_value"): last,
        ("next_step_on", "next_step_value"): following,
    }
    for (day, value), found in around.items():
        renamed = found.select("row", pl.col("reached_by").alias(day), pl.col("value").alias(value))
        candidates = candidates.join(renamed, on="row", how="left", maintain_order="left")
    return candidates
