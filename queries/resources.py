"""With which means the units work: equipment, budget, trained people."""

from dataclasses import replace

import polars as pl
from sqlalchemy import Connection, select, true

from domain.indicators import LOCALITY_LEVELS, names_level
from domain.privacy import without_small_counts
from queries.conditions import on_the_map
from queries.frames import frame, joined
from queries.observed import OBSERVED, observed, pairs
from queries.question import Question
from queries.schemas import RESOURCES
from queries.sums import with_value
from store.tables import indicator, unit

BUDGET, EQUIPMENT, TRAINED = "NLU01", "NLU02", "NLU03"
MEANS = (EQUIPMENT, BUDGET, TRAINED)
LEVELS = ("agency", *LOCALITY_LEVELS)
_ROWS = joined(
    pl.Schema(
        {
            "indicator": pl.String,
            "name_vi": pl.String,
            "name_en": pl.String,
            "measure": pl.String,
            "unit_of_measure": pl.String,
            "polarity": pl.String,
            "counted_vi": pl.String,
            "counted_en": pl.String,
            "out_of_vi": pl.String,
            "out_of_en": pl.String,
            "levels": pl.String,
            "unit_code": pl.String,
            "level": pl.String,
            "full_name_vi": pl.String,
            "full_name_en": pl.String,
        }
    ),
    OBSERVED,
    without=("asked_id",),
)


def resources(conn: Connection, asked: Question) -> pl.DataFrame:
    """Equipment delivered of registered, budget disbursed of allocated, officials trained.

    Grain: one row per indicator (NLU02, NLU01, NLU03) and department or place in scope whose level
    the catalogue names for it, worst share first, those without report last. Schema:
    schemas.RESOURCES; rates are 0-1. Counts of under five people in a commune are withheld.
    Source: observation by the rule of queries.observed. Honours: scope, period, as_of; not
    unit_id, not era. Empty: nothing in scope.
    """
    as_it_was = replace(asked, era=None)
    of_units = (
        unit.c.province_id == asked.province_id,
        unit.c.level.in_(LEVELS),
        on_the_map(as_it_was),
        asked.units_in_scope(),
        indicator.c.code.in_(MEANS),
    )
    both = indicator.join(unit, true())
    wanted = (
        select(*pairs(asked_indicator=indicator, unit_id=unit.c.id))
        .select_from(both)
        .where(*of_units)
        .cte("wanted")
    )
    found = observed(wanted, as_it_was).subquery("found")
    statement = (
        select(
            indicator.c.code.label("indicator"),
            indicator.c.name_vi,
            indicator.c.name_en,
            indicator.c.measure,
            indicator.c.unit_of_measure,
            indicator.c.polarity,
            indicator.c.numerator_vi.label("counted_vi"),
            indicator.c.numerator.label("counted_en"),
            indicator.c.denominator_vi.label("out_of_vi"),
            indicator.c.denominator.label("out_of_en"),
            indicator.c.levels,
            indicator.c.aggregation,
            unit.c.id.label("unit_id"),
            unit.c.code.label("unit_code"),
            unit.c.level,
            unit.c.full_name_vi,
            unit.c.full_name_en,
            *(
                found.c[name]
                for name in OBSERVED
                if name not in ("asked_id", "unit_id", "aggregation")
            ),
        )
        .select_from(
            both.outerjoin(
                found, (found.c.unit_id == unit.c.id) & (found.c.asked_id == indicator.c.id)
            )
        )
        .where(*of_units)
        .order_by(unit.c.level, unit.c.code)
    )
    rows = without_small_counts(with_value(frame(conn, statement, _ROWS)))
    expected = rows.filter(names_level(pl.col("levels"), pl.col("level")))
    place = {code: number for number, code in enumerate(MEANS)}
    in_order = pl.col("indicator").replace_strict(place, return_dtype=pl.Int64)
    share = pl.col("numerator") / pl.col("denominator")
    return expected.sort(in_order, share, nulls_last=True, maintain_order=True).select(
        RESOURCES.names()
    )
