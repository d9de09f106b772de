"""The units of a province: what each of them reached, and where they lie."""

import polars as pl
from sqlalchemy import ColumnElement, Connection, case, exists, select, true

from domain.privacy import without_small_counts
from domain.targets import EXACT_DIGITS, without_judging_parts
from queries.conditions import at_level, counts, map_day, there_within
from queries.frames import frame, joined
from queries.observed import OBSERVED, observed, pairs
from queries.question import Question
from queries.reading import NO_SUCCESSOR, PARTS, MapReading, as_it_was, on_the_map_of
from queries.schemas import CONVERSION, UNIT_BOUNDARIES, UNIT_VALUES
from queries.sums import with_value
from queries.targets import against_targets, targets_in_force
from store import tables

_OF_UNITS = joined(
    pl.Schema(
        {
            "indicator_id": pl.Int64,
            "polarity": pl.String,
            "unit_of_measure": pl.String,
            "unit_code": pl.String,
            "level": pl.String,
            "unit_vi": pl.String,
            "unit_en": pl.String,
            "full_name_vi": pl.String,
            "full_name_en": pl.String,
            "in_scope": pl.Boolean,
        }
    ),
    OBSERVED,
    without=("asked_id",),
)


def unit_values(conn: Connection, asked: Question, *, indicator: str, level: str) -> pl.DataFrame:
    """What each unit of `level` reached in `indicator` (a code) in the asked period.

    `level`: district, commune, agency, or locality (districts while the province has any, else
    communes). Grain: one row per unit in scope, worst first by polarity, without value last.
    Schema: schemas.UNIT_VALUES; rates are 0-1. rank counts among all units of the level in the
    province, whoever asks: a place in an order, which shows no other unit's figure. Not narrowed
    by asked.unit_id, since a rank means nothing without its neighbours. Counts of under five people
    in a commune are withheld (domain.privacy).
    With asked.era the units are those of that day, and what the localities of the period reported
    is converted to them (queries.reading): is_converted, from_units; what cannot be read has no
    value and says why. Units that became nothing come last.
    Source: observation by the rule of queries.observed, target. Honours: scope (of the units of
    the map), period, as_of, era. Empty: no unit of the level is in scope, or the indicator is
    unknown.
    """
    values = _values(conn, asked, code=indicator, level=level)
    if asked.era is None or level == "agency":
        values = as_it_was(values).with_columns(pl.lit(None, pl.Int64).alias(p) for p in PARTS)
    else:
        values = _on_the_map(conn, asked, values, code=indicator, level=level)
    values = without_small_counts(with_value(values))
    in_force = targets_in_force(conn, asked, indicators=tables.indicator.c.code == indicator)
    judged = without_judging_parts(against_targets(values, in_force, asked))
    return _ranked(judged).filter("in_scope").select(UNIT_VALUES.names())


def _values(conn: Connection, asked: Question, *, code: str, level: str) -> pl.DataFrame:
    """One row per unit of `level`, in scope or not, with its answer if there is one."""
    unit, indicator = tables.unit, tables.indicator
    wanted = (
        select(*pairs(asked_indicator=indicator, unit_id=unit.c.id))
        .select_from(indicator.join(unit, at_level(asked, level)))
        .where(indicator.c.code == code)
        .cte("wanted")
    )
    answers = observed(wanted, asked).subquery("answers")
    statement = (
        select(
            indicator.c.id.label("indicator_id"),
            indicator.c.polarity,
            indicator.c.unit_of_measure,
            indicator.c.aggregation,
            unit.c.id.label("unit_id"),
            unit.c.code.label("unit_code"),
            unit.c.level,
            _name_told_apart(asked, "vi").label("unit_vi"),
            _name_told_apart(asked, "en").label("unit_en"),
            unit.c.full_name_vi,
            unit.c.full_name_en,
            case((asked.units_in_scope(), true()), else_=False).label("in_scope"),
            *(answers.c[name] for name in OBSERVED if name not in ("asked_id", *_OF_PAIR)),
        )
        .select_from(
            indicator.join(unit, at_level(asked, level)).outerjoin(
                answers, answers.c.unit_id == unit.c.id
            )
        )
        .where(indicator.c.code == code)
        .order_by(unit.c.code)
    )
    return frame(conn, statement, _OF_UNITS)


