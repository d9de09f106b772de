"""The figures the first page leads with, each against its target."""

from typing import Any

import polars as pl
from sqlalchemy import Connection, and_, select, true

from queries.conditions import counts, subject
from queries.frames import frame, joined
from queries.observed import (
    OBSERVED,
    observed,
    pairs,
    rolled_up,
)
from queries.parts import parts_of_province
from queries.question import Question
from queries.schemas import HEADLINE_FIGURES
from queries.sums import with_value
from queries.targets import against_targets, targets_in_force
from store.tables import headline, indicator

_LED = joined(
    pl.Schema(
        {
            "indicator_id": pl.Int64,
            "place": pl.String,
            "indicator": pl.String,
            "name_vi": pl.String,
            "name_en": pl.String,
            "measure": pl.String,
            "unit_of_measure": pl.String,
            "polarity": pl.String,
            "level": pl.String,
        }
    ),
    OBSERVED,
    without=("asked_id",),
)
# What a headline knows without an answer.
_KNOWN_OTHERWISE = ("asked_id", "unit_id", "aggregation")


def headline_figures(conn: Connection, asked: Question) -> pl.DataFrame:
    """The headline indicators of the province, or of the unit asked about, in the asked period.

    Grain: one row per place and indicator, in reading order; without an answer its value and
    obs_status are null. Schema: schemas.HEADLINE_FIGURES. Rates are 0-1, other values in
    unit_of_measure; distance is in the unit of the value.
    Source: observation by the rule of queries.observed; what the province did not observe itself
    is rolled up over its parts, see queries.parts (provenance derived, or illustrative). Targets:
    queries.targets. Honours: scope (totals of a province for whoever has any scope in it),
    period, as_of, unit_id. Empty: nothing in scope, or the province leads with no indicator.
    """
    figures = _own_figures(conn, asked)
    if asked.unit_id is None:
        silent = figures.filter(pl.col("obs_status").is_null())["indicator_id"].unique()
        figures = _filled(figures, _rolled_up(conn, asked, silent.to_list()))
    is_led = indicator.c.id.in_(figures["indicator_id"].unique().to_list())
    in_force = targets_in_force(conn, asked, indicators=is_led)
    return against_targets(with_value(figures), in_force, asked).select(HEADLINE_FIGURES.names())


def _own_figures(conn: Connection, asked: Question) -> pl.DataFrame:
    """One row per headline indicator with what the subject observed itself; schema _LED."""
    whom = subject(asked).cte("subject")
    led = and_(headline.c.province_id == asked.province_id, counts(headline, asked))
    wanted = (
        select(*pairs(asked_indicator=indicator, unit_id=whom.c.id))
        .select_from(indicator.join(whom, true()))
        .where(indicator.c.id.in_(select(headline.c.indicator_id).where(led)))
        .cte("wanted")
    )
    answers = observed(wanted, asked).subquery("answers")
    statement = (
        select(
            indicator.c.id.label("indicator_id"),
            headline.c.place,
            indicator.c.code.label("indicator"),
            indicator.c.name_vi,
            indicator.c.name_en,
            indicator.c.measure,
            indicator.c.aggregation,
            indicator.c.unit_of_measure,
            indicator.c.polarity,
            whom.c.id.label("unit_id"),
            whom.c.level,
            *(answers.c[name] for name in OBSERVED if name not in _KNOWN_OTHERWISE),
        )
        .select_from(
            headline.join(indicator, indicator.c.id == headline.c.indicator_id)
            .join(whom, true())
            .outerjoin(answers, answers.c.asked_id == indicator.c.id)
        )
        .where(led)
        .order_by(headline.c.position, headline.c.place, indicator.c.code)
    )
    return frame(conn, statement, _LED)


def _rolled_up(conn: Connection, asked: Question, indicator_ids: list[int]) -> pl.DataFrame:
    """What the parts of the province add up to, for `indicator_ids`; schema OBSERVED."""
    if not indicator_ids:
        return OBSERVED.to_frame()
    parts = observed(parts_of_province(asked, indicator_ids), asked).subquery("parts")
    return frame(conn, rolled_up(parts), OBSERVED)


def _filled(figures: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    """`figures` with the answers of `totals` where they have none of their own."""
    columns: dict[str, Any] = {
        name: pl.coalesce(name, f"{name}_of_parts")
        for name in OBSERVED
        if name not in _KNOWN_OTHERWISE
    }
    of_parts = totals.drop("unit_id", "aggregation")
    return (
        figures.join(
            of_parts,
            left_on="indicator_id",
            right_on="asked_id",
            how="left",
            suffix="_of_parts",
            maintain_order="left",
        )
        .with_columns(**columns)
        .select(figures.columns)
    )
