"""What the indicators mean, and which targets a province has been set, decision by decision."""

import polars as pl
from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    true,
)

from domain.indicators import BLOCKS
from queries.conditions import counts, sees_province
from queries.frames import frame, joined
from queries.observed import observed_by_then
from queries.question import Question
from queries.schemas import DEFINED_TARGETS, DEFINITIONS
from queries.targets import rule_counts, with_steps
from store.tables import indicator, observation, source_document, status_rule, target, unit


def definitions(conn: Connection, asked: Question) -> pl.DataFrame:
    """Every indicator of the catalogue with its definition in both languages.

    Grain: one row per indicator, in the order of the catalogue. Schema: schemas.DEFINITIONS; what
    the catalogue says in English alone is repeated in Vietnamese columns. has_figures: whether
    the province, or a unit in scope, has been observed by the day asked; of an indicator that is
    another one seen over a block, any unit of that block, whose sum is shown to all of them.
    Source: indicator, observation. Honours: scope, as_of. Empty: out of scope.
    """
    statement = (
        select(
            indicator.c.code.label("indicator"),
            indicator.c.subject,
            indicator.c.name_vi,
            indicator.c.name_en,
            indicator.c.measure,
            indicator.c.unit_of_measure,
            *_in_both_languages("numerator", "denominator", "official_target"),
            func.coalesce(indicator.c.definition_source_vi, _source()).label(
                "definition_source_vi"
            ),
            _source().label("definition_source_en"),
            indicator.c.aggregation,
            indicator.c.zero_denominator,
            indicator.c.polarity,
            indicator.c.frequency,
            indicator.c.levels,
            case((_is_observed(asked), true()), else_=False).label("has_figures"),
        )
        .where(counts(indicator, asked), sees_province(asked))
        .order_by(indicator.c.position, indicator.c.code)
    )
    return frame(conn, statement, DEFINITIONS)


def _in_both_languages(*names: str) -> list[ColumnElement[str]]:
    columns = indicator.c
    vietnamese = [
        func.coalesce(columns[f"{name}_vi"], columns[name]).label(f"{name}_vi") for name in names
    ]
    return [*vietnamese, *(columns[name].label(f"{name}_en") for name in names)]


def _source() -> ColumnElement[str]:
    """Where the definition and the official target come from, as the catalogue says in English."""
    both = indicator.c.definition_source + "; " + indicator.c.target_source
    return func.coalesce(both, indicator.c.definition_source)


def _is_observed(asked: Question) -> ColumnElement[bool]:
    """Somebody of the province has sent a figure of `indicator` that the asker may see.

    The sum over a block is seen by whoever sees the province, as are the figures of the province.
    """
    observed_as = indicator.alias("observed_as")
    of_blocks = (
        and_(
            indicator.c.code == code,
            _has_row(
                asked,
                select(observed_as.c.id)
                .where(observed_as.c.code == block.indicator)
                .scalar_subquery(),
                unit.c.level.in_(block.levels),
            ),
        )
        for code, block in BLOCKS.items()
    )
    own = _has_row(asked, indicator.c.id, or_(unit.c.level == "province", asked.units_in_scope()))
    return or_(own, *of_blocks)


def _has_row(
    asked: Question,
    indicator_id: ColumnElement[int] | ScalarSelect[int],
    of_units: ColumnElement[bool],
) -> ColumnElement[bool]:
    """One of the units of the province that are `of_units` has been observed."""
    # Ids, not a join: the rows of other provinces are then never walked through.
    seen = select(unit.c.id).where(
        unit.c.province_id == asked.province_id,
        sees_province(asked),
        of_units,
    )
    return (
        exists()
        .where(
            observation.c.indicator_id == indicator_id,
            observation.c.unit_id.in_(seen),
            observed_by_then(asked),
            observation.c.obs_status.not_in(("missing", "not_applicable")),
        )
        .correlate(indicator)
    )


def defined_targets(conn: Connection, asked: Question) -> pl.DataFrame:
    """Every target that the province has been set, with the decision that set it.

    Grain: one row per target and decision on it; by indicator, then unit, level, period, day of
    effect. Schema: schemas.DEFINED_TARGETS; rates are 0-1. standing on asked.today: in_force;
    changed, where a later decision on the same target is in effect; ended, when its due day or its
    effect is over; to_come, before its effect.
    Source: target, target_step, source_document, status_rule. Honours: scope (targets of single
    units), as_of, today. Empty: nothing in scope, or no target is known.
    """
    of_one, of_kind = status_rule.alias("of_one"), status_rule.alias("of_kind")
    own_unit = unit.c.id == target.c.unit_id
    statement = (
        select(
            target.c.id.label("target_id"),
            indicator.c.code.label("indicator"),
            indicator.c.measure,
            indicator.c.unit_of_measure,
            indicator.c.polarity,
            indicator.c.name_vi,
            indicator.c.name_en,
            target.c.level,
            target.c.unit_id,
            unit.c.full_name_vi.label("unit_vi"),
            unit.c.full_name_en.label("unit_en"),
            target.c.value,
            target.c.period_start,
            target.c.due_on,
            target.c.path,
            target.c.start_value,
            target.c.effective_from,
            target.c.effective_to,
            func.coalesce(of_one.c.due_soon_days, of_kind.c.due_soon_days).label("due_soon_days"),
            source_document.c.number.label("document_number"),
            source_document.c.issued_on.label("document_issued_on"),
            source_document.c.title_vi.label("document_title_vi"),
            source_document.c.title_en.label("document_title_en"),
            target.c.note_vi,
            target.c.note_en,
            target.c.provenance,
        )
        .select_from(
            target.join(indicator, indicator.c.id == target.c.indicator_id)
            .outerjoin(unit, own_unit)
            .outerjoin(source_document, source_document.c.id == target.c.source_document_id)
            .outerjoin(
                of_one, (of_one.c.indicator_id == indicator.c.id) & rule_counts(of_one, asked)
            )
            .outerjoin(
                of_kind, (of_kind.c.measure == indicator.c.measure) & rule_counts(of_kind, asked)
            )
        )
        .where(
            target.c.province_id == asked.province_id,
            counts(target, asked),
            sees_province(asked),
            or_(target.c.unit_id.is_(None), asked.units_in_scope()),
        )
        .order_by(
            indicator.c.position,
            unit.c.code,
            target.c.level,
            target.c.period_start,
            target.c.due_on,
            target.c.effective_from,
        )
    )
    schema = joined(DEFINED_TARGETS, pl.Schema({"unit_id": pl.Int64}), without=_ADDED)
    rows = frame(conn, statement, schema)
    told = with_steps(rows, conn=conn, asked=asked, path="path")
    return told.with_columns(standing=_standing(asked)).select(DEFINED_TARGETS.names())


_ADDED = ("steps", "standing")
# What decisions on one and the same target share.
_SAME_TARGET = ("indicator", "unit_id", "level", "period_start", "due_on")


def _standing(asked: Question) -> pl.Expr:
    """What a decision on a target is worth on the day asked."""
    begun = pl.col("effective_from") <= asked.today
    newest = pl.col("effective_from").filter(begun).max().over(_SAME_TARGET)
    over = (pl.col("due_on") < asked.today) | (pl.col("effective_to") < asked.today).fill_null(
        value=False
    )
    return (
        pl.when(~begun)
        .then(pl.lit("to_come"))
        .when(pl.col("effective_from") < newest)
        .then(pl.lit("changed"))
        .when(over)
        .then(pl.lit("ended"))
        .otherwise(pl.lit("in_force"))
    )
