"""Units: who reports, below whom, and from when to when."""

# ruff: noqa: N805 - dataframely calls a rule with its schema

import dataframely as dy
import polars as pl
from sqlalchemy import select

from domain.succession.naming import STILL
from store.imports.frames import frame_of
from store.imports.landing import Fault, Landing, Subject
from store.imports.subjects.rules import ROW_FAULTS, RowRules
from store.imports.unit_lookup import with_unit
from store.tables import unit
from store.tables.base import LEVELS

# Where the parent of a unit may stand. Communes lie below districts until June 2025, then below
# the province.
_ABOVE = {
    "province": frozenset[str](),
    "district": frozenset({"province"}),
    "agency": frozenset({"province"}),
    "commune": frozenset({"province", "district"}),
}


def _level_by_level(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """Parents land before their children: both may stand in one file."""
    return [part for level in LEVELS if len(part := frame.filter(pl.col("level") == level))]


def _resolve(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    here = landing.for_province
    frame = with_unit(
        landing,
        frame,
        column="parent",
        start="valid_from",
        end="valid_from",
        level="level",
        levels=_ABOVE,
    )
    until = pl.col("valid_to").dt.strftime("%d/%m/%Y").fill_null(STILL)
    days = pl.format("{} – {}", pl.col("valid_from").dt.strftime("%d/%m/%Y"), until)
    return _with_neighbours_in_time(landing, frame).with_columns(
        days=days,
        units=pl.format("{} ({}, {})", "full_name_vi", "code", days),
        province_id=pl.lit(here.id, dtype=pl.Int64),
        province_code=pl.lit(here.code),
    )


def _with_neighbours_in_time(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `overlaps`: whether the same code was or is valid at the same time.

    Other rows of the file count as well as the store's; a row equal in key is the row itself.
    """
    name = ["level", "code"]
    there = frame_of(
        landing.connection,
        select(unit.c.level, unit.c.code, unit.c.valid_from, unit.c.valid_to).where(
            unit.c.province_id == landing.for_province.id
        ),
    )
    # The file's row first: it may give the end of a unit that had none.
    spans = pl.concat([frame.select(there.columns), there]).unique(
        [*name, "valid_from"], keep="first", maintain_order=True
    )
    spans = spans.sort([*name, "valid_from"]).with_columns(
        next_from=pl.col("valid_from").shift(-1).over(name),
        previous_to=pl.col("valid_to").fill_null(pl.date(9999, 12, 31)).shift(1).over(name),
    )
    joined = frame.join(
        spans.drop("valid_to"), on=[*name, "valid_from"], how="left", maintain_order="left"
    )
    until = pl.col("valid_to").fill_null(pl.date(9999, 12, 31))
    return joined.with_columns(
        overlaps=(pl.col("next_from") <= until).fill_null(False)
        | (pl.col("previous_to") >= pl.col("valid_from")).fill_null(False)
    )


class UnitFileRules(RowRules):
    """A unit lies below one that exists, within its own time, and in the country."""

    level = dy.String()
    code = dy.String()
    province_code = dy.String()
    parent = dy.String(nullable=True)
    unit_fault = dy.String(nullable=True)
    overlaps = dy.Bool()
    valid_from = dy.Date()
    valid_to = dy.Date(nullable=True)
    area_km2 = dy.Float64(nullable=True, min=0)
    population = dy.Int64(nullable=True, min=0)
    # The country with all its islands.
    lon = dy.Float64(nullable=True, min=102, max=118)
    lat = dy.Float64(nullable=True, min=6, max=24)

    @dy.rule()
    def parent_unknown(cls) -> pl.Expr:
        return pl.col("unit_fault").is_null()

    @dy.rule()
    def parent_missing(cls) -> pl.Expr:
        return (pl.col("level") == "province") | pl.col("parent").is_not_null()

    @dy.rule()
    def province_mismatch(cls) -> pl.Expr:
        return (pl.col("level") != "province") | (pl.col("code") == pl.col("province_code"))

    @dy.rule()
    def validity_backwards(cls) -> pl.Expr:
        return pl.col("valid_to") >= pl.col("valid_from")

    @dy.rule()
    def validities_overlap(cls) -> pl.Expr:
        return ~pl.col("overlaps")


UNITS = Subject(
    kind="units",
    file_key=("level", "code", "valid_from"),
    key=("province_id", "level", "code", "valid_from"),
    resolve=_resolve,
    rules=UnitFileRules,
    faults={
        **ROW_FAULTS,
        "parent_unknown": Fault("parent", proposal="unit_proposal"),
        "parent_missing": Fault("parent"),
        "province_mismatch": Fault("code", proposal="province_code"),
        "validity_backwards": Fault("valid_to", values=("units", "days")),
        "validities_overlap": Fault("valid_from", values=("units", "days")),
        "area_km2|min": Fault("area_km2", "count_negative"),
        "population|min": Fault("population", "count_negative"),
        **dict.fromkeys(("lon|min", "lon|max"), Fault("lon", "place_outside_country")),
        **dict.fromkeys(("lat|min", "lat|max"), Fault("lat", "place_outside_country")),
    },
    existing=lambda landing, _: select(unit).where(unit.c.province_id == landing.for_province.id),
    # A unit that goes on until further notice may be given its last day, once.
    amends={"valid_to": "once"},
    stages=_level_by_level,
)
