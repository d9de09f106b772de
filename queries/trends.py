"""How an indicator moved, month by month."""

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, Subquery, func, literal, select

from domain.indicators import BLOCKS, LOCALITY_LEVELS, SERVICE_LISTS
from domain.privacy import without_small_counts
from queries.conditions import (
    directly_below_province,
    last_day,
    places_asked_about,
    sees_province,
    subject,
    there_within,
)
from queries.eras import eras_of, with_breaks
from queries.frames import frame, joined
from queries.observed import (
    NO_SERVICE,
    observed_by_then,
    of_service,
    preference,
    with_document,
)
from queries.parts import adds_up, in_block_of, is_province, on_list_of
from queries.question import Question
from queries.reading import MapReading, as_it_was, source_of
from queries.schemas import CONVERSION, TREND, TRENDS_OF_PLACES
from queries.successions import registry_units
from queries.sums import sums_by, with_value
from queries.windows import status_by_then
from store.tables import indicator as indicator_table
from store.tables import observation, public_service, source_document, unit

# How far back a trend goes: two years, so that a month can be seen beside its year before.
MONTHS_SHOWN = 24

_OF_REFORMS = ("break_before", "level_before", "units_before", "level_after", "units_after")
_MONTHS = joined(
    joined(TREND, without=(*CONVERSION, *_OF_REFORMS)),
    pl.Schema(
        {
            "unit_id": pl.Int64,  # null where parts were added up
            "aggregation": pl.String,
            "unit_of_measure": pl.String,
            "level": pl.String,
        }
    ),
)
_SUBJECTS = pl.Schema({"id": pl.Int64, "level": pl.String})
_OF_SOURCES = joined(
    _MONTHS,
    pl.Schema(
        {
            "asked_id": pl.Int64,
            "measure": pl.String,
            "cut_off": pl.Date,
            "batch": pl.Int64,
            "source_title_vi": pl.String,
            "source_title_en": pl.String,
            "source_issued_on": pl.Date,
        }
    ),
    without=("level",),
)


def trend(
    conn: Connection, asked: Question, *, indicator: str, unit_id: int | None = None
) -> pl.DataFrame:
    """The months of `indicator` (a code) at one unit, or of the province as a whole.

    Grain: one row per month that has an observation, oldest first; at most MONTHS_SHOWN months,
    up to that of the last day asked about. Schema: schemas.TREND; rates are 0-1. A month that the
    province did not observe itself is rolled up over its parts (queries.parts) that existed then;
    of several documents one speaks, as in queries.observed. break_before marks the first month
    after a reform of the province's places: the line joins different things there.
    With asked.era the months of a place are read on the map of that day (queries.reading), those
    of a province and of departments are the same on every map.
    Source: observation (frequency month). Honours: scope (the unit's; a province's totals for
    whoever has any scope in it), period, as_of, era; asked.unit_id where `unit_id` is not given.
    Empty: out of scope, or no month was observed.
    """
    whose = asked if unit_id is None else replace(asked, unit_id=unit_id)
    subjects = frame(conn, subject(whose), _SUBJECTS)
    months = _own_months(conn, whose, indicator, subjects)
    if whose.unit_id is None:
        parts = frame(conn, _months_of_parts(whose, indicator), _MONTHS)
        months = pl.concat([months, as_it_was(parts)])
    eras = eras_of(registry_units(conn, whose), today=whose.today)
    # Departments have no territory that a reform of places could change.
    reforms = eras.clear() if "agency" in subjects["level"] else eras
    return _in_order(months, reforms).select(TREND.names())


def trends_of_places(conn: Connection, asked: Question, *, indicator: str) -> pl.DataFrame:
    """What `trend` tells of each place on the map asked for, in one answer.

    Grain: one row per place in scope and month, by unit_id, the oldest month first. Schema:
    schemas.TRENDS_OF_PLACES. Source and Honours: as trend, but all places instead of unit_id.
    Empty: no place in scope, or no month was observed.
    """
    places = frame(conn, places_asked_about(asked), _SUBJECTS)
    months = _own_months(conn, asked, indicator, places).sort("unit_id", maintain_order=True)
    eras = eras_of(registry_units(conn, asked), today=asked.today)
    told = [_in_order(own, eras) for own in months.partition_by("unit_id", maintain_order=True)]
    return pl.concat(
        [
            TRENDS_OF_PLACES.to_frame(),
            *(own.select(TRENDS_OF_PLACES.names()) for own in told),
        ]
    )


def _in_order(months: pl.DataFrame, reforms: pl.DataFrame) -> pl.DataFrame:
    """The months of one line, each once, with the reforms between them."""
    in_order = (
        without_small_counts(with_value(months))
        .unique("period_start", keep="first", maintain_order=True)
        .sort("period_start")
    )
    return with_breaks(in_order, reforms)


