"""Figures of the province, of its localities and departments, and of every unit: one question.

Screens that ask who makes a rate what it is need the whole and its parts together; asked one by
one they would ask the store dozens of times.
"""

from typing import Any

import polars as pl
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    or_,
    select,
    true,
    union_all,
)

from domain.indicators import (
    BLOCKS,
    LOCALITY_LEVELS,
    RATIOS,
    SERVICE_LISTS,
    names_level,
)
from domain.privacy import without_small_counts
from domain.targets import EXACT_DIGITS, without_judging_parts
from queries.block_sums import ABOUT, ANSWER, DEPARTMENTS, LOCALITIES, PROVINCE, UNIT, wholes
from queries.conditions import directly_below_province, last_day, sees_province, valid_on
from queries.frames import frame, joined
from queries.observed import NO_SERVICE, OBSERVED, observed, pairs, same_pair
from queries.parts import has_reported, is_province, on_list_of, part_of_the_period
from queries.question import Question
from queries.reading import MapReading, as_it_was
from queries.schemas import BLOCK_FIGURES, CONVERSION
from queries.sums import with_value
from queries.targets import against_targets, targets_in_force
from store.tables import indicator, public_service, unit

_ASKED = pl.Schema(
    {
        "indicator_id": pl.Int64,
        "service_id": pl.Int64,
        "indicator": pl.String,
        "position": pl.Int64,
        "name_vi": pl.String,
        "name_en": pl.String,
        "measure": pl.String,
        "unit_of_measure": pl.String,
        "polarity": pl.String,
        "levels": pl.String,
        "unit_code": pl.String,
        "level": pl.String,
        "unit_vi": pl.String,
        "unit_en": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "in_scope": pl.Boolean,
        "is_there": pl.Boolean,
        "is_part": pl.Boolean,
        "has_reported": pl.Boolean,
    }
)
_FIGURES = joined(_ASKED, OBSERVED, without=("asked_id",))


def block_figures(
    conn: Connection, asked: Question, *, indicators: ColumnElement[bool]
) -> pl.DataFrame:
    """What the province, its blocks and its units reached in `indicators` (a condition).

    Grain: one row per indicator and whom it is of, in the order of the catalogue: the province,
    localities and departments where any of them reported, then units in scope on the last day
    asked about that ever reported it or are asked for it, and the unit asked about if it lies
    deeper. Schema: schemas.BLOCK_FIGURES; rates are 0-1.
    Source: observation by the rule of queries.observed; what the province (or a block, where its
    rate is an indicator of its own) did not observe itself is the sum of its units as in
    queries.headlines. sum_* are these sums in any case. Targets: queries.targets; a block is
    judged by what holds for all.
    With asked.era single places are those of that day (queries.reading); sums are not converted.
    Honours: scope (of single units; totals for whoever has any scope in the province), period,
    as_of, era. Not narrowed by unit_id, which only adds that unit. Empty: nothing in scope, or no
    such indicator.
    """
    found = frame(conn, _statement(asked, indicators), _FIGURES)
    if found.is_empty():
        return BLOCK_FIGURES.to_frame()
    with_reasons = found.with_columns(is_gap=_is_gap())
    is_single = pl.col("service_id") == NO_SERVICE
    is_unit = is_single & (pl.col("level") != "province")
    of_wholes = wholes(with_reasons, asked)
    told = _told_of_units(conn, asked, with_reasons.filter(is_unit), indicators=indicators)
    units = _told_apart(told).with_columns(whom=pl.lit(UNIT))
    rows = with_value(pl.concat([of_wholes, units], how="diagonal_relaxed"))
    rows = without_small_counts(rows.with_columns(pl.col("level").fill_null("")))
    in_force = targets_in_force(conn, asked, indicators=indicators)
    judged = without_judging_parts(against_targets(rows, in_force, asked))
    is_whole = pl.col("whom") != UNIT
    order = {PROVINCE: 0, LOCALITIES: 1, DEPARTMENTS: 2, UNIT: 3}
    return (
        judged.with_columns(unit_id=pl.when(~is_whole).then("unit_id"))
        .sort(
            "position",
            "indicator",
            pl.col("whom").replace_strict(order),
            pl.col("level") == "agency",
            "unit_code",
        )
        .select(pl.col(name).cast(dtype) for name, dtype in BLOCK_FIGURES.items())
    )


def _statement(asked: Question, indicators: ColumnElement[bool]) -> Select[Any]:
    """Every subject of every indicator, in scope or not, with its answer if there is one."""
    reports = case((has_reported(asked), true()), else_=False)
    of_units = (
        select(*pairs(asked_indicator=indicator, unit_id=unit.c.id), reports.label("has_reported"))
        .select_from(indicator.join(unit, _is_subject(asked)))
        .where(indicators, sees_province(asked))
    )
    of_services = (
        select(
            *pairs(asked_indicator=indicator, unit_id=unit.c.id, service_id=public_service.c.id),
            true().label("has_reported"),
        )
        .select_from(
            indicator.join(unit, is_province(asked)).join(
                public_service, on_list_of(indicator.c.code, asked)
            )
        )
        .where(indicators, indicator.c.code.in_(list(SERVICE_LISTS)), sees_province(asked))
    )
    wanted = union_all(of_units, of_services).cte("wanted")
    # Nobody asks the store for what was never sent: most pairs of many units.
    sent = select(wanted).where(or_(wanted.c.has_reported, _of_province(asked, wanted.c.unit_id)))
    answers = observed(sent.cte("sent"), asked).subquery("answers")
    below = case((directly_below_province(asked), true()), else_=False)
    told = (name for name in OBSERVED if name not in ("asked_id", "unit_id", "aggregation"))
    return (
        select(
            indicator.c.id.label("indicator_id"),
            wanted.c.service_id,
            indicator.c.code.label("indicator"),
            indicator.c.position,
            indicator.c.name_vi,
            indicator.c.name_en,
            indicator.c.measure,
            indicator.c.aggregation,
            indicator.c.unit_of_measure,
            indicator.c.polarity,
            indicator.c.levels,
            unit.c.id.label("unit_id"),
            unit.c.code.label("unit_code"),
            unit.c.level,
            unit.c.name_vi.label("unit_vi"),
            unit.c.name_en.label("unit_en"),
            unit.c.full_name_vi,
            unit.c.full_name_en,
            case((asked.units_in_scope(), true()), else_=False).label("in_scope"),
            case((valid_on(last_day(asked), asked), true()), else_=False).label("is_there"),
            below.label("is_part"),
            wanted.c.has_reported,
            *(answers.c[name] for name in told),
        )
        .select_from(
            wanted.join(indicator, indicator.c.id == wanted.c.asked_id)
            .join(unit, unit.c.id == wanted.c.unit_id)
            .outerjoin(answers, same_pair(wanted, answers))
        )
        .order_by(indicator.c.position, unit.c.code)
    )


