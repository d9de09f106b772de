"""Observations and the headline list: what is measured and what the first page leads with."""

# ruff: noqa: N805 - dataframely calls a rule with its schema

from typing import Any

import dataframely as dy
import polars as pl
from sqlalchemy import Select, select

from domain.indicators import RATIOS
from store.imports.landing import Fault, Landing, Subject
from store.imports.lookups import with_document, with_indicator, with_public_service
from store.imports.subjects.rates import above_one, is_rate, percent, rate_proposal
from store.imports.subjects.rules import (
    DOCUMENT_FAULTS,
    INDICATOR_FAULTS,
    ROW_FAULTS,
    DocumentRules,
    IndicatorRules,
    RowRules,
    UnitRules,
    known_if_named,
    unit_faults,
)
from store.imports.unit_lookup import with_unit
from store.tables import headline, observation, unit

NO_VALUE_STATUSES = ("missing", "not_applicable")
# The store keeps six decimals of a numerator or denominator.
COUNT_DECIMALS = 6
# A rate is written to the whole percent at least; more tolerance would hide a contradiction.
COARSEST_RATE_STEP = 0.01


def _is_ratio() -> pl.Expr:
    """Whether the indicator's value is its numerator over its denominator."""
    return (pl.col("measure") == "rate") | pl.col("aggregation").is_in(RATIOS)


# Observations -------------------------------------------------------------------------------