def _own_months(
    conn: Connection, asked: Question, code: str, subjects: pl.DataFrame
) -> pl.DataFrame:
    """What `subjects` (id, level) observed themselves, month by month; _MONTHS and CONVERSION."""
    told = [as_it_was(_MONTHS.to_frame())]
    for (level,), units in subjects.group_by("level", maintain_order=True):
        if asked.era is not None and level in LOCALITY_LEVELS:
            months = _months_on_the_map(conn, asked, code, level=str(level))
            told.append(months.filter(pl.col("unit_id").is_in(units["id"].implode())))
        else:
            whose = unit.c.id.in_(units["id"].to_list())
            rows = _month_rows(asked, code, whose, of_service(NO_SERVICE))
            told.append(as_it_was(frame(conn, select(rows).where(rows.c.choice == 1), _MONTHS)))
    return pl.concat(told)


def _months_on_the_map(conn: Connection, asked: Question, code: str, *, level: str) -> pl.DataFrame:
    """The months of the places of `level`, read from all there were; _MONTHS and CONVERSION."""
    reading = MapReading.of(conn, asked)
    rows = _month_rows(
        asked,
        code,
        source_of(asked, level, reading.has_places_of(level)),
        _there_at_the_time(asked),
        of_service(NO_SERVICE),
    )
    answers = frame(conn, select(rows).where(rows.c.choice == 1), _OF_SOURCES)
    about = answers.select("asked_id", "unit_of_measure").unique()
    return (
        reading.read(answers)
        .join(about, on="asked_id")
        .select(
            *(name for name in _MONTHS if name != "frequency"),
            *CONVERSION,
            frequency=pl.lit("month"),
        )
        .select(*_MONTHS, *CONVERSION)
    )


def _months_of_parts(asked: Question, code: str) -> Select[Any]:
    """What the parts of the province add up to, month by month."""
    parts = _services(asked, code) if code in SERVICE_LISTS else _units(asked, code)
    observed_as = BLOCKS[code].indicator if code in BLOCKS else code
    rows = _month_rows(asked, observed_as, sees_province(asked), adds_up(), *parts)
    sums = {column.name: column for column in sums_by(rows)}
    grain = ("period_start", "period_end", "frequency")
    return (
        select(
            *(rows.c[name] for name in grain),
            *(sums[name] for name in _MONTHS if name in sums and name not in grain),
            literal(None).label("value"),
            literal(None).label("unit_id"),
            # Of the whole: its sums are withheld from nobody.
            literal(None).label("level"),
            literal(None).label("unit_of_measure"),
        )
        .where(rows.c.choice == 1)
        .group_by(*(rows.c[name] for name in grain))
    )


def _units(asked: Question, code: str) -> list[ColumnElement[bool]]:
    """Rows of the units directly below the province that existed in their month."""
    return [
        directly_below_province(asked),
        in_block_of(literal(code)),
        _there_at_the_time(asked),
        of_service(NO_SERVICE),
    ]


def _there_at_the_time(asked: Question) -> ColumnElement[bool]:
    """Rows of units about a month at whose end these existed."""
    return there_within(observation.c.period_end, observation.c.period_end, asked)


def _services(asked: Question, code: str) -> list[ColumnElement[bool]]:
    """Rows of the province about the single services of a list."""
    on_list = select(public_service.c.id).where(on_list_of(literal(code), asked))
    return [is_province(asked), observation.c.public_service_id.in_(on_list)]


def _month_rows(asked: Question, code: str, *conditions: ColumnElement[bool]) -> Subquery:
    """Month rows of the time shown that meet `conditions`; choice 1 is the one that speaks."""
    last = last_day(asked)
    month_index = last.year * 12 + last.month - MONTHS_SHOWN
    first = date(month_index // 12, month_index % 12 + 1, 1)
    grain = (
        observation.c.unit_id,
        observation.c.public_service_id,
        observation.c.period_start,
        observation.c.period_end,
    )
    return (
        select(
            observation.c.period_start,
            observation.c.period_end,
            observation.c.frequency,
            observation.c.numerator,
            observation.c.denominator,
            observation.c.value,
            status_by_then(observation, asked).label("obs_status"),
            observation.c.provenance,
            observation.c.cut_off,
            observation.c.import_batch_id.label("batch"),
            source_document.c.title_vi.label("source_title_vi"),
            source_document.c.title_en.label("source_title_en"),
            source_document.c.issued_on.label("source_issued_on"),
            indicator_table.c.id.label("asked_id"),
            indicator_table.c.measure,
            indicator_table.c.aggregation,
            indicator_table.c.unit_of_measure,
            unit.c.id.label("unit_id"),
            unit.c.level,
            func.row_number().over(partition_by=grain, order_by=preference()).label("choice"),
        )
        .select_from(
            with_document()
            .join(unit, unit.c.id == observation.c.unit_id)
            .join(indicator_table, indicator_table.c.id == observation.c.indicator_id)
        )
        .where(
            indicator_table.c.code == code,
            observed_by_then(asked),
            observation.c.frequency == "month",
            observation.c.period_end >= first,
            observation.c.period_start <= last,
            *conditions,
        )
        .subquery("month_rows")
    )
