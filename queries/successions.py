"""The registry of a province: its units of all times, and who became whom."""

import polars as pl
from sqlalchemy import Connection, String, cast, select

from queries.conditions import counts, known_end, sees_province
from queries.frames import frame
from queries.question import Question
from queries.schemas import REGISTRY_SUCCESSIONS, REGISTRY_UNITS
from store.tables import unit, unit_succession


def registry(conn: Connection, asked: Question) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Units and successions of the asked province, as domain.succession takes them.

    Grain: one row per unit and one per succession, of all times. Schemas:
    schemas.REGISTRY_UNITS, schemas.REGISTRY_SUCCESSIONS.
    Source: unit, unit_succession. Honours: as_of. Not narrowed by scope, since a figure of one's
    own unit may have come through units of others; it holds no figures, and without any scope in
    the province both are empty. Empty: no scope, or no unit.
    """
    return registry_units(conn, asked), registry_successions(conn, asked)


def registry_units(conn: Connection, asked: Question) -> pl.DataFrame:
    """The units of the asked province, of all levels and times: see `registry`.

    Grain: one row per unit, by its first day and id. Schema: schemas.REGISTRY_UNITS; an end that
    came in after `as_of` is not yet there.
    Source: unit. Honours: as_of. Empty: no scope in the province, or no unit.
    """
    statement = (
        select(
            unit.c.id.label("unit_id"),
            unit.c.province_id,
            unit.c.level,
            unit.c.code,
            unit.c.name_vi,
            unit.c.name_en,
            unit.c.full_name_vi,
            unit.c.full_name_en,
            unit.c.parent_id,
            unit.c.valid_from,
            known_end(asked).label("valid_to"),
        )
        .where(unit.c.province_id == asked.province_id, counts(unit, asked), sees_province(asked))
        .order_by(unit.c.valid_from, unit.c.id)
    )
    return frame(conn, statement, REGISTRY_UNITS)


def registry_successions(conn: Connection, asked: Question) -> pl.DataFrame:
    """Who became whom in the asked province: see `registry`.

    Grain: one row per old unit, new unit and day, by these. Schema: schemas.REGISTRY_SUCCESSIONS;
    weight is an exact fraction as text ("1/3"), as domain.succession reads it.
    Source: unit_succession. Honours: as_of. Empty: no scope in the province, or no reform.
    """
    succession = unit_succession
    weight = cast(succession.c.weight_part, String) + "/" + cast(succession.c.weight_whole, String)
    statement = (
        select(
            succession.c.old_unit_id,
            succession.c.new_unit_id,
            succession.c.on_date,
            weight.label("weight"),
            succession.c.basis,
        )
        .join(unit, unit.c.id == succession.c.old_unit_id)
        .where(
            unit.c.province_id == asked.province_id,
            counts(succession, asked),
            sees_province(asked),
        )
        .order_by(succession.c.on_date, succession.c.old_unit_id, succession.c.new_unit_id)
    )
    return frame(conn, statement, REGISTRY_SUCCESSIONS)