def _resolve_observations(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    frame = with_indicator(landing, frame)
    frame = with_public_service(landing, frame)
    frame = with_document(landing, frame)
    frame = with_unit(
        landing, frame, start="period_end", end="period_end", level="level", name="unit_name"
    )
    return (
        frame.with_columns(
            pl.col("numerator", "denominator").round(COUNT_DECIMALS),
            pl.col("obs_status").fill_null("final"),
            today=pl.lit(landing.for_province.today),
            given=pl.col("value"),
            value_proposal=rate_proposal("value"),
        )
        .with_columns(
            value=pl.when(
                _is_ratio() & pl.col("numerator").is_not_null() & (pl.col("denominator") > 0)
            )
            .then(pl.col("numerator") / pl.col("denominator"))
            .when(_is_ratio())
            .then(pl.col("value"))
            .otherwise(pl.coalesce("value", "numerator"))
        )
        .with_columns(counted_proposal=percent(pl.col("value") * 100))
    )


class ObservationRules(RowRules, DocumentRules, IndicatorRules, UnitRules):
    """What a figure must fulfil before it may be shown to anybody."""

    measure = dy.String(nullable=True)
    aggregation = dy.String(nullable=True)
    zero_denominator = dy.String(nullable=True)
    public_service = dy.String(nullable=True)
    public_service_id = dy.Int64(nullable=True)
    period_start = dy.Date()
    period_end = dy.Date()
    cut_off = dy.Date()
    today = dy.Date()
    obs_status = dy.String()
    numerator = dy.Float64(nullable=True, min=0)
    denominator = dy.Float64(nullable=True, min=0)
    # As given in the file; `value` is what will be stored.
    given = dy.Float64(nullable=True, min=0)
    value_step = dy.Float64(nullable=True)
    value = dy.Float64(nullable=True)

    @dy.rule()
    def public_service_unknown(cls) -> pl.Expr:
        return known_if_named("public_service", "public_service_id")

    @dy.rule()
    def numerator_above_denominator(cls) -> pl.Expr:
        above = pl.col("numerator") > pl.col("denominator")
        return ~(is_rate() & (pl.col("denominator") > 0) & above)

    @dy.rule()
    def numerator_over_zero(cls) -> pl.Expr:
        return ~(_is_ratio() & (pl.col("denominator") == 0) & (pl.col("numerator") > 0))

    @dy.rule()
    def rate_above_1(cls) -> pl.Expr:
        return ~above_one("given")

    @dy.rule()
    def value_over_zero(cls) -> pl.Expr:
        nothing_counted = (pl.col("denominator") == 0) & (pl.col("zero_denominator") == "no_value")
        return ~(_is_ratio() & nothing_counted & pl.col("given").is_not_null())

    @dy.rule()
    def value_contradicts_counts(cls) -> pl.Expr:
        rate_step = pl.min_horizontal("value_step", pl.lit(COARSEST_RATE_STEP))
        step = pl.when(is_rate()).then(rate_step).otherwise("value_step")
        return (pl.col("given") - pl.col("value")).abs() <= step / 2 + 1e-9

    @dy.rule()
    def count_contradicts_value(cls) -> pl.Expr:
        alone = ~_is_ratio() & pl.col("denominator").is_null()
        return ~(alone & (pl.col("numerator") != pl.col("given")))

    @dy.rule()
    def counts_incomplete(cls) -> pl.Expr:
        one_only = pl.col("numerator").is_null() != pl.col("denominator").is_null()
        unknown = pl.col("given").is_null() & ~pl.col("obs_status").is_in(NO_VALUE_STATUSES)
        return ~(_is_ratio() & one_only & unknown)

    @dy.rule()
    def status_says_no_value(cls) -> pl.Expr:
        something = pl.any_horizontal(pl.col("numerator", "given").is_not_null())
        return ~(pl.col("obs_status").is_in(NO_VALUE_STATUSES) & something)

    @dy.rule()
    def value_missing(cls) -> pl.Expr:
        nothing = pl.all_horizontal(pl.col("numerator", "denominator", "given").is_null())
        return pl.col("obs_status").is_in(NO_VALUE_STATUSES) | ~nothing

    @dy.rule()
    def period_in_future(cls) -> pl.Expr:
        return pl.col("period_start") <= pl.col("today")

    @dy.rule()
    def cut_off_in_future(cls) -> pl.Expr:
        return pl.col("cut_off") <= pl.col("today")

    @dy.rule()
    def cut_off_before_period(cls) -> pl.Expr:
        return pl.col("cut_off") >= pl.col("period_start")


def _observations_there(landing: Landing, frame: pl.DataFrame) -> Select[Any]:
    return select(observation).where(
        observation.c.replaced_in.is_(None),
        observation.c.indicator_id.in_(frame["indicator_id"].unique().to_list()),
        observation.c.unit_id.in_(
            select(unit.c.id).where(unit.c.province_id == landing.for_province.id)
        ),
    )


OBSERVATIONS = Subject(
    kind="observations",
    file_key=(
        "indicator",
        "level",
        "unit",
        "public_service",
        "period_start",
        "period_end",
        "source_document",
    ),
    key=(
        "indicator_id",
        "unit_id",
        "public_service_id",
        "period_start",
        "period_end",
        "source_document_id",
    ),
    resolve=_resolve_observations,
    rules=ObservationRules,
    faults={
        **ROW_FAULTS,
        **DOCUMENT_FAULTS,
        **INDICATOR_FAULTS,
        **unit_faults("unit"),
        "public_service_unknown": Fault("public_service", proposal="public_service_id_proposal"),
        "numerator|min": Fault("numerator", "count_negative"),
        "denominator|min": Fault("denominator", "count_negative"),
        "given|min": Fault("value", "count_negative"),
        "numerator_above_denominator": Fault("numerator", values=("denominator",)),
        "numerator_over_zero": Fault("numerator"),
        "rate_above_1": Fault("value", proposal="value_proposal"),
        "value_over_zero": Fault("value"),
        "value_contradicts_counts": Fault(
            "value", proposal="counted_proposal", values=("numerator", "denominator")
        ),
        "count_contradicts_value": Fault("value", values=("numerator",)),
        "counts_incomplete": Fault("denominator"),
        "status_says_no_value": Fault("obs_status"),
        "value_missing": Fault("value"),
        "period_in_future": Fault("period", values=("today",)),
        "cut_off_in_future": Fault("cut_off", values=("today",)),
        "cut_off_before_period": Fault("cut_off"),
    },
    existing=_observations_there,
    replaces=True,
)


# Headlines ----------------------------------------------------------------------------------


def _resolve_headlines(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    return with_indicator(landing, frame).with_columns(
        province_id=pl.lit(landing.for_province.id, dtype=pl.Int64)
    )


class HeadlineRules(RowRules, IndicatorRules):
    """The first page leads with known indicators."""


HEADLINES = Subject(
    kind="headlines",
    file_key=("indicator", "place"),
    key=("province_id", "indicator_id", "place"),
    resolve=_resolve_headlines,
    rules=HeadlineRules,
    faults={**ROW_FAULTS, **INDICATOR_FAULTS},
    existing=lambda landing, _: select(headline).where(
        headline.c.province_id == landing.for_province.id
    ),
)
