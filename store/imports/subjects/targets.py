"""Targets and the steps on the way to them: where a figure should be, and when."""

# ruff: noqa: N805 - dataframely calls a rule with its schema

from typing import Any

import dataframely as dy
import polars as pl
from sqlalchemy import Select, select

from store.imports.frames import frame_of
from store.imports.landing import Fault, Landing, Subject
from store.imports.lookups import with_document, with_indicator
from store.imports.subjects.rates import above_one, rate_proposal
from store.imports.subjects.rules import (
    DOCUMENT_FAULTS,
    INDICATOR_FAULTS,
    ROW_FAULTS,
    DocumentRules,
    IndicatorRules,
    RowRules,
    UnitRules,
    unit_faults,
)
from store.imports.unit_lookup import with_unit
from store.tables import target, target_step

# What makes a target the same one as before. A change by a later decision has a day of its own
# from which it holds (effective_from); the same day again corrects what was written.
FILE_KEY = ("indicator", "level", "unit", "period_start", "due_on", "effective_from")
KEY = ("indicator_id", "province_id", "unit_id", "level", *FILE_KEY[3:])
VALUE_FAULTS = {
    "value|min": Fault("value", "count_negative"),
    "rate_above_1": Fault("value", proposal="value_proposal"),
}


def _of_unit(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with the ids that targets and their steps share, and their day of effect."""
    frame = with_indicator(landing, frame)
    frame = with_unit(landing, frame, start="period_start", end="period_end", level="level")
    return frame.with_columns(
        pl.coalesce("effective_from", "period_start").alias("effective_from"),
        province_id=pl.lit(landing.for_province.id, dtype=pl.Int64),
        value_proposal=rate_proposal("value"),
    )


def _resolve_targets(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    return _of_unit(landing, with_document(landing, frame)).with_columns(
        pl.col("path").fill_null("flat"), start_value_proposal=rate_proposal("start_value")
    )


class TargetRules(RowRules, DocumentRules, IndicatorRules, UnitRules):
    """A target is within what its indicator can reach, and has a date to be reached by."""

    measure = dy.String(nullable=True)
    value = dy.Float64(min=0)
    start_value = dy.Float64(nullable=True, min=0)
    period_start = dy.Date()
    due_on = dy.Date()
    effective_from = dy.Date()
    effective_to = dy.Date(nullable=True)

    @dy.rule()
    def rate_above_1(cls) -> pl.Expr:
        return ~above_one("value")

    @dy.rule()
    def start_above_1(cls) -> pl.Expr:
        return ~above_one("start_value")

    @dy.rule()
    def due_before_period(cls) -> pl.Expr:
        return pl.col("due_on") >= pl.col("period_start")

    @dy.rule()
    def effect_outside_period(cls) -> pl.Expr:
        in_order = pl.col("due_on") >= pl.col("period_start")
        return ~in_order | (pl.col("effective_from") <= pl.col("due_on"))

    @dy.rule()
    def effect_ends_before_it_begins(cls) -> pl.Expr:
        return pl.col("effective_to") >= pl.col("effective_from")


TARGETS = Subject(
    kind="targets",
    file_key=FILE_KEY,
    key=KEY,
    resolve=_resolve_targets,
    rules=TargetRules,
    faults={
        **ROW_FAULTS,
        **DOCUMENT_FAULTS,
        **INDICATOR_FAULTS,
        **unit_faults("unit"),
        **VALUE_FAULTS,
        "start_value|min": Fault("start_value", "count_negative"),
        "start_above_1": Fault("start_value", "rate_above_1", proposal="start_value_proposal"),
        "due_before_period": Fault("due_on"),
        "effect_outside_period": Fault("effective_from"),
        "effect_ends_before_it_begins": Fault("effective_to"),
    },
    existing=lambda landing, _: select(target).where(
        target.c.replaced_in.is_(None), target.c.province_id == landing.for_province.id
    ),
    replaces=True,
)


# Steps --------------------------------------------------------------------------------------


def _resolve_target_steps(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """With `target_found`: the id of the target that a step is on the way to."""
    frame = _of_unit(landing, frame)
    known = frame_of(
        landing.connection,
        select(target.c.id.label("target_found"), *(target.c[name] for name in KEY)).where(
            target.c.replaced_in.is_(None), target.c.province_id == landing.for_province.id
        ),
    ).unique(KEY, keep="first")
    return frame.join(known, on=list(KEY), how="left", nulls_equal=True, maintain_order="left")


class TargetStepRules(RowRules, IndicatorRules, UnitRules):
    """A step lies on the way to a target that is known."""

    measure = dy.String(nullable=True)
    target_found = dy.Int64(nullable=True)
    value = dy.Float64(min=0)
    period_start = dy.Date()
    due_on = dy.Date()
    reached_by = dy.Date()

    @dy.rule()
    def rate_above_1(cls) -> pl.Expr:
        return ~above_one("value")

    @dy.rule()
    def target_unknown(cls) -> pl.Expr:
        return pl.col("indicator_id").is_null() | pl.col("target_found").is_not_null()

    @dy.rule()
    def step_outside_period(cls) -> pl.Expr:
        return pl.col("reached_by").is_between("period_start", "due_on")


def _steps_there(landing: Landing, _frame: pl.DataFrame) -> Select[Any]:
    return select(target_step).where(
        target_step.c.replaced_in.is_(None),
        target_step.c.province_id == landing.for_province.id,
    )


TARGET_STEPS = Subject(
    kind="target_steps",
    file_key=(*FILE_KEY, "reached_by"),
    key=(*KEY, "reached_by"),
    resolve=_resolve_target_steps,
    rules=TargetStepRules,
    faults={
        **ROW_FAULTS,
        **INDICATOR_FAULTS,
        **unit_faults("unit"),
        **VALUE_FAULTS,
        "target_unknown": Fault("due_on"),
        "step_outside_period": Fault("reached_by"),
    },
    existing=_steps_there,
    replaces=True,
)
