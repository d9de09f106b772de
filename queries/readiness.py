"""Are the communes ready for their work: condition by condition, commune by commune."""

from dataclasses import replace

import polars as pl
from sqlalchemy import Connection, select

from domain.readiness import RED, YELLOW, condition_state, overall, worst_first
from queries.conditions import at_level, last_day
from queries.frames import frame, joined
from queries.observed import OBSERVED, observed, pairs
from queries.question import Question
from queries.readiness_settings import colour_rules, conditions_in_force
from queries.schemas import COMMUNE_READINESS
from queries.sums import with_value
from store.tables import indicator, unit

LEVEL = "commune"
_UNITS = pl.Schema(
    {
        "unit_id": pl.Int64,
        "unit_code": pl.String,
        "unit_vi": pl.String,
        "unit_en": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
    }
)
_ANSWERS = joined(
    joined(_UNITS, without=("unit_id",)),
    pl.Schema({"indicator_id": pl.Int64}),
    OBSERVED,
    without=("asked_id",),
)
_FIGURES = ("numerator", "denominator", "value", "obs_status", "provenance", "cut_off")


def commune_readiness(conn: Connection, asked: Question) -> pl.DataFrame:
    """The state of every condition of readiness in each commune, and its overall colour.

    Grain: one row per condition in force on the last day and commune of that day in scope, worst
    communes first, conditions in their order. Schema: schemas.COMMUNE_READINESS; rates are 0-1,
    states by domain.readiness. Not narrowed by asked.unit_id: a colour means little without its
    neighbours. A report of an earlier period is none of this one; last_report tells of it.
    Source: readiness_condition, readiness_rule, observation by the rule of queries.observed.
    Honours: scope, period, as_of; always the communes of the period itself, whatever the era.
    Where no commune existed or is in scope, or the conditions are still to come: one row per
    condition without unit. Empty: there is no condition, or no scope in the province.
    """
    as_it_was = replace(asked, era=None)
    conditions = conditions_in_force(conn, as_it_was, level=LEVEL)
    is_to_come = pl.col("effective_from") > last_day(asked)
    if conditions.is_empty() or conditions.select(is_to_come.any()).item():
        return _without_units(conditions)
    ids = conditions["indicator_id"].unique().to_list()
    answers = _answers(conn, as_it_was, ids=ids)
    units = answers.select(_UNITS.names()).unique("unit_id", maintain_order=True)
    if units.is_empty():
        return _without_units(conditions)
    told = units.join(conditions, how="cross", maintain_order="left_right").join(
        _of_the_period(answers, asked).drop(_UNITS.names()[1:]),
        on=["unit_id", "indicator_id"],
        how="left",
        maintain_order="left",
    )
    judged = told.with_columns(state=condition_state())
    rules = colour_rules(conn, as_it_was)
    colours = overall(judged.select("unit_id", "state"), rules)
    ordered = colours.join(units.select("unit_id", "unit_code"), on="unit_id").sort(
        *worst_first(), "unit_code"
    )
    rows = ordered.select("unit_id", "overall").join(
        judged, on="unit_id", how="left", maintain_order="left_right"
    )
    return rows.with_columns(**_as_columns(rules)).select(COMMUNE_READINESS.names())


def _as_columns(rules: pl.DataFrame) -> dict[str, pl.Expr]:
    """The numbers of the rules, the same in every row; null where a colour has no rule."""
    known = {row["colour"]: row for row in rules.to_dicts()}
    return {
        f"{colour}_{count}": pl.lit(known.get(colour, {}).get(count), dtype=pl.Int64)
        for colour in (RED, YELLOW)
        for count in ("failed_from", "not_met_from")
    }


def _answers(conn: Connection, asked: Question, *, ids: list[int]) -> pl.DataFrame:
    """One row per commune in scope and indicator, with its answer if there is one."""
    told = (
        select(indicator.c.id.label("told_id"), unit.c.id.label("of_unit"))
        .select_from(indicator.join(unit, at_level(asked, LEVEL)))
        .where(indicator.c.id.in_(ids), asked.units_in_scope())
        .subquery("told")
    )
    wanted = (
        select(*pairs(asked_indicator=indicator, unit_id=told.c.of_unit))
        .select_from(told.join(indicator, indicator.c.id == told.c.told_id))
        .cte("wanted")
    )
    found = observed(wanted, asked).subquery("found")
    statement = (
        select(
            told.c.told_id.label("indicator_id"),
            unit.c.id.label("unit_id"),
            unit.c.code.label("unit_code"),
            unit.c.name_vi.label("unit_vi"),
            unit.c.name_en.label("unit_en"),
            unit.c.full_name_vi,
            unit.c.full_name_en,
            *(found.c[name] for name in OBSERVED if name not in ("asked_id", "unit_id")),
        )
        .select_from(
            told.join(unit, unit.c.id == told.c.of_unit).outerjoin(
                found, (found.c.unit_id == told.c.of_unit) & (found.c.asked_id == told.c.told_id)
            )
        )
        .order_by(unit.c.code)
    )
    return with_value(frame(conn, statement, _ANSWERS))


def _of_the_period(answers: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """`answers` without those of earlier periods, which `last_report` tells of."""
    is_old = (pl.col("period_end") < asked.period.start).fill_null(value=False)
    return answers.select(
        "unit_id",
        "indicator_id",
        *_UNITS.names()[1:],
        *(pl.when(~is_old).then(pl.col(name)).alias(name) for name in _FIGURES),
        last_report=pl.when(is_old).then(pl.col("period_end")),
    )


def _without_units(conditions: pl.DataFrame) -> pl.DataFrame:
    known = [name for name in COMMUNE_READINESS if name in conditions.columns]
    return pl.concat(
        [COMMUNE_READINESS.to_frame(), conditions.select(known)], how="diagonal"
    ).select(COMMUNE_READINESS.names())
