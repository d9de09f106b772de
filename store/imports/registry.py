"""The units of a province and who became whom, as one landing sees them; and whether it is sound.

The rules are domain.succession.registry's; what they find refuses the whole file, since a
registry is sound as a whole or not at all.
"""

import polars as pl
from sqlalchemy import String, cast, select

from domain.succession.naming import named
from domain.succession.registry import refusals as faults_of
from store.imports.batches import KEPT_LANGUAGE
from store.imports.frames import frame_of
from store.imports.landing import Landing
from store.imports.refusals import Refusal
from store.tables import unit, unit_succession

# The kinds of files after which the registry is another one.
REGISTRY_KINDS = frozenset({"units", "unit_successions", "crosswalk"})


def units_of(landing: Landing) -> pl.DataFrame:
    """All units of the province: unit_id, province_id, level, code, names, validity."""
    statement = select(
        unit.c.id.label("unit_id"),
        unit.c.province_id,
        unit.c.level,
        unit.c.code,
        unit.c.name_vi,
        unit.c.full_name_vi,
        unit.c.full_name_en,
        unit.c.valid_from,
        unit.c.valid_to,
        unit.c.area_km2,
        unit.c.population,
    ).where(unit.c.province_id == landing.for_province.id)
    return frame_of(landing.connection, statement.order_by(unit.c.id))


def successions_of(landing: Landing) -> pl.DataFrame:
    """The successions of the province that count: id, old_unit_id, new_unit_id, on_date, weight."""
    succession = unit_succession
    part, whole = (cast(succession.c[f"weight_{name}"], String) for name in ("part", "whole"))
    statement = (
        select(
            succession.c.id,
            succession.c.old_unit_id,
            succession.c.new_unit_id,
            succession.c.on_date,
            (part + "/" + whole).label("weight"),
        )
        .join(unit, unit.c.id == succession.c.old_unit_id)
        .where(unit.c.province_id == landing.for_province.id, succession.c.replaced_in.is_(None))
    )
    return frame_of(landing.connection, statement)


def registry_refusals(landing: Landing) -> list[Refusal]:
    """Every reason why the registry would not be sound, each naming units and days."""
    units = units_of(landing)
    return [
        Refusal(reason_code=fault.reason_code, values=named(fault, units, language=KEPT_LANGUAGE))
        for fault in faults_of(units, successions_of(landing))
    ]
