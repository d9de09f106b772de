"""When a commune is ready, as rows: its conditions with their thresholds, and the overall colour.

Rows that name a province hold for it alone, the others for all.
"""

# ruff: noqa: N805 - dataframely calls a rule with its schema

import dataframely as dy
import polars as pl
from sqlalchemy import select

from store.imports.landing import Fault, Landing, Subject
from store.imports.lookups import with_ids, with_indicator
from store.imports.subjects.rules import (
    INDICATOR_FAULTS,
    ROW_FAULTS,
    IndicatorRules,
    RowRules,
    known_if_named,
)
from store.tables import province, readiness_condition, readiness_rule

_NAMED = {"province_unknown": Fault("province", proposal="province_id_proposal")}
_EFFECT = {"effect_ends_before_it_begins": Fault("effective_to")}


def _with_province(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    known = select(province.c.id, province.c.code)
    return with_ids(landing, frame, known, columns=("province",), to="province_id")


class OfDaysRules(RowRules):
    """A row holds from one day to another, for a known province or for all."""

    province = dy.String(nullable=True)
    province_id = dy.Int64(nullable=True)
    effective_from = dy.Date()
    effective_to = dy.Date(nullable=True)

    @dy.rule()
    def province_unknown(cls) -> pl.Expr:
        return known_if_named("province", "province_id")

    @dy.rule()
    def effect_ends_before_it_begins(cls) -> pl.Expr:
        return pl.col("effective_to") >= pl.col("effective_from")


class ReadinessConditionRules(OfDaysRules, IndicatorRules):
    """A rate and a count need a threshold, done or not has none; yellow is not above green."""

    judged = dy.String()
    polarity = dy.String()
    green_from = dy.Float64(nullable=True)
    yellow_from = dy.Float64(nullable=True)

    @dy.rule()
    def threshold_missing(cls) -> pl.Expr:
        return (pl.col("judged") == "yes_no") | pl.col("green_from").is_not_null()

    @dy.rule()
    def threshold_of_yes_no(cls) -> pl.Expr:
        has_none = pl.col("green_from").is_null() & pl.col("yellow_from").is_null()
        return (pl.col("judged") != "yes_no") | has_none

    @dy.rule()
    def rate_threshold_not_a_share(cls) -> pl.Expr:
        is_share = pl.col("green_from").is_between(0, 1) & (
            pl.col("yellow_from").is_null() | pl.col("yellow_from").is_between(0, 1)
        )
        return (pl.col("judged") != "rate") | is_share

    @dy.rule()
    def yellow_beyond_green(cls) -> pl.Expr:
        green, yellow = pl.col("green_from"), pl.col("yellow_from")
        return (
            pl.when(pl.col("polarity") == "higher").then(yellow <= green).otherwise(yellow >= green)
        )


READINESS_CONDITIONS = Subject(
    kind="readiness_conditions",
    file_key=("province", "code", "effective_from"),
    key=("province_id", "code", "effective_from"),
    resolve=lambda landing, frame: with_indicator(landing, _with_province(landing, frame)),
    rules=ReadinessConditionRules,
    faults={
        **ROW_FAULTS,
        **INDICATOR_FAULTS,
        **_NAMED,
        **_EFFECT,
        "threshold_missing": Fault("green_from"),
        "threshold_of_yes_no": Fault("green_from"),
        "rate_threshold_not_a_share": Fault("green_from"),
        "yellow_beyond_green": Fault("yellow_from"),
    },
    existing=lambda _landing, _frame: select(readiness_condition).where(
        readiness_condition.c.replaced_in.is_(None)
    ),
    replaces=True,
)


class ReadinessRuleRules(OfDaysRules):
    """A colour is given from one condition on at least, and by counting something."""

    failed_from = dy.Int64(nullable=True, min=1)
    not_met_from = dy.Int64(nullable=True, min=1)

    @dy.rule()
    def colour_counts_nothing(cls) -> pl.Expr:
        return pl.col("failed_from").is_not_null() | pl.col("not_met_from").is_not_null()


READINESS_RULES = Subject(
    kind="readiness_rules",
    file_key=("province", "colour", "effective_from"),
    key=("province_id", "colour", "effective_from"),
    resolve=_with_province,
    rules=ReadinessRuleRules,
    faults={
        **ROW_FAULTS,
        **_NAMED,
        **_EFFECT,
        "failed_from|min": Fault("failed_from", "colour_from_no_condition"),
        "not_met_from|min": Fault("not_met_from", "colour_from_no_condition"),
        "colour_counts_nothing": Fault("failed_from"),
    },
    existing=lambda _landing, _frame: select(readiness_rule).where(
        readiness_rule.c.replaced_in.is_(None)
    ),
    replaces=True,
)
