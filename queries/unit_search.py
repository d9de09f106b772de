"""The units of a province in all its eras: what a search for a unit looks through."""

from dataclasses import replace

import polars as pl
from sqlalchemy import Connection, select

from domain.periods import year_period
from queries.conditions import counts, known_end
from queries.frames import frame
from queries.question import Question
from queries.schemas import UNITS_OF_ALL_ERAS
from store.tables import unit


def units_of_all_eras(conn: Connection, asked: Question) -> pl.DataFrame:
    """Every unit that is or was below the province, also those whose code was given anew.

    Grain: one row per unit in scope, by code, the oldest first. Schema:
    schemas.UNITS_OF_ALL_ERAS. Source: unit. Honours: scope, as_of; not the period, the era or
    unit_id.
    Empty: nothing in scope.
    """
    statement = (
        select(
            unit.c.id.label("unit_id"),
            *(unit.c[name] for name in UNITS_OF_ALL_ERAS if name not in ("unit_id", "valid_to")),
            known_end(asked).label("valid_to"),
        )
        .where(
            unit.c.province_id == asked.province_id,
            unit.c.level != "province",
            asked.units_in_scope(),
            counts(unit, asked),
        )
        .order_by(unit.c.code, unit.c.valid_from, unit.c.level)
    )
    return frame(conn, statement, UNITS_OF_ALL_ERAS)


def of_all_eras(asked: Question) -> Question:
    """`asked` without all that `units_of_all_eras` does not honour: one answer for every period.

    The same question as the shell's before a period is chosen (queries.settled), whose answers
    are then there already.
    """
    return replace(asked, period=year_period(asked.today.year), unit_id=None, era=None)