def _is_subject(asked: Question) -> ColumnElement[bool]:
    """The province, the units directly below it in the period, and the unit asked about."""
    below = and_(directly_below_province(asked), part_of_the_period(asked))
    subjects = or_(is_province(asked), below)
    if asked.unit_id is None:
        return subjects
    own = and_(
        unit.c.id == asked.unit_id,
        unit.c.province_id == asked.province_id,
        asked.units_in_scope(),
    )
    return or_(subjects, own)


def _of_province(asked: Question, unit_id: ColumnElement[Any]) -> ColumnElement[bool]:
    return unit_id.in_(select(unit.c.id).where(is_province(asked)).correlate(None))


def _is_gap() -> pl.Expr:
    """Parts that should have told and did not: places asked for it, whoever reported it before."""
    is_place = pl.col("level").is_in(LOCALITY_LEVELS)
    # These are told of blocks and of services; no place is asked for them.
    of_others = pl.col("indicator").is_in([*BLOCKS, *SERVICE_LISTS])
    is_asked = is_place & _names_places(pl.col("levels")) & ~of_others
    silent = pl.col("numerator").is_null() & pl.col("value").is_null()
    incomplete = pl.col("aggregation").is_in(RATIOS) & (
        pl.col("numerator").is_null() | pl.col("denominator").is_null()
    )
    expected = is_asked | pl.col("has_reported")
    lacks = silent | incomplete
    return expected & lacks & (pl.col("obs_status").fill_null("missing") != "not_applicable")


def _names_places(levels: pl.Expr) -> pl.Expr:
    """Whether a catalogue of districts or of communes asks places for it."""
    return pl.any_horizontal(names_level(levels, pl.lit(level)) for level in LOCALITY_LEVELS)


def _told_of_units(
    conn: Connection, asked: Question, found: pl.DataFrame, *, indicators: ColumnElement[bool]
) -> pl.DataFrame:
    """The rows of single units in scope, places on the map asked for."""
    is_place = pl.col("level").is_in(LOCALITY_LEVELS)
    answers = pl.col("obs_status").is_not_null()
    here = _ranked(found.filter("is_there").filter(answers | pl.col("is_gap"))).filter("in_scope")
    if asked.era is None:
        return as_it_was(here)
    others = as_it_was(here.filter(~is_place))
    about = found.select(*ABOUT).unique(maintain_order=True)
    return pl.concat([_on_the_map(conn, asked, about, indicators), others], how="diagonal_relaxed")


def _on_the_map(
    conn: Connection, asked: Question, about: pl.DataFrame, indicators: ColumnElement[bool]
) -> pl.DataFrame:
    """The places of the era asked for, with what the places of the period reported."""
    reading = MapReading.of(conn, asked)
    answers = reading.of_period(conn, indicators=indicators, level="locality")
    in_scope = pl.col("province_id").is_in(sorted(asked.scope.provinces)) | pl.col("unit_id").is_in(
        sorted(asked.scope.units)
    )
    names = reading.units.filter(in_scope).select(
        "unit_id",
        "full_name_vi",
        "full_name_en",
        unit_code="code",
        unit_vi="name_vi",
        unit_en="name_en",
    )
    return (
        _ranked(
            answers.select(
                "unit_id", "level", *ANSWER, *CONVERSION, pl.col("asked_id").alias("indicator_id")
            ).join(about, on="indicator_id", maintain_order="left")
        )
        .join(names, on="unit_id", maintain_order="left")
        .with_columns(is_part=pl.lit(value=True))
    )


def _ranked(units: pl.DataFrame) -> pl.DataFrame:
    """`units` with the rank (1 = best) among all of their kind, whoever asks, as in unit_values."""
    value = pl.col("value").round(EXACT_DIGITS)
    goodness = pl.when(pl.col("polarity") == "lower").then(-value).otherwise(value)
    peers = ("indicator_id", pl.col("level") == "agency")
    rank = goodness.rank("min", descending=True).over(*peers).cast(pl.Int64)
    return (
        with_value(units)
        .with_columns(rank=pl.when(pl.col("polarity") != "neutral").then(rank))
        .with_columns(ranked_of=pl.col("rank").count().over(*peers).cast(pl.Int64))
    )


def _told_apart(units: pl.DataFrame) -> pl.DataFrame:
    """`units` with the full name as short one where two of a level bear the same."""
    return units.with_columns(
        pl.when(pl.len().over("indicator_id", "level", f"unit_{language}") > 1)
        .then(f"full_name_{language}")
        .otherwise(f"unit_{language}")
        .alias(f"unit_{language}")
        for language in ("vi", "en")
    )