def _on_the_map(
    conn: Connection, asked: Question, values: pl.DataFrame, *, code: str, level: str
) -> pl.DataFrame:
    """`values` with the answers of all eras, and below them the units that became nothing."""
    reading = MapReading.of(conn, asked)
    answers = reading.of_period(conn, indicators=tables.indicator.c.code == code, level=level)
    told = on_the_map_of(values, answers)
    lost = answers.filter(pl.col("not_converted") == NO_SUCCESSOR)
    if lost.is_empty() or values.is_empty():
        return told
    about = values.select("indicator_id", "polarity", "unit_of_measure", "aggregation").unique()
    names = reading.units.select(
        "unit_id",
        "full_name_vi",
        "full_name_en",
        unit_code="code",
        unit_vi="name_vi",
        unit_en="name_en",
        in_scope=pl.col("province_id").is_in(sorted(asked.scope.provinces))
        | pl.col("unit_id").is_in(sorted(asked.scope.units)),
    )
    kept = ["unit_id", "level", "obs_status", *CONVERSION]
    rows = lost.select(kept).join(names, on="unit_id").join(about, how="cross")
    return pl.concat([told, rows], how="diagonal_relaxed").select(told.columns)


def _name_told_apart(asked: Question, language: str) -> ColumnElement[str]:
    """The short name of `unit`, or the full one where another of its level bears the same.

    Hà Tĩnh has a district and a town named Kỳ Anh.
    """
    unit, namesake = tables.unit, tables.unit.alias("namesake")
    short, full = unit.c[f"name_{language}"], unit.c[f"full_name_{language}"]
    day = map_day(asked)
    has_namesake = exists().where(
        namesake.c.province_id == unit.c.province_id,
        namesake.c.level == unit.c.level,
        namesake.c.id != unit.c.id,
        namesake.c[short.name] == short,
        there_within(day, day, asked, units=namesake),
    )
    return case((has_namesake, full), else_=short)


_OF_PAIR = ("unit_id", "aggregation")


def _ranked(values: pl.DataFrame) -> pl.DataFrame:
    """`values`, worst first, without value last, with rank (1 = best, equals share one) and how
    many units have one (ranked_of)."""
    value = pl.col("value").round(EXACT_DIGITS)
    goodness = pl.when(pl.col("polarity") == "lower").then(-value).otherwise(value)
    rank = goodness.rank("min", descending=True).cast(pl.Int64)
    return (
        values.with_columns(
            goodness=goodness,
            # Where neither side is good there is an order but no best.
            rank=pl.when(pl.col("polarity") != "neutral").then(rank),
        )
        .with_columns(ranked_of=pl.col("rank").count().cast(pl.Int64))
        .sort("goodness", "unit_code", nulls_last=True)
        .drop("goodness")
    )


def unit_boundaries(conn: Connection, asked: Question, *, level: str) -> pl.DataFrame:
    """The outlines of the units of `level` (as for `unit_values`) on the map asked for.

    Grain: one row per unit in scope that has an outline, by code. Schema:
    schemas.UNIT_BOUNDARIES; geometry is GeoJSON text in WGS 84.
    Source: the newest boundary_set valid on the day of the map, official ones before schematic
    ones. Honours: scope, period (its last day), era, as_of. Empty: nothing in scope, or no
    outline of that level.
    """
    boundary, boundary_set, unit = tables.boundary, tables.boundary_set, tables.unit
    day = map_day(asked)
    of_level = select(unit.c.id).where(at_level(asked, level)).correlate(None)
    best_set = (
        select(boundary_set.c.id)
        .where(
            boundary_set.c.province_id == asked.province_id,
            boundary_set.c.id.in_(
                select(boundary.c.boundary_set_id).where(boundary.c.unit_id.in_(of_level))
            ),
            boundary_set.c.valid_from <= day,
            boundary_set.c.valid_to.is_(None) | (boundary_set.c.valid_to >= day),
            counts(boundary_set, asked),
        )
        .order_by(
            case((boundary_set.c.kind == "official", 0), else_=1),
            boundary_set.c.valid_from.desc(),
            boundary_set.c.id.desc(),
        )
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(
            unit.c.id.label("unit_id"),
            unit.c.code.label("unit_code"),
            _name_told_apart(asked, "vi").label("unit_vi"),
            _name_told_apart(asked, "en").label("unit_en"),
            boundary.c.geometry,
            boundary.c.label_lon,
            boundary.c.label_lat,
            boundary_set.c.kind.label("boundary_kind"),
            boundary_set.c.source.label("boundary_source"),
            boundary_set.c.licence.label("boundary_licence"),
        )
        .select_from(boundary.join(unit).join(boundary_set))
        .where(
            boundary.c.boundary_set_id == best_set, at_level(asked, level), asked.units_in_scope()
        )
        .order_by(unit.c.code)
    )
    return frame(conn, statement, UNIT_BOUNDARIES)
