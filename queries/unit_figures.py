"""Everything that units report, each figure beside its target, its peers and its past.

One unit and all places are asked by the same statements, so that a page of a unit and a paper with
a page for each of them tell the same.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Date,
    Select,
    and_,
    case,
    exists,
    literal,
    or_,
    select,
    true,
)

from domain.indicators import LOCALITY_LEVELS, STANDS_AT_A_DAY
from domain.privacy import without_small_counts
from domain.targets import EXACT_DIGITS, without_judging_parts
from queries.conditions import known_end, last_day, places_asked_about, subject, there_within
from queries.frames import frame, joined
from queries.observed import (
    NO_SERVICE,
    OBSERVED,
    ROLLED_UP,
    observed,
    observed_by_then,
    of_service,
    pairs,
    rolled_up,
    same_pair,
)
from queries.parts import is_province, parts_of_province
from queries.question import Question
from queries.reading import PARTS, MapReading, as_it_was, on_the_map_of
from queries.schemas import FIGURES_OF_PLACES, UNIT_FIGURES
from queries.sums import with_value
from queries.targets import against_targets, targets_in_force
from store.tables import indicator, observation, unit

_ROWS = joined(
    pl.Schema(
        {
            "indicator_id": pl.Int64,
            "indicator": pl.String,
            "name_vi": pl.String,
            "name_en": pl.String,
            "measure": pl.String,
            "unit_of_measure": pl.String,
            "polarity": pl.String,
            "position": pl.Int64,
            "level": pl.String,
            "is_subject": pl.Boolean,
        }
    ),
    OBSERVED,
    without=("asked_id",),
)
_SUBJECTS = pl.Schema({"id": pl.Int64, "level": pl.String, "day": pl.Date})
_SIDES = ("numerator", "denominator", "value")
# Of a sum only the same stretch of time compares with another: three months are no year.
_MUST_BE_WHOLE = ("sum",)


@dataclass(frozen=True)
class _Alike:
    """Units of one level that are asked about on one day: they have the same peers."""

    level: str
    day: date
    unit_ids: list[int]


def unit_figures(conn: Connection, asked: Question) -> pl.DataFrame:
    """What the unit asked about, else the province, reached in each indicator it reports.

    Grain: one row per indicator that it has ever reported or that places of its level are asked
    for and its peers report, in the order of the catalogue. Schema: schemas.UNIT_FIGURES; rates
    are 0-1. rank counts among the units of its level (1 = best). previous is the value of the
    period before, null where the two are the same row or, of a sum, not both of whole periods.
    whole_value is the province's own figure or its roll-up, by the rule of queries.headlines.
    Source: observation by the rule of queries.observed, target. Honours: scope (rank and the
    province's figure for whoever sees the unit), period, as_of, unit_id, era: what the places of
    the period reported is converted to those of that day (queries.reading). Empty: out of scope,
    or nothing is reported.
    """
    return _figures(conn, asked, subject(asked)).select(UNIT_FIGURES.names())


def figures_of_places(conn: Connection, asked: Question) -> pl.DataFrame:
    """What `unit_figures` tells of each place on the map asked for, in one answer.

    Grain: one row per place in scope and indicator of its own, by unit_id, then in the order of
    the catalogue. Schema: schemas.FIGURES_OF_PLACES. Source and Honours: as unit_figures, but all
    places instead of unit_id. Empty: no place in scope, or nothing is reported.
    """
    return _figures(conn, asked, places_asked_about(asked))


def _figures(conn: Connection, asked: Question, subjects: Select[Any]) -> pl.DataFrame:
    """FIGURES_OF_PLACES of `subjects` (id, level)."""
    alike = _alike(conn, asked, subjects)
    reading = None
    if asked.era is not None and any(one.level in LOCALITY_LEVELS for one in alike):
        reading = MapReading.of(conn, asked)
    told = [_of_alike(conn, asked, one, reading) for one in alike]
    return pl.concat([FIGURES_OF_PLACES.to_frame(), *told]).sort("unit_id", maintain_order=True)


def _of_alike(
    conn: Connection, asked: Question, alike: _Alike, reading: MapReading | None
) -> pl.DataFrame:
    """The figures of `alike`, in the order of the catalogue; FIGURES_OF_PLACES."""
    found = frame(conn, _of_all(alike, asked), _ROWS)
    ids = found.filter("is_subject")["indicator_id"].unique().sort().to_list()
    if not ids:
        return FIGURES_OF_PLACES.to_frame()
    if alike.level not in LOCALITY_LEVELS:
        reading = None
    rows = _with_values(_read(conn, found, reading, level=alike.level, ids=ids))
    in_force = targets_in_force(conn, asked, indicators=indicator.c.id.in_(ids))
    own = _ranked(rows).filter("is_subject")
    judged = without_judging_parts(against_targets(own, in_force, asked))
    before = _previous(conn, asked, reading, own=own, alike=alike)
    compared = _with_previous(judged, before, asked)
    parts = frame(conn, rolled_up(parts_of_province(asked, ids)), ROLLED_UP)
    wholes = _wholes(rows.filter(pl.col("level") == "province"), parts, asked)
    return (
        compared.join(wholes, on="indicator_id", how="left", maintain_order="left")
        .sort("position", "indicator")
        .select(FIGURES_OF_PLACES.names())
    )


def _read(
    conn: Connection,
    found: pl.DataFrame,
    reading: MapReading | None,
    *,
    level: str,
    ids: list[int],
) -> pl.DataFrame:
    """`found`, the places among them on the map of the era; with the columns of CONVERSION."""
    if reading is None:
        return as_it_was(found).with_columns(pl.lit(None, pl.Int64).alias(name) for name in PARTS)
    answers = reading.of_period(conn, indicators=indicator.c.id.in_(ids), level=level)
    is_place = pl.col("level") == level
    others = as_it_was(found.filter(~is_place))
    places = on_the_map_of(found.filter(is_place), answers)
    return pl.concat([places, others], how="diagonal_relaxed")


def _with_values(rows: pl.DataFrame) -> pl.DataFrame:
    return without_small_counts(with_value(rows))


def _alike(conn: Connection, asked: Question, subjects: Select[Any]) -> list[_Alike]:
    """`subjects` by level and by the last day asked about on which they lived."""
    last = literal(last_day(asked), Date)
    day = case(
        (unit.c.valid_from > last, unit.c.valid_from),
        (known_end(asked) < last, known_end(asked)),
        else_=last,
    )
    own = select(subjects.subquery().c.id)
    statement = select(unit.c.id, unit.c.level, day.label("day")).where(unit.c.id.in_(own))
    groups = (
        frame(conn, statement, _SUBJECTS)
        .sort("id")
        .group_by("level", "day", maintain_order=True)
        .agg("id")
    )
    return [_Alike(level, on, ids) for level, on, ids in groups.iter_rows()]


def _of_all(alike: _Alike, asked: Question) -> Any:
    """What `alike`, their peers and the province answer for all that any of them is asked for."""
    is_one = unit.c.id.in_(alike.unit_ids)
    is_peer = and_(
        unit.c.level == alike.level, unit.c.province_id == asked.province_id, _lives(alike, asked)
    )
    mine = _reported(alike, asked)
    wanted = (
        select(*pairs(asked_indicator=indicator, unit_id=unit.c.id))
        .select_from(indicator.join(unit, or_(is_one, is_peer, is_province(asked))))
        .where(indicator.c.id.in_(select(mine.c.indicator_id)))
        .cte("wanted")
    )
    answers = observed(wanted, asked).subquery("answers")
    told = (name for name in OBSERVED if name not in ("asked_id", "unit_id", "aggregation"))
    is_mine = and_(mine.c.indicator_id == wanted.c.asked_id, mine.c.unit_id == wanted.c.unit_id)
    return select(
        indicator.c.id.label("indicator_id"),
        indicator.c.code.label("indicator"),
        indicator.c.name_vi,
        indicator.c.name_en,
        indicator.c.measure,
        indicator.c.unit_of_measure,
        indicator.c.polarity,
        indicator.c.position,
        indicator.c.aggregation,
        unit.c.id.label("unit_id"),
        unit.c.level,
        case((mine.c.unit_id.is_not(None), true()), else_=False).label("is_subject"),
        *(answers.c[name] for name in told),
    ).select_from(
        wanted.join(indicator, indicator.c.id == wanted.c.asked_id)
        .join(unit, unit.c.id == wanted.c.unit_id)
        .outerjoin(mine, is_mine)
        .outerjoin(answers, same_pair(wanted, answers))
    )


def _lives(alike: _Alike, asked: Question) -> ColumnElement[bool]:
    return there_within(alike.day, alike.day, asked)


def _reported(alike: _Alike, asked: Question) -> CTE:
    """unit_id and indicator_id: what each of `alike` reported, or is asked for and a peer did.

    Departments are not expected to report what others do: some have no dossiers at all.
    """
    told = and_(
        observation.c.indicator_id == indicator.c.id,
        observation.c.period_end <= asked.period.end,
        of_service(NO_SERVICE),
        observed_by_then(asked),
    )
    by_itself = exists().where(told, observation.c.unit_id == unit.c.id)
    reported: ColumnElement[bool] = by_itself
    if alike.level in LOCALITY_LEVELS:
        by_peers = exists().where(
            told,
            observation.c.unit_id.in_(_peers(alike, asked)),
            observation.c.period_end >= asked.period.start,
        )
        # Asked once, not once for each of them.
        of_all = select(indicator.c.id).where(_asked_of(alike, asked), by_peers)
        reported = or_(by_itself, indicator.c.id.in_(of_all.correlate(None)))
    return (
        select(unit.c.id.label("unit_id"), indicator.c.id.label("indicator_id"))
        .select_from(unit.join(indicator, reported))
        .where(unit.c.id.in_(alike.unit_ids))
        .cte("reported")
    )


def _asked_of(alike: _Alike, asked: Question) -> ColumnElement[bool]:
    """Indicators that the catalogue names for places like these."""
    if asked.era is None:
        return indicator.c.levels.contains(alike.level)
    # On the map of another day a place is told by those that were there.
    return or_(*(indicator.c.levels.contains(level) for level in LOCALITY_LEVELS))


def _peers(alike: _Alike, asked: Question) -> Select[tuple[int]]:
    peers = select(unit.c.id).where(unit.c.province_id == asked.province_id)
    if asked.era is None:
        return peers.where(unit.c.level == alike.level, _lives(alike, asked)).correlate(None)
    return peers.where(unit.c.level.in_(LOCALITY_LEVELS)).correlate(None)


def _previous(
    conn: Connection,
    asked: Question,
    reading: MapReading | None,
    *,
    own: pl.DataFrame,
    alike: _Alike,
) -> pl.DataFrame:
    """What `alike` (`own`: their rows) answered for the period before, on the same map."""
    past = replace(asked, period=asked.compared_period)
    if reading is not None:
        ids = own["indicator_id"].unique().sort().to_list()
        answers = replace(reading, asked=past).of_period(
            conn, indicators=indicator.c.id.in_(ids), level=alike.level
        )
        about = own.select("unit_id", "unit_of_measure", asked_id="indicator_id")
        return _with_values(answers.join(about, on=["asked_id", "unit_id"]))
    mine = _reported(alike, asked)
    wanted = (
        select(*pairs(asked_indicator=indicator, unit_id=mine.c.unit_id))
        .select_from(mine.join(indicator, indicator.c.id == mine.c.indicator_id))
        .cte("wanted")
    )
    before = observed(wanted, past).subquery("answers")
    statement = select(
        *(before.c[name] for name in OBSERVED), indicator.c.unit_of_measure, unit.c.level
    ).select_from(
        before.join(indicator, indicator.c.id == before.c.asked_id).join(
            unit, unit.c.id == before.c.unit_id
        )
    )
    described = pl.Schema({"unit_of_measure": pl.String, "level": pl.String})
    return _with_values(frame(conn, statement, joined(OBSERVED, described)))


def _with_previous(own: pl.DataFrame, before: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """`own` with previous, its period, and change."""
    earlier = before.select(
        "unit_id",
        indicator_id="asked_id",
        earlier="value",
        previous_start="period_start",
        previous_end="period_end",
    )
    past = asked.compared_period
    is_whole = (
        (pl.col("period_start") == asked.period.start)
        & (pl.col("period_end") == asked.period.end)
        & (pl.col("previous_start") == past.start)
        & (pl.col("previous_end") == past.end)
    )
    compares = (pl.col("previous_end") < pl.col("period_end")) & (
        ~pl.col("aggregation").is_in(_MUST_BE_WHOLE) | is_whole
    )
    return (
        own.join(earlier, on=["unit_id", "indicator_id"], how="left", maintain_order="left")
        .with_columns(previous=pl.when(compares & pl.col("value").is_not_null()).then("earlier"))
        .with_columns(change=(pl.col("value") - pl.col("previous")).round(EXACT_DIGITS))
    )


def _ranked(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` with the place of each among the units of its level, as queries.units has it."""
    value = pl.col("value").round(EXACT_DIGITS)
    among = ["indicator_id", "level"]
    goodness = pl.when(pl.col("polarity") == "lower").then(-value).otherwise(value)
    judged = (pl.col("polarity") != "neutral") & (pl.col("level") != "province")
    rank = goodness.rank("min", descending=True).over(among).cast(pl.Int64)
    return rows.with_columns(rank=pl.when(judged).then(rank)).with_columns(
        ranked_of=pl.col("rank").count().over(among).cast(pl.Int64)
    )


def _wholes(own: pl.DataFrame, parts: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """The province's figure of each indicator: its own, else (or where newer) that of its parts."""
    known, expected = pl.col("parts_known"), pl.col("parts_expected")
    is_silent = pl.col("obs_status").is_null() | (pl.col("period_start") > asked.period.end)
    stands = (pl.col("measure") == "stock") | pl.col("aggregation").is_in(STANDS_AT_A_DAY)
    is_outdated = (
        stands
        & (pl.col("period_end") < asked.period.end)
        & (known == expected)
        & (pl.col("oldest_part") > pl.col("period_end"))
    )
    by_parts = ((is_silent & (known > 0)) | is_outdated).fill_null(value=False)
    sums = with_value(parts).select(
        "parts_known",
        "parts_expected",
        "oldest_part",
        *(pl.col(name).alias(f"{name}_of_parts") for name in _SIDES),
        indicator_id="asked_id",
    )
    chosen = (
        pl.when(by_parts).then(f"{name}_of_parts").otherwise(name).alias(f"whole_{name}")
        for name in _SIDES
    )
    coverage = (
        pl.when(by_parts).then(f"parts_{name}").alias(f"whole_{name}")
        for name in ("known", "expected")
    )
    # Parts of the province, not of a reading.
    wholes = own.drop(PARTS).join(sums, on="indicator_id", how="left")
    return wholes.select("indicator_id", *chosen, *coverage)
