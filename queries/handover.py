"""What the old districts still have to hand over, commune by commune."""

from dataclasses import replace

import polars as pl
from sqlalchemy import Connection, case, select, true

from domain.indicators import LOCALITY_LEVELS
from queries.conditions import LOCALITY, at_level, counts, last_day
from queries.frames import frame, joined
from queries.observed import OBSERVED, observed, pairs
from queries.question import Question
from queries.schemas import HANDOVER
from queries.sums import with_value
from store.tables import indicator, unit, unit_succession

OPEN_MATTERS = "KH206"
DISTRICT = LOCALITY_LEVELS[0]
_PLACES = joined(
    pl.Schema(
        {
            "unit_code": pl.String,
            "level": pl.String,
            "full_name_vi": pl.String,
            "full_name_en": pl.String,
            "population": pl.Float64,
            "is_current": pl.Boolean,
        }
    ),
    OBSERVED,
    without=("asked_id",),
)
_SUCCESSIONS = pl.Schema(
    {
        "old_unit_id": pl.Int64,
        "new_unit_id": pl.Int64,
        "weight_part": pl.Float64,
        "weight_whole": pl.Float64,
    }
)


def handover_left(conn: Connection, asked: Question) -> pl.DataFrame:
    """How many matters are not yet handed over, by place and by the old district they come from.

    Grain: one row per locality in scope on the last day, by old district and code: districts while
    there are any, which then have none before them, else communes. Schema: schemas.HANDOVER. A
    commune made of parts of several districts counts to the one that gave most people. still_open
    is null where nothing was reported; old_open is what the district last said itself.
    Source: observation (indicator KH206) by the rule of queries.observed, unit_succession.
    Honours: scope (also of the old district's name), period, as_of; not unit_id, not era.
    Empty: nothing in scope.
    """
    as_it_was = replace(asked, era=None)
    places = _places(conn, as_it_was)
    current = places.filter("is_current")
    origins = _origins(conn, as_it_was, places)
    old = places.filter(pl.col("level") == DISTRICT).select(
        old_unit_id="unit_id",
        old_code="unit_code",
        old_name_vi="full_name_vi",
        old_name_en="full_name_en",
        old_open="value",
        old_cut_off="cut_off",
    )
    return (
        current.join(origins, on="unit_id", how="left")
        .join(old, on="old_unit_id", how="left")
        .rename({"value": "still_open"})
        .sort("old_code", "unit_code", nulls_last=True)
        .select(HANDOVER.names())
    )


def _places(conn: Connection, asked: Question) -> pl.DataFrame:
    """The places in scope of all times, each with what it last said by the end of the period."""
    is_current = case((at_level(asked, LOCALITY), true()), else_=False)
    of_province = (
        unit.c.province_id == asked.province_id,
        unit.c.level.in_(LOCALITY_LEVELS),
        counts(unit, asked),
        asked.units_in_scope(),
    )
    wanted = (
        select(*pairs(asked_indicator=indicator, unit_id=unit.c.id))
        .select_from(indicator.join(unit, true()))
        .where(indicator.c.code == OPEN_MATTERS, *of_province)
        .cte("wanted")
    )
    found = observed(wanted, asked).subquery("found")
    statement = (
        select(
            unit.c.id.label("unit_id"),
            unit.c.code.label("unit_code"),
            unit.c.level,
            unit.c.full_name_vi,
            unit.c.full_name_en,
            unit.c.population,
            is_current.label("is_current"),
            *(found.c[name] for name in OBSERVED if name not in ("asked_id", "unit_id")),
        )
        .select_from(unit.outerjoin(found, found.c.unit_id == unit.c.id))
        .where(*of_province)
    )
    return with_value(frame(conn, statement, _PLACES))


def _origins(conn: Connection, asked: Question, places: pl.DataFrame) -> pl.DataFrame:
    """unit_id and old_unit_id: of each commune the district in scope that gave most people."""
    statement = (
        select(
            unit_succession.c.old_unit_id,
            unit_succession.c.new_unit_id,
            unit_succession.c.weight_part,
            unit_succession.c.weight_whole,
        )
        .join(unit, unit.c.id == unit_succession.c.old_unit_id)
        .where(
            unit.c.province_id == asked.province_id,
            unit.c.level == DISTRICT,
            unit_succession.c.on_date <= last_day(asked),
            counts(unit_succession, asked),
        )
    )
    people = places.select("population", old_unit_id="unit_id")
    communes = places.filter(pl.col("level") != DISTRICT).select(new_unit_id="unit_id")
    gave = pl.col("weight_part") / pl.col("weight_whole") * pl.col("population").fill_null(1)
    return (
        frame(conn, statement, _SUCCESSIONS)
        .join(people, on="old_unit_id")
        .join(communes, on="new_unit_id")
        .sort(gave, descending=True, maintain_order=True)
        .unique("new_unit_id", keep="first", maintain_order=True)
        .select("old_unit_id", unit_id="new_unit_id")
    )
