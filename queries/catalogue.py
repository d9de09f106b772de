"""What can be asked about: provinces, periods, units, and indicators that units report."""

from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    union,
)

from domain.periods import Period, month_period, quarter_period, year_period
from queries.conditions import LOCALITY, at_level, counts, on_the_map, sees_province
from queries.eras import eras_of
from queries.frames import frame
from queries.observed import observed_by_then, stands_at_a_day
from queries.parts import part_of_the_period
from queries.question import Question
from queries.reading import source_of
from queries.schemas import ERAS, INDICATORS, PERIODS, PROVINCES, UNITS
from queries.successions import registry_units
from store.tables import headline, indicator, observation, province, unit

_SPAN = pl.Schema({"period_start": pl.Date, "period_end": pl.Date, "default_period": pl.String})


def provinces(conn: Connection, asked: Question) -> pl.DataFrame:
    """The provinces in which the asker has any scope; of the question only its scope is used.

    Grain: one row per province, in the order in which they were registered. Schema:
    schemas.PROVINCES. Source: province, unit. Empty: an empty scope, or an empty store.
    """
    has_scope = exists().where(unit.c.province_id == province.c.id, asked.units_in_scope())
    statement = (
        select(
            province.c.id.label("province_id"),
            province.c.code,
            province.c.slug,
            province.c.name_vi,
            province.c.name_en,
            province.c.time_zone,
            province.c.clock_stands_at,
            province.c.default_period,
        )
        .where(has_scope)
        .order_by(province.c.id)
    )
    return frame(conn, statement, PROVINCES)


def units_of_province(conn: Connection, asked: Question) -> pl.DataFrame:
    """The units one may narrow a question to: what lies below the province on the map asked for.

    Grain: one row per unit in scope, places before agencies, by code. Schema: schemas.UNITS.
    Source: unit. Honours: scope, period (its last day), era. Empty: nothing in scope.
    """
    statement = (
        select(
            unit.c.id.label("unit_id"),
            unit.c.code.label("unit_code"),
            unit.c.level,
            unit.c.name_vi.label("unit_vi"),
            unit.c.name_en.label("unit_en"),
            unit.c.full_name_vi,
            unit.c.full_name_en,
        )
        .where(
            unit.c.province_id == asked.province_id,
            unit.c.level != "province",
            on_the_map(asked),
            asked.units_in_scope(),
        )
        .order_by(case({"district": 0, "commune": 1}, value=unit.c.level, else_=2), unit.c.code)
    )
    return frame(conn, statement, UNITS)


def eras(conn: Connection, asked: Question) -> pl.DataFrame:
    """On the maps of which times the figures of the province can be read.

    Grain: one row per era of its localities (a span of days in which their set did not change),
    oldest first; eras to come, as far as they are known, included. Schema: schemas.ERAS.
    Source: unit. Honours: as_of, today; not the period. Empty: no scope in the province, or no
    localities.
    """
    return eras_of(registry_units(conn, asked), today=asked.today).select(ERAS.names())


def periods_available(conn: Connection, asked: Question) -> pl.DataFrame:
    """The years, quarters and months for which a headline indicator was observed.

    Where the province leads with no indicator, those for which any was.

    Grain: one row per period that has begun by asked.today; years, then quarters, then months,
    each newest first. is_default: the province's own choice, where it is among them. Schema:
    schemas.PERIODS.
    Source: observation of the province and its units. Honours: scope (any in the province),
    as_of; not the asked period. Empty: out of scope, or nothing was observed.
    """
    chosen = (
        select(province.c.default_period)
        .where(province.c.id == asked.province_id)
        .scalar_subquery()
    )
    spans = (
        select(
            observation.c.period_start,
            observation.c.period_end,
            chosen.label("default_period"),
        )
        .select_from(observation.join(unit, unit.c.id == observation.c.unit_id))
        .where(
            observation.c.indicator_id.in_(_led_else_all(asked)),
            unit.c.province_id == asked.province_id,
            sees_province(asked),
            observed_by_then(asked),
        )
        .distinct()
    )
    found = frame(conn, spans, _SPAN).rows()
    default = found[0][-1] if found else None
    periods = {
        period
        for start, end, _ in found
        for period in _periods_of(start, end)
        if period.start <= asked.today
    }
    in_order = sorted(
        periods, key=lambda period: (_ORDER[period.frequency], -period.start.toordinal())
    )
    rows = [(p.code, p.frequency, p.start, p.end, p.code == default) for p in in_order]
    return pl.DataFrame(rows, schema=PERIODS, orient="row")


def _led_else_all(asked: Question) -> CompoundSelect[Any]:
    """Ids of the indicators the province leads with; of all where it leads with none."""
    of_province = headline.c.province_id == asked.province_id
    led = select(headline.c.indicator_id).where(of_province, counts(headline, asked))
    return union(led, select(indicator.c.id).where(~led.exists()))


_ORDER = {"year": 0, "quarter": 1, "month": 2}


def _periods_of(start: date, end: date) -> list[Period]:
    """The year, the quarter and the month that hold all days from `start` to `end`, if they do."""
    year, month = start.year, start.month
    around = (year_period(year), quarter_period(year, (month + 2) // 3), month_period(year, month))
    return [period for period in around if end <= period.end]


def indicators_on_map(conn: Connection, asked: Question) -> pl.DataFrame:
    """The indicators that places of the province report for the asked period.

    Grain: one row per indicator with a value at a place in scope, inside the period or, for what
    stands at a day, at any time; headline indicators first, then in the order of the catalogue.
    Schema: schemas.INDICATORS. Source: observation. Honours: scope, period, as_of, era (places of
    any time whose figures may go over to a place in scope).
    Empty: nothing in scope, or only the province as a whole was observed.
    """
    in_period = (
        (observation.c.period_start >= asked.period.start)
        & (observation.c.period_end >= asked.period.start)
        & (observation.c.period_end <= asked.period.end)
    )
    is_reported = exists().where(
        observation.c.indicator_id == indicator.c.id,
        observation.c.unit_id.in_(_places(asked)),
        observation.c.value.is_not(None),
        observed_by_then(asked),
        or_(in_period, stands_at_a_day(indicator)),
    )
    leads_at = (
        select(func.min(headline.c.position))
        .where(
            headline.c.indicator_id == indicator.c.id,
            headline.c.province_id == asked.province_id,
            counts(headline, asked),
        )
        .correlate(indicator)
        .scalar_subquery()
    )
    statement = (
        select(
            indicator.c.code.label("indicator"),
            indicator.c.name_vi,
            indicator.c.name_en,
            indicator.c.measure,
            indicator.c.unit_of_measure,
            indicator.c.polarity,
        )
        .where(is_reported)
        .order_by(leads_at.is_(None), leads_at, indicator.c.position, indicator.c.code)
    )
    return frame(conn, statement, INDICATORS)


def _places(asked: Question) -> Select[tuple[int]]:
    """Ids of the places whose figures a map shows."""
    on_map = and_(at_level(asked, LOCALITY), asked.units_in_scope())
    if asked.era is None:
        return select(unit.c.id).where(on_map)
    has_any = exists().where(on_map).correlate(None)
    return select(unit.c.id).where(
        source_of(asked, LOCALITY, of_places=True), part_of_the_period(asked), has_any
    )
