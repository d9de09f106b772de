"""How old the figures of each subject are, and whose are missing among the newest."""

from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select, and_, case, func, or_, select

from queries.conditions import counts, sees_province, valid_on
from queries.frames import frame
from queries.observed import observed_by_then
from queries.question import Question
from queries.schemas import FIGURE_AGES
from store.tables import indicator, observation, unit

# Cycles in which figures are reported, the shortest first; single days are told when they are told.
CYCLES = ("week", "month", "quarter", "half_year", "year")
# From the weakest origin on; what is made of several is as weak as the weakest.
_WEAKEST_FIRST = ("illustrative", "derived", "reported", "published")
_TOLD = pl.Schema(
    {
        "subject": pl.String,
        "frequency": pl.String,
        "unit_id": pl.Int64,
        "position": pl.Int64,
        "indicators": pl.Int64,
        "period_end": pl.Date,
        "cut_off": pl.Date,
        "strength": pl.Int64,
    }
)


def figure_ages(conn: Connection, asked: Question) -> pl.DataFrame:
    """Up to which day each subject's figures speak on asked.today, and how many units are in them.

    Grain: one row per subject that was reported in a cycle within the year before asked.today, in
    the order of the catalogue; of several cycles the shortest. Schema: schemas.FIGURE_AGES.
    Expected are the units with a figure in that year that are still there on asked.today; known
    are those of them with a figure of the newest period. A row that says `missing` is no figure.
    Source: observation, indicator. Honours: scope (the province's own for whoever has any scope in
    it), as_of, unit_id, today; not the period. Empty: nothing in scope, or nothing was reported.
    """
    told = frame(conn, _told(asked), _TOLD)
    cycle = pl.col("frequency").replace_strict(
        {name: place for place, name in enumerate(CYCLES)}, return_dtype=pl.Int64
    )
    is_newest = pl.col("period_end") == pl.col("period_end").max()
    return (
        told.with_columns(cycle=cycle)
        .filter(pl.col("cycle") == pl.col("cycle").min().over("subject"))
        .group_by("subject", "frequency")
        .agg(
            position=pl.col("position").min(),
            indicators=pl.col("indicators").max(),
            period_end=pl.col("period_end").max(),
            cut_off=pl.col("cut_off").filter(is_newest).max(),
            units_known=pl.col("unit_id").filter(is_newest).n_unique().cast(pl.Int64),
            units_expected=pl.col("unit_id").n_unique().cast(pl.Int64),
            strength=pl.col("strength").filter(is_newest).min(),
        )
        .with_columns(
            provenance=pl.col("strength").replace_strict(
                dict(enumerate(_WEAKEST_FIRST)), return_dtype=pl.String
            )
        )
        .sort("position", "subject")
        .select(FIGURE_AGES.names())
    )


def _told(asked: Question) -> Select[Any]:
    """Per subject, cycle and unit the newest period it has a figure of; columns of _TOLD."""
    strength = case(
        {word: place for place, word in enumerate(_WEAKEST_FIRST)}, value=observation.c.provenance
    )
    is_whole = and_(unit.c.level == "province", sees_province(asked))
    of_whom = [unit.c.province_id == asked.province_id, or_(is_whole, asked.units_in_scope())]
    if asked.unit_id is not None:
        of_whom.append(unit.c.id == asked.unit_id)
    return (
        select(
            indicator.c.subject,
            observation.c.frequency,
            observation.c.unit_id,
            func.min(indicator.c.position).label("position"),
            func.count(indicator.c.id.distinct()).label("indicators"),
            func.max(observation.c.period_end).label("period_end"),
            func.max(observation.c.cut_off).label("cut_off"),
            func.min(strength).label("strength"),
        )
        .select_from(
            observation.join(indicator, indicator.c.id == observation.c.indicator_id).join(
                unit, unit.c.id == observation.c.unit_id
            )
        )
        .where(
            observation.c.frequency.in_(CYCLES),
            observation.c.obs_status != "missing",
            observation.c.period_end.between(_year_before(asked.today), asked.today),
            observed_by_then(asked),
            valid_on(asked.today, asked),
            counts(indicator, asked),
            *of_whom,
        )
        .group_by(indicator.c.subject, observation.c.frequency, observation.c.unit_id)
    )


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28))
