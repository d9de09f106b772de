"""What a unit is: its facts, what it was before and what became of it."""

from dataclasses import replace
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, case, literal, select

from queries.conditions import counts, known_end, subject
from queries.frames import frame
from queries.question import Question
from queries.schemas import UNIT_FACTS, UNIT_LINEAGE
from store.tables import unit, unit_succession

BEFORE, AFTER = "before", "after"


def unit_facts(conn: Connection, asked: Question, *, unit_id: int) -> pl.DataFrame:
    """Name, validity, area (km2), population and accountable post of one unit.

    Grain: one row. Schema: schemas.UNIT_FACTS. Source: unit. Honours: scope. Empty: out of
    scope.
    """
    asked_id = select(subject(replace(asked, unit_id=unit_id)).subquery().c.id)
    statement = select(
        unit.c.id.label("unit_id"),
        unit.c.code.label("unit_code"),
        unit.c.level,
        unit.c.full_name_vi,
        unit.c.full_name_en,
        unit.c.valid_from,
        known_end(asked).label("valid_to"),
        unit.c.area_km2,
        unit.c.population,
        unit.c.accountable_post_vi.label("post_vi"),
        unit.c.accountable_post_en.label("post_en"),
    ).where(unit.c.id.in_(asked_id))
    return frame(conn, statement, UNIT_FACTS)


def unit_lineage(conn: Connection, asked: Question, *, unit_id: int) -> pl.DataFrame:
    """Which units went into one unit, and which took over of it.

    Grain: one row per succession it has part in; what was before comes first, the newest first,
    then the larger share. Schema: schemas.UNIT_LINEAGE; weight 0-1 is the share of the older unit
    that the newer one took over. A unit out of scope is counted with its share, but not named.
    Source: unit_succession, unit. Honours: scope, as_of. Empty: out of scope, or the unit has
    neither predecessors nor successors.
    """
    whose = replace(asked, unit_id=unit_id)
    found = _side(whose, BEFORE).union_all(_side(whose, AFTER)).subquery()
    ranks = {BEFORE: 0, AFTER: 1}
    statement = select(found).order_by(
        case(ranks, value=found.c.side),
        found.c.on_date.desc(),
        found.c.weight.desc(),
        found.c.unit_code,
    )
    return frame(conn, statement, UNIT_LINEAGE)


def _side(asked: Question, side: str) -> Select[Any]:
    """The successions in which the unit asked about is the newer (before) or the older (after)."""
    older, newer = "old_unit_id", "new_unit_id"
    mine, other = (newer, older) if side == BEFORE else (older, newer)
    in_scope = asked.units_in_scope()

    def seen(column: ColumnElement[Any], name: str) -> ColumnElement[Any]:
        return case((in_scope, column)).label(name)

    asked_id = select(subject(asked).subquery().c.id)
    weight = unit_succession.c.weight_part * 1.0 / unit_succession.c.weight_whole
    return (
        select(
            literal(side).label("side"),
            unit_succession.c.on_date,
            seen(unit.c.id, "unit_id"),
            seen(unit.c.code, "unit_code"),
            seen(unit.c.level, "level"),
            seen(unit.c.full_name_vi, "full_name_vi"),
            seen(unit.c.full_name_en, "full_name_en"),
            seen(unit.c.valid_from, "valid_from"),
            seen(known_end(asked), "valid_to"),
            weight.label("weight"),
            unit_succession.c.basis,
        )
        .select_from(unit_succession.join(unit, unit.c.id == unit_succession.c[other]))
        .where(unit_succession.c[mine].in_(asked_id), counts(unit_succession, asked))
    )
